"""What the timeline of staff tells of applications for the rights of the office."""

from collections.abc import Iterator
from typing import Final

from django.utils.translation import gettext_lazy as _

from benefits.claims.models import ClaimMove
from benefits.decisions.presenting import scheme_title
from portal.pages.timeline import MOST, Event, Reader, Subject, register_timeline
from portal.people.models import Person

VERBS: Final = {
    "prefill": _("Application prefilled"),
    "bring_up": _("Brought by what an employer declared"),
    "start": _("Application begun"),
    "submit": _("Application sent"),
    "decide": _("Application decided"),
    "withdraw": _("Application withdrawn"),
}


@register_timeline(Subject.RIGHTS)
def applied(person: Person, reader: Reader) -> Iterator[Event]:
    """Tell each step of what was applied for; what was never sent is the person's own."""
    moves = ClaimMove.objects.filter(
        claim__person=person, claim__scheme__in=reader.schemes, claim__submitted_at__isnull=False
    )
    for move in moves.select_related("claim").order_by("-at", "-pk")[:MOST]:
        yield Event(move.at, str(VERBS[move.verb]), scheme_title(move.claim.scheme), "info")
