"""The search: the rules are asked what they would give if only the declared pay counted, and of
the tariff for energy whether it reaches who has it.

It is worked by the pieces of a run, as the night is; what it finds is a row for each person and
right, once a year.
"""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date
from typing import Any, Final, NamedTuple

import numpy as np
from django.db import connection

from benefits.granting.models import Aim, GrantPiece, GrantRun
from benefits.granting.reading import NOBODY, places_in, standing
from benefits.granting.sources import SOURCES, Known
from benefits.granting.working import LOOKS
from benefits.schemes import (
    child_benefit,
    increased_reimbursement_income,
    social_energy_tariff,
)
from benefits.schemes.many import Columns
from benefits.takeup.reading import heads, left_out, pay, supplied
from portal.law.days import Days
from portal.law.figures import MissingFigureError
from portal.law.money import Ints

WRITE: Final = """
    INSERT INTO benefits_unclaimed (run_id, person_id, scheme, year, region, pay)
    SELECT %(run)s, person, %(scheme)s, %(year)s, region, pay
    FROM unnest(%(persons)s::bigint[], %(regions)s::int[], %(pay)s::bigint[])
        AS each (person, region, pay)
    ON CONFLICT DO NOTHING RETURNING region
"""
Families = Mapping[str, np.ndarray[Any, Any]]


class Probable(NamedTuple):
    """How persons are found for a right: their places among those of a piece.

    `held` are rights that make it needless. By the pay of a household its head is found; else the
    person.
    """

    look: Callable[[Known, Families], Ints]
    held: tuple[str, ...] = ()
    by_pay: bool = True


def search(run: GrantRun, piece: GrantPiece) -> dict[str, Any]:
    """Search the persons of a piece for rights that they do not take up; return counts."""
    known = Known.of(range(piece.first, piece.last + 1), run.as_of)
    families = _families(known)
    found = {}
    for scheme, probable in PROBABLE.items():
        try:
            places = probable.look(known, families)
        except MissingFigureError:
            continue  # the law of our tables does not reach that day
        told = families if probable.by_pay else _themselves(known)
        found[scheme] = _write(run, scheme, told, places)
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


def _themselves(known: Known) -> Families:
    """Return the same of persons who are found themselves, and not by pay."""
    ids = known.people["id"]
    return {"head": ids, "pay": np.full(len(ids), None), "region": known.people["region"]}


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

    The base may run already: an application changes it. Not those whose income is known by now.
    """
    scheme = child_benefit.SCHEME
    stands = standing([scheme.code], known.people["id"])[scheme.code]
    told = SOURCES["child_benefit"](known, stands)
    income = families["pay"][told.places]
    facts = told.facts
    assert isinstance(facts, scheme.Facts)  # noqa: S101 - its own source
    paid = replace(facts, income=income, income_known=income > 0)
    base = scheme.evaluate(facts, known.on)
    more = scheme.evaluate(paid, known.on).amount > base.amount
    unknown = ~facts.income_known
    return told.places[more & unknown & (families["head"][told.places] > 0)]


def _tariff_without_supplier(known: Known, families: Families) -> Ints:
    """Return where those stand to whom the tariff for energy is given, and at whose address no
    supplier has a customer: the lower price reaches nobody there."""
    scheme, today = social_energy_tariff.SCHEME.code, np.datetime64(known.on)
    stands = standing([scheme], known.people["id"])[scheme]
    runs = stands["granted"] & (stands["starts"] <= today) & ~(stands["ends"] < today)
    homes = known.people["home"]
    there = runs & (homes > 0)
    return np.flatnonzero(there & ~np.isin(homes, supplied(np.unique(homes[there]), known.on)))


PROBABLE: Final = {
    "increased_reimbursement_income": Probable(
        _low_income, ("increased_reimbursement", "increased_reimbursement_income")
    ),
    "child_benefit": Probable(_supplement),  # the right is the child's
    "social_energy_tariff": Probable(_tariff_without_supplier, by_pay=False),
}


def _write(run: GrantRun, scheme: str, families: Families, places: Ints) -> int:
    """Keep the heads of those in these places; return how many were not kept before."""
    persons, first = np.unique(families["head"][places], return_index=True)
    wanted = ~left_out(scheme, PROBABLE[scheme].held, persons, run.as_of)
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
