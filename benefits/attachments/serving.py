"""Giving a document to whoever may have it: to be kept, never shown by the browser as a page."""

from django.http import HttpResponse
from django.utils.http import content_disposition_header

from benefits.attachments.models import Content


def as_download(name: str, content: Content) -> HttpResponse:
    """Return a document as it was added, as a file; nothing in it can act in our name."""
    disposition = content_disposition_header(True, name)
    return HttpResponse(
        bytes(content.data),
        content_type=content.media_type,
        headers={
            "Content-Disposition": disposition,
            "Content-Security-Policy": "default-src 'none'; sandbox",
            "X-Content-Type-Options": "nosniff",
            "Cross-Origin-Resource-Policy": "same-origin",
            "Cache-Control": "private, no-store",
        },
    )
