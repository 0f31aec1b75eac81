"""What the page of every case shows, whatever it is about: who, what is missing, what happened."""

from typing import Any, Final

from django.http import HttpRequest
from django.utils import timezone

from benefits.decisions.terms import answer_by
from casework.cases.access import schemes_of
from casework.cases.missing import missing_in
from casework.cases.models import Case
from casework.cases.queries import colleagues, joinable
from casework.persons.parts import household, mandates, registrations
from portal.access.door import ActingRequest, list_names
from portal.access.models import Purpose
from portal.pages.timeline import MOST, Reader, Subject, timeline_of
from portal.people.models import HouseholdMember, Person

WHO: Final = (household, mandates, registrations)


def page_of(request: ActingRequest, case: Case, context: dict[str, Any]) -> dict[str, Any]:
    """Return what the page of a case shows: what it is about (`context`), and all the rest.

    Those whose names it shows read that they were seen.
    """
    person, subject = case.person, _subject(request)
    parts = [part(person, case.office) for part in WHO]
    named = [each for part in parts for each in part.named]
    list_names([*named, *_told_of(case)], request.capacity, Purpose.CASE)
    reader = Reader(request.capacity, schemes_of(case.office), case.reference)
    events = timeline_of(person, reader, subject)
    joined = list(case.joined.with_names())
    return {
        **context,
        "joined": joined,
        "joinable": joinable(case).exists(),
        "opened_again": case.moves.filter(verb="reopen").exists(),
        "answer_by": min(answer_by(timezone.localdate(each.sent_at)) for each in [case, *joined]),
        "home": person.household_on(timezone.localdate()),
        "parts": parts,
        "missing_things": missing_in(case, context),
        "events": events,
        "is_cut": len(events) == MOST,
        "subject": subject,
        "subjects": Subject.choices,
        "has_colleagues": colleagues(case).exists(),
    }


def _told_of(case: Case) -> list[Person]:
    """Return whom an application names: who lived with the person on the day it was sent."""
    if case.claim is None:
        return []
    shared = HouseholdMember.objects.living_with(case.person, timezone.localdate(case.sent_at))
    return list(Person.objects.filter(memberships__in=shared.exclude(person=case.person)))


def _subject(request: HttpRequest) -> str:
    """Return the chosen subject of the timeline; "" for all, and for what is none."""
    chosen = request.GET.get("show", "")
    return chosen if chosen in Subject.values else ""
