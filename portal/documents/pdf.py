"""The only caller of WeasyPrint: HTML becomes a tagged PDF, and nothing is fetched for it."""

from typing import Any

from django.template.loader import render_to_string
from django.utils import translation


def render(template: str, language: str, context: dict[str, Any]) -> bytes:
    """Return the PDF/A-3a of a template in a language. Same arguments, same bytes.

    Only data addresses are followed: a letter can neither read a file nor call another machine.
    """
    # Loaded when the first letter is made: it takes longer than all the rest of a start.
    from weasyprint import HTML
    from weasyprint.urls import URLFetcher

    with translation.override(language):
        html = render_to_string(f"letters/{template}.html", {**context, "language": language})
    fetcher = URLFetcher(allowed_protocols={"data"}, allow_redirects=False)
    return HTML(string=html, url_fetcher=fetcher).write_pdf(pdf_variant="pdf/a-3a") or b""
