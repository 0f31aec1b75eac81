"""Single persons as the night sees everybody: the same facts, read in the same way."""

import json
from collections.abc import Collection
from datetime import date
from typing import Final, NamedTuple

import numpy as np

from benefits.granting.reading import standing
from benefits.granting.sources import SOURCES, Known
from benefits.granting.working import given_since
from benefits.schemes import SCHEMES
from benefits.schemes.facts import Facts
from benefits.schemes.outcome import Explanation
from benefits.schemes.single import Scalars, evaluate, thawed_one
from benefits.schemes.written import kept
from portal.law.days import NO_DAY
from portal.law.money import Ints
from portal.people.models import Person

GRANTED: Final = np.zeros(0, dtype=np.int64)  # places: nothing is granted here while it is read


class Judged(NamedTuple):
    """What a rule was told of a person, and what it says."""

    facts: Scalars
    explanation: Explanation


def judged(persons: Collection[int], scheme: str, on: date) -> dict[int, Judged]:
    """Return by id what a rule says of persons on a day, evaluated together.

    Of whom the sources tell nothing, the rule is told that nothing is known; where it has no code
    for that, it says nothing of them, and they are not among what is returned.
    """
    ids, facts = _told(persons, scheme, on)
    found = {}
    if len(ids):
        outcome = SCHEMES[scheme].evaluate(facts, on)
        for place, told in enumerate(_scalars(facts, on)):
            found[int(ids[place])] = Judged(told, outcome.explain(place))
    if len(found) < len(persons) and (nothing := _nothing(scheme, on)) is not None:
        unknown = Judged(nothing, evaluate(scheme, nothing, on))
        found = {person: found.get(person, unknown) for person in persons}
    return found


def told_of(person: Person, scheme: str, on: date) -> Scalars | None:
    """Return what a rule is told of a person on a day; None where it is told nothing."""
    ids, facts = _told([person.pk], scheme, on)
    return _scalars(facts, on)[0] if len(ids) else None


def _told(persons: Collection[int], scheme: str, on: date) -> tuple[Ints, Facts]:
    """Return of whom a rule is told something, in order, and its facts.

    What derives from another right is told of it as it stands.
    """
    known = Known.of(np.array(sorted(persons), dtype=np.int64), on)
    stands = standing(list(SOURCES), known.people["id"])
    for each, tell in SOURCES.items():
        if each == scheme:
            told = tell(known, stands[each])
            return known.people["id"][told.places], told.facts
        known.given[each] = given_since(known, stands[each], GRANTED)
    raise KeyError(scheme)


def _nothing(scheme: str, on: date) -> Scalars | None:
    """Return the facts of whom nothing is known: no code, no day, no amount.

    None where the rule has no code for that: child benefit is that of the region of a child.
    """
    wanted = SCHEMES[scheme].Facts
    if any(0 not in set(codes) for codes in wanted.CODES.values()):
        return None
    blank = {
        name: np.array([NO_DAY]) if kind == "M8[D]" else np.zeros(1, dtype=kind)
        for name, kind in wanted.kinds().items()
    }
    return _scalars(wanted(**blank), on)[0]


def _scalars(facts: Facts, on: date) -> list[Scalars]:
    written = kept(facts, np.arange(len(facts)), on)
    return [thawed_one(json.loads(text))[0] for text in written]
