"""What is known of many persons, read as columns: whom a piece is about, and what stands."""

from datetime import date
from typing import Any, Final

import numpy as np
from django.conf import settings
from numpy.typing import NDArray

from benefits.schemes.child_benefit.facts import Region
from benefits.schemes.child_benefit.postal_codes import REGIONS
from benefits.schemes.increased_reimbursement.rule import Status
from benefits.schemes.many import Columns
from declarations.statuses.models import StatusKind
from portal.copying import read_columns
from portal.law.money import Ints
from portal.law.steps import Flags

NOBODY: Final = -1  # the place of who is not there

_REGION: Final = " ".join(
    f"WHEN code BETWEEN {first} AND {last} THEN {Region[name.upper()].value}"
    for name, spans in REGIONS.items()
    for first, last in spans
)
# Everybody alive, with the household of the day: who lives there, and where it is. A child about
# whom somebody applied is left to that application.
PEOPLE: Final = f"""
    WITH home AS (
        SELECT DISTINCT household_id FROM portal_householdmember
        WHERE person_id BETWEEN %(first)s AND %(last)s AND withdrawn IS NULL
            AND since <= %(on)s AND (until IS NULL OR until >= %(on)s)
    ), family AS (
        SELECT household_id, count(*) FILTER (WHERE role <> 'child') AS adults,
            count(other.birth_date) FILTER (WHERE role = 'child') AS children
        FROM portal_householdmember member
        JOIN portal_person other ON other.id = member.person_id
        WHERE household_id IN (SELECT household_id FROM home) AND withdrawn IS NULL
            AND since <= %(on)s AND (until IS NULL OR until >= %(on)s)
        GROUP BY household_id
    )
    SELECT person.id, person.birth_date AS born, member.household_id AS home, adults, children,
        member.role = 'child' AND NOT EXISTS (
            SELECT FROM benefits_claim claim WHERE claim.child_id = person.id
                AND claim.status IN ('submitted', 'decided')
        ) AS is_child, CASE {_REGION} END AS region
    FROM portal_person person
    LEFT JOIN portal_householdmember member ON member.person_id = person.id
        AND withdrawn IS NULL AND since <= %(on)s AND (until IS NULL OR until >= %(on)s)
    LEFT JOIN family USING (household_id)
    LEFT JOIN LATERAL (
        SELECT CASE WHEN postal_code ~ '^[0-9]+$' THEN postal_code::int END AS code
        FROM portal_household home WHERE home.id = member.household_id
    ) AS place ON true
    WHERE person.id BETWEEN %(first)s AND %(last)s
        AND (died_on IS NULL OR died_on > %(on)s)
    ORDER BY person.id
"""  # noqa: S608 - numbers of ours
PEOPLE_KINDS: Final = {
    "id": "i8", "born": "M8[D]", "home": "i8", "adults": "i8", "children": "i8",
    "is_child": "?", "region": "i8",
}  # fmt: skip

_STATUS: Final = " ".join(f"WHEN '{kind}' THEN {Status[kind.name].value}" for kind in StatusKind)
# Reports that touch or overlap are one time in a status; of two of the same first day the later
# one holds. Of several statuses that began, the one that lasts longest counts; of those that still
# run, the last one.
SPELLS: Final = f"""
    WITH report AS (
        SELECT DISTINCT ON (person_id, kind, since) person_id, kind, since,
            coalesce(until, 'infinity') AS until
        FROM declarations_statusreport
        WHERE person_id BETWEEN %(first)s AND %(last)s
        ORDER BY person_id, kind, since, id DESC
    ), marked AS (
        SELECT *, coalesce(since > 1 + max(until) OVER earlier, true) AS begins FROM report
        WINDOW earlier AS (PARTITION BY person_id, kind ORDER BY since
            ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING)
    ), numbered AS (
        SELECT *, count(*) FILTER (WHERE begins) OVER (
            PARTITION BY person_id, kind ORDER BY since) AS number
        FROM marked
    ), spell AS (
        SELECT person_id, kind, min(since) AS since, max(until) AS until
        FROM numbered GROUP BY person_id, kind, number
    )
    SELECT DISTINCT ON (person_id) person_id AS id, since, until,
        CASE kind {_STATUS} END AS status
    FROM spell WHERE since <= %(on)s
    ORDER BY person_id, until DESC, CASE until WHEN 'infinity' THEN since END DESC, kind, since
"""  # noqa: S608 - codes of ours
SPELL_KINDS: Final = {"id": "i8", "since": "M8[D]", "until": "M8[D]", "status": "i8"}

