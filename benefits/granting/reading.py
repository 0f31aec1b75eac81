"""What is known of many persons, read as columns: whom a piece is about, and what stands."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, Final

import numpy as np
from django.conf import settings
from numpy.typing import NDArray

from benefits.schemes.child_benefit.facts import Region
from benefits.schemes.child_benefit.postal_codes import REGIONS
from benefits.schemes.facts import Facts
from benefits.schemes.increased_reimbursement.rule import Status
from benefits.schemes.many import Columns, facts_of, kept_columns, kinds
from declarations.statuses.models import StatusKind
from portal.copying import array_of, read_columns
from portal.law.money import Ints
from portal.law.steps import Flags
from portal.people.models import HouseholdRole

NOBODY: Final = -1  # the place of who is not there
Whom = range | Ints  # ids of persons: from one to another, or some

_REGION: Final = " ".join(
    f"WHEN code BETWEEN {first} AND {last} THEN {Region[name.upper()].value}"
    for name, spans in REGIONS.items()
    for first, last in spans
)
# Everybody alive, with the household of the day. A child about whom somebody applied is left to
# that application, unless the right is the child's own, which the application only changes. Whom
# it is about stands twice, so that each table is read by it.
PEOPLE: Final = """
    SELECT person.id, person.birth_date AS born, member.household_id AS home,
        member.role = 'child' AND NOT EXISTS (
            SELECT FROM benefits_claim claim WHERE claim.child_id = person.id
                AND claim.status IN ('submitted', 'decided')
                AND NOT EXISTS (
                    SELECT FROM benefits_decision own
                    WHERE own.person_id = person.id AND own.scheme = claim.scheme)
        ) AS is_child
    FROM portal_person person
    LEFT JOIN portal_householdmember member ON member.person_id = person.id
        AND member.person_id {among}
        AND withdrawn IS NULL AND since <= %(on)s AND (until IS NULL OR until >= %(on)s)
    WHERE person.id {among}
        AND (died_on IS NULL OR died_on > %(on)s)
    ORDER BY person.id
"""
PEOPLE_KINDS: Final = {"id": "i8", "born": "M8[D]", "home": "i8", "is_child": "?"}

REGIONS_OF: Final = f"""
    SELECT id, CASE {_REGION} END AS region
    FROM (
        SELECT id, CASE
            WHEN length(postal_code) = 4 AND translate(postal_code, '0123456789', '') = ''
            THEN postal_code::int
        END AS code
        FROM portal_household WHERE id = ANY(%(homes)s::bigint[]) OFFSET 0
    ) AS place
    ORDER BY id
"""  # noqa: S608 - numbers of ours

ROLES: Final = tuple(HouseholdRole)
CHILD: Final = ROLES.index(HouseholdRole.CHILD)
_ROLE: Final = " ".join(f"WHEN '{role}' THEN {place}" for place, role in enumerate(ROLES))
# Who lives in households, each with the place of the role in ROLES; of whom the birth is known, of
# children only.
MEMBERS: Final = f"""
    SELECT household_id AS home, person_id AS person, CASE role {_ROLE} END AS role,
        CASE role WHEN 'child' THEN (
            SELECT birth_date IS NOT NULL FROM portal_person WHERE id = person_id
        ) END AS born
    FROM portal_householdmember
    WHERE household_id = ANY(%(homes)s::bigint[])
        AND withdrawn IS NULL AND since <= %(on)s AND (until IS NULL OR until >= %(on)s)
    ORDER BY household_id, person_id
