"""What the timeline of staff tells of the cases of a person at the own office."""

from collections.abc import Iterator
from typing import Final

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from casework.cases.models import Case, CaseMove
from portal.pages.timeline import MOST, Event, Reader, Subject, register_timeline
from portal.people.models import Person

VERBS: Final = {
    "take": gettext_lazy("Taken in hand"),
    "hand_over": gettext_lazy("Handed over"),
    "close": gettext_lazy("Case closed"),
    "reopen": gettext_lazy("Case opened again"),
    "give_back": gettext_lazy("Back in the queue: the time at the office ended"),
    "lapse": gettext_lazy("Closed by itself: the application was withdrawn"),
    "take_again": gettext_lazy("Taken in hand again"),
    "join": gettext_lazy("Joined to another case"),
}


@register_timeline(Subject.CASE)
def handled(person: Person, reader: Reader) -> Iterator[Event]:
    """Tell each step of each case, and by whom."""
    ours = Case.objects.about_person(person).filter(office=reader.capacity.institution_id)
    moves = CaseMove.objects.filter(case__in=ours).select_related(
        "user__person", "to__person", "acts_for__person"
    )
    for move in moves.order_by("-at", "-pk")[:MOST]:
        body = str(move.user)
        if move.acts_for:
            body = _("%(name)s for %(other)s") % {"name": move.user, "other": move.acts_for}
        if move.to:
            body = _("%(giver)s to %(taker)s") % {"giver": move.user, "taker": move.to}
        body = f"{body}: {move.words}" if move.words else body
        yield Event(move.at, str(VERBS[move.verb]), body, "info")
