"""The only caller of WeasyPrint: HTML becomes a tagged PDF, and nothing is fetched for it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.template.loader import render_to_string
from django.utils import translation

if TYPE_CHECKING:
    from portal.documents.sealing import Seal


def render(template: str, language: str, context: dict[str, Any]) -> bytes:
    """Return the PDF/A-3a of a template in a language. Same arguments, same bytes."""
    return on_paper(html_of(template, language, context))


def html_of(template: str, language: str, context: dict[str, Any]) -> str:
    """Return what is set on paper: a template in a language."""
    with translation.override(language):
        return render_to_string(f"letters/{template}.html", {**context, "language": language})


def on_paper(html: str, seal: Seal | None = None) -> bytes:
    """Return HTML as PDF/A-3a, sealed where there is a seal.

    Only data addresses are followed: a letter can neither read a file nor call another machine.
    """
    # Loaded when the first letter is made: it takes longer than all the rest of a start.
    from weasyprint import HTML
    from weasyprint.urls import URLFetcher

    fetcher = URLFetcher(allowed_protocols={"data"}, allow_redirects=False)
    document = HTML(string=html, url_fetcher=fetcher)
    pdf: bytes = document.write_pdf(pdf_variant="pdf/a-3a", finisher=seal)
    return seal.on(pdf) if seal else pdf