# The last version of each right; `decided` is the day of the first one.
STANDING: Final = """
    SELECT DISTINCT ON (person_id) person_id AS id, id AS decision, version, starts, ends, amount,
        outcome = 'granted' AS granted, decided_by_id IS NOT NULL AS by_person,
        ((
            SELECT min(decided_at) FROM benefits_decision AS first
            WHERE first.person_id = d.person_id AND first.scheme = d.scheme
        ) AT TIME ZONE %(zone)s)::date AS decided
    FROM benefits_decision AS d
    WHERE person_id BETWEEN %(first)s AND %(last)s AND scheme = %(scheme)s
        AND NOT EXISTS (SELECT FROM benefits_decision AS n WHERE n.replaces_id = d.id)
    ORDER BY person_id, decided_at DESC, id DESC
"""
STANDING_KINDS: Final = {
    "id": "i8", "decision": "i8", "version": "i8", "starts": "M8[D]", "ends": "M8[D]",
    "amount": "i8", "granted": "?", "by_person": "?", "decided": "M8[D]",
}  # fmt: skip

# By the last word of a person, on one right or on all.
UNWANTED: Final = """
    SELECT id FROM (
        SELECT DISTINCT ON (person_id) person_id AS id, wanted AND NOT ask_first AS wanted
        FROM benefits_wish
        WHERE person_id BETWEEN %(first)s AND %(last)s AND scheme IN (%(scheme)s, '')
        ORDER BY person_id, benefits_wish.id DESC
    ) AS wish WHERE NOT wanted
"""


def people(first: int, last: int, on: date) -> Columns:
    """Return who of these is alive on a day, in order: id, born, home, its adults and children."""
    return read_columns(PEOPLE, {"first": first, "last": last, "on": on}, PEOPLE_KINDS)


def spells(first: int, last: int, on: date) -> Columns:
    """Return the status of each person who has or had one: id, status, since, until."""
    return read_columns(SPELLS, {"first": first, "last": last, "on": on}, SPELL_KINDS)


def standing(scheme: str, ids: Ints) -> dict[str, NDArray[Any]]:
    """Return the decision that stands for each person; `decision` is 0 for whom there is none."""
    values = {**_range(ids), "scheme": scheme, "zone": settings.TIME_ZONE}
    return beside(ids, read_columns(STANDING, values, STANDING_KINDS))


def unwanted(scheme: str, ids: Ints) -> Flags:
    """Say who does not want to be looked at for a right, or wants to be asked first."""
    read = read_columns(UNWANTED, {**_range(ids), "scheme": scheme}, {"id": "i8"})
    return np.isin(ids, read["id"])


def _range(ids: Ints) -> dict[str, int]:
    return {"first": int(ids[0]), "last": int(ids[-1])} if len(ids) else {"first": 1, "last": 0}


def beside(ids: Ints, columns: Columns) -> dict[str, NDArray[Any]]:
    """Return columns, one row a person and in order of `id`, in the places of these persons.

    Who has no row gets 0, False and no day.
    """
    places = places_in(columns["id"], ids)
    there = places != NOBODY
    found = {}
    for name, values in columns.items():
        nothing = np.datetime64("NaT", "D") if values.dtype.kind == "M" else 0
        found[name] = np.full(len(ids), nothing, dtype=values.dtype)
        found[name][there] = values[places[there]]
    return found


def places_in(ids: Ints, wanted: Ints) -> Ints:
    """Return where each of `wanted` stands among `ids`, which are in order; or NOBODY."""
    if not len(ids):
        return np.full(len(wanted), NOBODY)
    places = np.minimum(np.searchsorted(ids, wanted), len(ids) - 1)
    return np.where(ids[places] == wanted, places, NOBODY)
