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
    mark = hashlib.sha256(document.data).hexdigest()
    stands = Attachment.objects.filter(claim=claim, content=mark).first()
    if stands:
        return stands
    if Attachment.objects.filter(claim=claim).count() >= MOST:
        raise TooManyError
    content = Content(
        sha256=mark,
        media_type=document.media_type,
        size=len(document.data),
        data=document.data,
    )
    Content.objects.bulk_create([content], ignore_conflicts=True)
    return Attachment.objects.create(
        claim=claim, content_id=mark, name=document.name, added_by=user
    )


@transaction.atomic
def remove(attachment: Attachment) -> None:
    """Take a document away. Raises `ClosedError` once the application was sent."""
    if _locked(attachment.claim).status != ClaimStatus.DRAFT:
        raise ClosedError
    attachment.delete()


def forget() -> int:
    """Remove what no application holds any more since a day; return how many there were.

    Of two who do so while one adds the same bytes again, the database lets only one.
    """
    unheld = Content.objects.filter(
        attachments__isnull=True, stored_at__lt=Now() - timedelta(days=1)
    )
    return unheld.delete()[0]


def _locked(claim: Claim) -> Claim:
    """Return the application as it stands; who sends it or adds to it waits until we are done."""
    return Claim.objects.select_for_update(no_key=True).get(pk=claim.pk)
