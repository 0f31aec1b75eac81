"""Child benefit at once: when a child is born, moves, or lives with others than before."""

from contextlib import suppress
from datetime import date
from typing import Final

from django.utils import timezone

from benefits.claims.applications.base import first_of_next_month
from benefits.decisions.models import Decision
from benefits.granting.deciding import settle_right
from benefits.granting.one import told_of
from benefits.schemes.single import evaluate
from portal.exchange.models import Event
from portal.law.figures import MissingFigureError
from portal.people.models import Person

SCHEME: Final = "child_benefit"


def grant_to_child(event: Event) -> Decision | None:
    """Grant or change the benefit of the child whom an event is about, as the night would.

    It is decided on ahead for the first day of the right, so that parents know it within seconds of
    the birth. What the rule would no longer give is left to the night, which asks a caseworker;
    so is what somebody decided.
    """
    child = event.person
    if child is None or child.birth_date is None or child.died_on:
        return None
    standing = Decision.objects.standing(child, SCHEME)
    if standing and standing.decided_by_id:
        return None
    on = _first_day(child, child.birth_date)
    with suppress(MissingFigureError):  # the tables of the law do not reach that day yet
        facts = told_of(child, SCHEME, on)
        if facts is not None and evaluate(SCHEME, facts, on).granted:
            return settle_right(child, SCHEME, on, event)
    return None


def _first_day(child: Person, born: date) -> date:
    return max(timezone.localdate(), first_of_next_month(born))
