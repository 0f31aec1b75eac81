"""How documents are listed, for `components/documents.html`."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.urls import reverse

from benefits.attachments.models import Content
from benefits.claims.models import Claim


def rows(
    claim: Claim, page: str = "claim_document", of: UUID | None = None
) -> list[dict[str, Any]]:
    """Return the documents of an application, each with the address that gives it.

    `page` names that address; it takes the reference of the application, or that which is given
    as `of`, and that of the document.
    """
    return [
        row(
            each.name,
            each.content,
            each.added_at,
            reverse(page, args=[of or claim.reference, each.reference]),
        )
        for each in claim.attachments.listed()
    ]


def removable_rows(claim: Claim) -> list[dict[str, Any]]:
    """Return the same, each with the address that takes it away again."""
    return [{**each, "remove": f"{each['url']}remove/"} for each in rows(claim)]


def row(name: str, content: Content, added_at: datetime, url: str) -> dict[str, Any]:
    """Return one document; its bytes need not be read."""
    return {
        "name": name,
        "kind": content.get_media_type_display(),
        "size": content.size,
        "added_at": added_at,
        "url": url,
    }
