"""Rights that are decided by the rule alone: of one person, or of all that is asked at once.

What many are told is read together, judged as arrays and written together; what becomes of each is
the same as if it were asked alone.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

import numpy as np
from django.db import transaction
from django.utils import timezone

from benefits.claims.applications.base import first_of_next_month
from benefits.decisions.actions import Cause, Ruling, decide_all
from benefits.decisions.models import BeneficiaryRole, Decision, DecisionOutcome
from benefits.granting.covering import covered_by_each
from benefits.granting.models import Way, Wish
from benefits.granting.offers import offer
from benefits.granting.one import Judged, judged
from benefits.granting.splitting import before, is_moved, split, within
from benefits.schemes.outcome import Explanation
from portal.access.door import open_files
from portal.access.models import Purpose
from portal.exchange.models import Event
from portal.people.models import Person


@dataclass(frozen=True)
class Look:
    """A right of a person (an id) to be looked at on a day, and the event that asks for it."""

    person: int
    scheme: str
    on: date
    event: Event


def settle_right(person: Person, scheme: str, on: date, event: Event) -> Decision | None:
    """Decide by the rule alone; what stands already with the same days is left as it is.

    What the rule no longer gives takes the form of a new version that refuses; of whom it has
    nothing to say, what stands is left to the night, which asks a caseworker.
    """
    return next(iter(settle_rights([Look(person.pk, scheme, on, event)])), None)


@transaction.atomic
def settle_rights(looks: Sequence[Look]) -> list[Decision]:
    """Decide on rights as `settle_right` does, together; return what was decided.

    Of several that concern one person each sees what the one before it led to. Nothing is decided
    on who died: what they had ends with the death (`dying.py`), whatever is told afterwards.
    """
    wanted = {each.person for each in looks}
    # One grant at a time; in order, so that nobody waits for who waits. Others may refer to them.
    locked = Person.objects.select_for_update(no_key=True).filter(pk__in=wanted).order_by("pk")
    persons = {person.pk: person for person in locked}
    made, left = [], list(looks)
    while left:
        asked: dict[tuple[str, date], dict[int, Event]] = defaultdict(dict)
        seen: set[int] = set()
        later = []
        for each in left:
            if each.person in seen:
                later.append(each)
            else:
                seen.add(each.person)
                asked[each.scheme, each.on][each.person] = each.event
        for (scheme, on), events in asked.items():
            alive = _alive((persons[pk] for pk in events), on)
            made += _settle(scheme, on, {person: events[person.pk] for person in alive})
        left = later
    return made


def _alive(persons: Iterable[Person], on: date) -> list[Person]:
    return [each for each in persons if each.died_on is None or each.died_on > on]


def _settle(scheme: str, on: date, events: Mapping[Person, Event]) -> list[Decision]:
    """Settle a right of different persons, each for an event."""
    asked = {person.pk for person in events}
    standing = Decision.objects.standing_for(asked, scheme)
    said = Wish.objects.last_words(asked, scheme)
    ways = {pk: said[pk].way if pk in said else Way.GRANT for pk in asked}
    looked = [pk for pk in sorted(asked) if ways[pk] != Way.LEAVE or pk in standing]
    open_files(((pk, None) for pk in looked), Purpose.RIGHTS)
    found = {
        pk: each._replace(explanation=within(standing.get(pk), each.explanation))
        for pk, each in judged(looked, scheme, on).items()
    }
    other = {
        pk: each
        for pk, each in found.items()
        if not each.explanation.needs_person and not stands(standing.get(pk), each.explanation)
    }
    offered = [pk for pk in other if other[pk].explanation.granted and ways[pk] != Way.GRANT]
    decisions = [standing[pk].pk if pk in standing else 0 for pk in offered]
    offer(scheme, np.array(offered), np.array(decisions))
    changing = {person: other[person.pk] for person in events if person.pk in {*other} - {*offered}}
    covered = covered_by_each([person.pk for person in changing], scheme, on)
    return decide_all(
        [
            _ruling(person, scheme, on, each, events[person], standing.get(person.pk), covered)
            for person, each in changing.items()
        ]
    )


def _ruling(
    person: Person,
    scheme: str,
    on: date,
    found: Judged,
    event: Event,
    standing: Decision | None,
    covered: Mapping[int, Mapping[Person, BeneficiaryRole]],
) -> Ruling:
    """Return what is decided; of what is another right from next month on, end what stands."""
    facts, explanation = found
    cause = Cause(event=event, replaces=standing)
    counts = first_of_next_month(timezone.localdate())
    granted = explanation.granted
    if granted and standing and before(standing, counts) and is_moved(standing, explanation, on):
        # What moved it counts from next month: what was given before stays as it was.
        cause = split(standing, counts, cause)
        explanation = replace(explanation, starts=counts)
    outcome = DecisionOutcome.GRANTED if granted else DecisionOutcome.REFUSED
    return Ruling(person, scheme, facts, on, cause, outcome, explanation, covered[person.pk])


def stands(standing: Decision | None, explanation: Explanation) -> bool:
    """Say whether what was decided is what the rule says: its days, its amount, or nothing."""
    if not explanation.granted:
        return standing is None or standing.outcome != DecisionOutcome.GRANTED
    return (
        standing is not None
        and standing.gives(explanation.starts, explanation.ends)
        and (standing.amount or 0) == explanation.amount_cents
    )
