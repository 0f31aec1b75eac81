"""How documents are listed, for `components/documents.html`."""

from typing import Any
from uuid import UUID

from django.urls import reverse

from benefits.attachments.models import Attachment
from benefits.claims.models import Claim


def rows(
    claim: Claim, page: str = "claim_document", of: UUID | None = None
) -> list[dict[str, Any]]:
    """Return the documents of an application, each with the address that gives it.

    `page` names that address; it takes the reference of the application, or that which is given
    as `of`, and that of the document.
    """
    return [
        _row(each, reverse(page, args=[of or claim.reference, each.reference]))
        for each in claim.attachments.listed()
    ]


def removable_rows(claim: Claim) -> list[dict[str, Any]]:
    """Return the same, each with the address that takes it away again."""
    return [{**row, "remove": f"{row['url']}remove/"} for row in rows(claim)]


def _row(attachment: Attachment, url: str) -> dict[str, Any]:
    return {
        "name": attachment.name,
        "kind": attachment.content.get_media_type_display(),
        "size": attachment.content.size,
        "added_at": attachment.added_at,
        "url": url,
    }