"""  # noqa: S608 - codes of ours
MEMBER_KINDS: Final = {"home": "i8", "person": "i8", "role": "i8", "born": "?"}

_STATUS: Final = " ".join(f"WHEN '{kind}' THEN {Status[kind.name].value}" for kind in StatusKind)
# Reports that touch or overlap are one time in a status; of two of the same first day the later
# one holds. Of several statuses that began, the one that lasts longest counts; of those that still
# run, the last one.
SPELLS: Final = f"""
    WITH report AS (
        SELECT DISTINCT ON (person_id, kind, since) person_id, kind, since,
            coalesce(until, 'infinity') AS until
        FROM declarations_statusreport
        WHERE person_id {{among}}
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

# The last version of each right of several, each with its place among them, and of its last part;
# `decided` is the day of the first one.
STANDING: Final = """
    SELECT DISTINCT ON (scheme, person_id) array_position(%(schemes)s, scheme) - 1 AS scheme,
        person_id AS id, id AS decision, version, starts, ends, amount,
        outcome = 'granted' AS granted, decided_by_id IS NOT NULL AS by_person, part,
        claim_id IS NOT NULL AS asked,
        (first AT TIME ZONE %(zone)s)::date AS decided
    FROM (
        SELECT id, person_id, scheme::text, version, starts, ends, amount, outcome, decided_by_id,
            part, claim_id, decided_at,
            min(decided_at) OVER (PARTITION BY person_id, scheme) AS first
        FROM benefits_decision
        WHERE person_id {among} AND scheme = ANY(%(schemes)s)
    ) AS d
    WHERE NOT EXISTS (SELECT FROM benefits_decision AS n WHERE n.replaces_id = d.id)
    ORDER BY scheme, person_id, part DESC NULLS LAST, decided_at DESC, id DESC
"""
STANDING_KINDS: Final = {
    "scheme": "i8", "id": "i8", "decision": "i8", "version": "i8", "starts": "M8[D]",
    "ends": "M8[D]", "amount": "i8", "granted": "?", "by_person": "?", "part": "M8[D]",
    "asked": "?", "decided": "M8[D]",
}  # fmt: skip

ANSWERED: Final = """
    SELECT id, {facts} FROM benefits_decision
    WHERE id = ANY(%(decisions)s::bigint[]) ORDER BY id
"""

# By the last word of a person, on one right or on all.
UNWANTED: Final = """
    SELECT id FROM (
        SELECT DISTINCT ON (person_id) person_id AS id, wanted AND NOT ask_first AS wanted
        FROM benefits_wish
        WHERE person_id {among} AND scheme IN (%(scheme)s, '')
        ORDER BY person_id, benefits_wish.id DESC
    ) AS wish WHERE NOT wanted
"""


def people(whom: Whom, on: date) -> Columns:
    """Return who of these is alive on a day, in order: id, born, home, is_child."""
    return _read(PEOPLE, whom, {"on": on}, PEOPLE_KINDS)


def _read(
    query: str, whom: Whom, values: Mapping[str, Any], columns: Mapping[str, Any]
) -> dict[str, NDArray[Any]]:
    """Return columns of a query about persons: all from one to another, or some of them alone."""
    ids: dict[str, Any]
    if isinstance(whom, range):
        among, ids = "BETWEEN %(first)s AND %(last)s", {"first": whom[0], "last": whom[-1]}
    else:
        among, ids = "= ANY(%(ids)s::bigint[])", {"ids": array_of(whom.tolist())}
    return read_columns(query.format(among=among), {**values, **ids}, columns)


def regions(homes: Ints) -> Ints:
    """Return in which region each of these households lives; 0 where that is not known."""
    read = read_columns(REGIONS_OF, {"homes": _once(homes)}, {"id": "i8", "region": "i8"})
    return beside(homes, read)["region"]


def members(homes: Ints, on: date) -> Columns:
    """Return who lives in households on a day: home, person, role, born; by home, then person."""
    return read_columns(MEMBERS, {"homes": _once(homes), "on": on}, MEMBER_KINDS)


def _once(homes: Ints) -> str:
    return array_of(np.unique(homes[homes > 0]).tolist())


def spells(whom: Whom, on: date) -> Columns:
    """Return the status of each person who has or had one: id, status, since, until."""
    return _read(SPELLS, whom, {"on": on}, SPELL_KINDS)


def standing(schemes: Sequence[str], ids: Ints) -> dict[str, dict[str, NDArray[Any]]]:
    """Return by right the decision that stands for each person; `decision` is 0 for none."""
    values = {"schemes": list(schemes), "zone": settings.TIME_ZONE}
    read = _read(STANDING, _whom(ids), values, STANDING_KINDS)
    found = {}
    for place, scheme in enumerate(schemes):
        here = read["scheme"] == place
        some = {name: column[here] for name, column in read.items() if name != "scheme"}
        found[scheme] = beside(ids, some)
    return found


def answered(scheme: str, names: Sequence[str], standing: Columns) -> dict[str, NDArray[Any]]:
    """Return facts that were kept with the decisions that stand for persons, where one of them
    rests on an application; else 0, False and no day."""
    decisions = np.where(standing["asked"], standing["decision"], 0)
    wanted = {name: f"fact_{name}" for name in names}
    columns = kept_columns(scheme, "facts")
    chosen = ", ".join(f"{columns[fact]} AS {fact}" for fact in wanted.values())
    types = {"id": "i8", **{fact: kinds(scheme)[fact] for fact in wanted.values()}}
    sql = ANSWERED.format(facts=chosen)
    read = read_columns(
        sql, {"decisions": array_of(np.unique(decisions[decisions > 0]).tolist())}, types
    )
    found = beside(decisions, read)
    return {name: found[fact] for name, fact in wanted.items()}


def decided_on(scheme: str, decisions: Ints) -> Facts:
    """Return the facts that were kept with decisions, in the order of these."""
    chosen = ", ".join(f"{sql} AS {fact}" for fact, sql in kept_columns(scheme, "facts").items())
    wanted = {"decisions": array_of(np.unique(decisions).tolist())}
    read = read_columns(ANSWERED.format(facts=chosen), wanted, {"id": "i8", **kinds(scheme)})
    return facts_of(scheme, beside(decisions, read))


def unwanted(scheme: str, ids: Ints) -> Flags:
    """Say who does not want to be looked at for a right, or wants to be asked first."""
    read = _read(UNWANTED, _whom(ids), {"scheme": scheme}, {"id": "i8"})
    return np.isin(ids, read["id"])


def _whom(ids: Ints) -> Whom:
    """Return these persons as a range where they are most of it: it is read sooner."""
    if len(ids) and ids[-1] - ids[0] < 2 * len(ids):
        return range(int(ids[0]), int(ids[-1]) + 1)
    return ids


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
