"""One person as the night sees everybody: the same facts, read in the same way."""

import json
from datetime import date

import numpy as np

from benefits.granting.reading import standing
from benefits.granting.sources import SOURCES, Known
from benefits.granting.working import given_since
from benefits.schemes import SCHEMES
from benefits.schemes.facts import Facts
from benefits.schemes.single import Scalars, thawed_one
from benefits.schemes.written import kept
from portal.law.days import NO_DAY
from portal.people.models import Person

FIRST = np.array([0])


def told_of(person: Person, scheme: str, on: date) -> Scalars | None:
    """Return what a rule is told of a person on a day; None where it is told nothing.

    What derives from another right is told of it as it stands.
    """
    known = Known.of(person.pk, person.pk, on)
    stands = standing(list(SOURCES), known.people["id"])
    for each, tell in SOURCES.items():
        if each == scheme:
            told = tell(known, stands[each])
            return _scalars(told.facts, on) if len(told.places) else None
        known.given[each] = given_since(known, stands[each], FIRST[:0])
    raise KeyError(scheme)


def nothing(scheme: str, on: date) -> Scalars:
    """Return the facts of whom nothing is known: no code, no day, no amount."""
    wanted = SCHEMES[scheme].Facts
    blank = {
        name: np.array([NO_DAY]) if kind == "M8[D]" else np.zeros(1, dtype=kind)
        for name, kind in wanted.kinds().items()
    }
    return _scalars(wanted(**blank), on)


def _scalars(facts: Facts, on: date) -> Scalars:
    return thawed_one(json.loads(next(kept(facts, FIRST, on))))[0]
