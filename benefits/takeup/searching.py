"""The search: the rules are asked what they would give if only the declared pay counted.

It is worked by the pieces of a run, as the night is; what it finds is a row for each person and
right, once a year.
"""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date
from typing import Any, Final

import numpy as np
from django.db import connection

from benefits.granting.models import Aim, GrantPiece, GrantRun
from benefits.granting.reading import NOBODY, people, places_in, standing
from benefits.granting.sources import SOURCES, Known
from benefits.granting.working import LOOKS
from benefits.schemes import child_benefit, increased_reimbursement_income
from benefits.schemes.many import Columns
from benefits.takeup.reading import heads, left_out, pay
from portal.law.days import Days
from portal.law.figures import MissingFigureError
from portal.law.money import Ints

HELD: Final = {
    "increased_reimbursement_income": (
        "increased_reimbursement",
        "increased_reimbursement_income",
    ),
    "child_benefit": (),  # the right is the child's
}
WRITE: Final = """
    INSERT INTO benefits_unclaimed (run_id, person_id, scheme, year, region, pay)
    SELECT %(run)s, person, %(scheme)s, %(year)s, region, pay
    FROM unnest(%(persons)s::bigint[], %(regions)s::int[], %(pay)s::bigint[])
        AS each (person, region, pay)
    ON CONFLICT DO NOTHING RETURNING region
"""
Families = Mapping[str, np.ndarray[Any, Any]]


def search(run: GrantRun, piece: GrantPiece) -> dict[str, Any]:
    """Search the persons of a piece for rights that they do not take up; return counts."""
    known = Known.of(people(piece.first, piece.last, run.as_of), run.as_of)
    families = _families(known)
    found = {}
    for scheme, probable in PROBABLE.items():
        try:
            places = probable(known, families)
        except MissingFigureError:
            continue  # the law of our tables does not reach that day
        found[scheme] = _write(run, scheme, families, places)
    return {"groups": [], "reasons": [], "unclaimed": found}


def _families(known: Known) -> Families:
    """Return, for each person of a piece, the head of the household, its pay and its place."""
    homes = known.people["home"]
    wanted = np.unique(homes[homes > 0])
    return {
        "head": _beside(homes, heads(wanted, known.on), "head"),
        "pay": _beside(homes, pay(wanted, known.on), "cents"),
        "region": known.people["region"],
    }


def _beside(homes: Ints, columns: Columns, name: str) -> Ints:
    places = places_in(columns["home"], homes)
    if not len(columns["home"]):
        return np.zeros(len(homes), dtype=np.int64)
    return np.where(places == NOBODY, 0, columns[name][np.maximum(places, 0)])


def _low_income(known: Known, families: Families) -> Ints:
    """Return where the heads stand whose household's pay is below the ceiling.

    The ceiling is that of the last year that the tables know: it only rises.
    """
    scheme = increased_reimbursement_income.SCHEME
    told = families["pay"] > 0
    places = np.flatnonzero(told & (families["head"] == known.people["id"]))
    on = _known_day(known.on)
    some = known.people
    facts = scheme.Facts(
        asked_on=_day(on, len(places)),
        members=(some["adults"] + some["children"] - 1)[places],
        last_year=families["pay"][places],
        month=np.zeros(len(places), dtype=np.int64),
        indicator=np.zeros(len(places), dtype=bool),  # a month is not what was declared
    )
    return places[scheme.evaluate(facts, on).granted]


def _known_day(on: date) -> date:
    figures = increased_reimbursement_income.SCHEME.figures
    last = figures.period("year_ceiling").end
    return min(on, last) if last else on


def _day(on: date, length: int) -> Days:
    return np.full(length, np.datetime64(on, "D"))


def _supplement(known: Known, families: Families) -> Ints:
    """Return where children stand for whom the pay would give more than nobody's income.

    Not those who have the base already: an application would ask for the same days again.
    """
    scheme = child_benefit.SCHEME
    told = SOURCES["child_benefit"](known, {})
    income = families["pay"][told.places]
    facts = told.facts
    assert isinstance(facts, scheme.Facts)  # noqa: S101 - its own source
    paid = replace(facts, income=income, income_known=income > 0)
    base = scheme.evaluate(facts, known.on)
    more = scheme.evaluate(paid, known.on).amount > base.amount
    held = standing(scheme.code, known.people["id"])["granted"][told.places]
    return told.places[more & ~held & (families["head"][told.places] > 0)]


PROBABLE: Final[dict[str, Callable[[Known, Families], Ints]]] = {
    "increased_reimbursement_income": _low_income,
    "child_benefit": _supplement,
}


def _write(run: GrantRun, scheme: str, families: Families, places: Ints) -> int:
    """Keep the heads of those in these places; return how many were not kept before."""
    persons, first = np.unique(families["head"][places], return_index=True)
    wanted = ~left_out(scheme, HELD[scheme], persons, run.as_of)
    chosen = places[first][wanted]
    values = {
        "run": run.pk, "scheme": scheme, "year": run.as_of.year,
        "persons": persons[wanted].tolist(), "regions": families["region"][chosen].tolist(),
        "pay": families["pay"][chosen].tolist(),
    }  # fmt: skip
    with connection.cursor() as cursor:
        cursor.execute(WRITE, values)
        return len(cursor.fetchall())


LOOKS[Aim.TAKE_UP] = search
