"""Send an application that an office entered from a letter, a call or a visit, and write back."""

from dataclasses import dataclass
from datetime import date

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override
from django.utils.translation.trans_null import gettext_noop

from benefits.attachments.actions import attach
from benefits.attachments.forms import Document
from benefits.claims.actions import submit
from benefits.claims.models import Claim, ClaimEntry, EntryChannel
from benefits.claims.presenting import answer_rows
from benefits.schemes import SCHEMES
from casework.entering.access import may_enter
from portal.access.models import Capacity
from portal.documents.actions import write_letter

TITLE = gettext_noop("We entered your application")


class NotForUsError(Exception):
    """The application is another office's, or the person is not open to who enters it."""


@dataclass(frozen=True)
class Came:
    """By which way an application came, on which day, and the paper itself."""

    channel: EntryChannel
    received_on: date
    scan: Document | None = None


@transaction.atomic
def submit_entered(claim: Claim, capacity: Capacity, came: Came) -> ClaimEntry:
    """Send an application in the person's place, marked so, with the scan; a letter tells them.

    Raises `NotForUsError`, and as `submit` when it cannot be sent; nothing of it is kept then.
    """
    office = capacity.institution
    if office is None or not may_enter(capacity, claim.person, claim.scheme):
        raise NotForUsError
    if came.scan:
        attach(claim, came.scan, capacity.user)
    entry = ClaimEntry.objects.create(
        claim=claim,
        office=office,
        channel=came.channel,
        received_on=came.received_on,
        entered_by=capacity.user,
    )
    submit(claim, capacity.user)
    write_letter(claim.person, "entered", TITLE, _letter_data(claim, came))
    return entry


def _letter_data(claim: Claim, came: Came) -> dict[str, object]:
    """Return what the letter says, in plain values, so that it can be made again as it was."""
    person = claim.person
    household = person.household_on(timezone.localdate())
    with override(person.language):
        said = [
            {"label": str(row["label"]), "value": str(row["value"])}
            for row in answer_rows(claim, change=False)
        ]
    return {
        "name": person.full_name,
        "address": household.address if household else "",
        "scheme": claim.scheme,
        "scheme_title": SCHEMES[claim.scheme].title,
        "claim": str(claim.reference),
        "channel": came.channel.value,
        "received_on": came.received_on.isoformat(),
        "said": said,
        "address_of_claim": f"{settings.BASE_URL}{reverse('claim', args=[claim.reference])}",
    }
