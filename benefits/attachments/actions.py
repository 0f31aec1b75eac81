"""Add documents to an application, and take them away again before it is sent."""

import hashlib
from datetime import timedelta

from django.db import transaction
from django.db.models.functions import Now

from benefits.attachments.forms import Document
from benefits.attachments.models import Attachment, Content
from benefits.claims.models import Claim
from benefits.claims.statuses import ClaimStatus
from portal.access.models import User

MOST = 20  # documents of an application


class TooManyError(Exception):
    """The application has as many documents as it can have."""


class ClosedError(Exception):
    """The application is in a status in which this cannot be done."""


@transaction.atomic
def attach(claim: Claim, document: Document, user: User) -> Attachment:
    """Add a document to an application that is not decided; the same one again is still one.

    Raises `TooManyError` and `ClosedError`.
    """
    status = _locked(claim).status
    if status not in (ClaimStatus.DRAFT, ClaimStatus.SUBMITTED):
        raise ClosedError
    mark = keep(document)
    stands = Attachment.objects.filter(claim=claim, content=mark).first()
    if stands:
        return stands
    if Attachment.objects.filter(claim=claim).count() >= MOST:
        raise TooManyError
    return Attachment.objects.create(
        claim=claim, content_id=mark, name=document.name, added_by=user
    )


def keep(document: Document) -> str:
    """Keep the bytes of a document, once; return their hash, the key of `Content`.

    To be called in the transaction of what holds them: what nothing holds is forgotten.
    """
    content = Content(
        sha256=hashlib.sha256(document.data).hexdigest(),
        media_type=document.media_type,
        size=len(document.data),
        data=document.data,
    )
    Content.objects.bulk_create([content], ignore_conflicts=True)
    return content.sha256


@transaction.atomic
def remove(attachment: Attachment) -> None:
    """Take a document away. Raises `ClosedError` once the application was sent."""
    if _locked(attachment.claim).status != ClaimStatus.DRAFT:
        raise ClosedError
    attachment.delete()


def forget() -> int:
    """Remove what nothing holds any more since a day; return how many there were.

    Of two who do so while one adds the same bytes again, the database lets only one.
    """
    holders = {f"{each.name}__isnull": True for each in Content._meta.related_objects}
    unheld = Content.objects.filter(stored_at__lt=Now() - timedelta(days=1), **holders)
    return unheld.delete()[0]


def _locked(claim: Claim) -> Claim:
    """Return the application as it stands; who sends it or adds to it waits until we are done."""
    return Claim.objects.select_for_update(no_key=True).get(pk=claim.pk)
