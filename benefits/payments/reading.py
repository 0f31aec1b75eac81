"""The months of rights that a run looks at, and what was booked for them: columns of numbers."""

from collections.abc import Mapping
from datetime import date
from typing import Any, Final, NamedTuple

import numpy as np
from django.conf import settings
from numpy.typing import NDArray

from benefits.payments.dues import ONCE
from benefits.schemes.many import Columns, kept_columns, kinds
from portal.copying import array_of, read_columns
from portal.law.days import ONE_DAY, Days
from portal.law.money import Ints

# The standing rights of a piece of the persons of which something may be due. Of one that took the
# place of another something may have been booked before, also where nothing is due any more.
RIGHTS: Final = """
    SELECT id, person_id, coalesce(claim_id, 0) AS claim, coalesce(amount, 0) AS amount,
        CASE amount_unit WHEN 'day' THEN 0 WHEN 'once' THEN 2 ELSE 1 END AS unit,
        starts, ends, outcome = 'granted' AS granted, replaces_id IS NOT NULL AS replaces,
        date_trunc(
            'month', CASE amount_unit WHEN 'once' THEN decided_at AT TIME ZONE %(zone)s END
        )::date AS once,
        {facts}
    FROM benefits_decision AS decision
    WHERE scheme = %(scheme)s AND person_id BETWEEN %(first)s AND %(last)s
        AND NOT EXISTS (
            SELECT FROM benefits_decision AS next
            WHERE next.replaces_id = decision.id AND next.person_id BETWEEN %(first)s AND %(last)s
        )
        AND (
            (amount > 0 AND starts < %(month)s::date + interval '1 month')
            OR replaces_id IS NOT NULL
        )
    ORDER BY id
"""
COLUMNS: Final = {
    "id": "i8", "person_id": "i8", "claim": "i8", "amount": "i8", "unit": "i8", "starts": "M8[D]",
    "ends": "M8[D]", "granted": "?", "replaces": "?", "once": "M8[D]",
}  # fmt: skip

# Of which of them something was booked in the last month of other runs: found at the end of an
# index, whatever the length of the ledger.
LATELY: Final = """
    SELECT decision_id AS id FROM benefits_posting
    WHERE month = %(lately)s AND kind IN ('due', 'reduced')
        AND person_id BETWEEN %(first)s AND %(last)s
"""
# The last month that was booked of the others, which lies within the time of a right unless it took
# the place of another or was given once. Where nothing was, and it took the place of another, the
# first month that was booked for the right before.
EARLIER: Final = """
    SELECT id, own.month AS booked, before.month AS old
    FROM benefits_decision AS decision JOIN unnest(%(decisions)s::bigint[]) AS id USING (id)
    CROSS JOIN LATERAL (
        SELECT CASE WHEN bound THEN date_trunc('month', starts)::date ELSE '-infinity' END AS first,
            CASE WHEN bound AND ends IS NOT NULL THEN ends ELSE %(lately)s END AS last
        FROM (SELECT replaces_id IS NULL AND amount_unit <> 'once' AS bound) AS known
    ) AS within
    CROSS JOIN LATERAL (
        SELECT max(month) AS month FROM benefits_posting AS posting
        WHERE (posting.person_id, posting.decision_id) = (decision.person_id, decision.id)
            AND month BETWEEN within.first AND within.last
    ) AS own
    LEFT JOIN LATERAL (
        SELECT min(month) AS month FROM benefits_posting AS posting
        WHERE own.month IS NULL AND replaces_id IS NOT NULL
            AND (posting.person_id, posting.scheme) = (decision.person_id, decision.scheme)
    ) AS before ON true
    WHERE own.month IS NOT NULL OR before.month IS NOT NULL
    ORDER BY id
"""
# What was booked for decisions and the versions before them, month by month.
BOOKED: Final = """
    WITH RECURSIVE versions (decision_id, id, person_id, replaces_id) AS (
        SELECT id, id, person_id, replaces_id FROM benefits_decision
        JOIN unnest(%(decisions)s::bigint[]) AS id USING (id)
        UNION ALL
        SELECT versions.decision_id, older.id, older.person_id, older.replaces_id
        FROM versions JOIN benefits_decision AS older ON older.id = versions.replaces_id
    )
    SELECT versions.decision_id, month,
        sum(CASE kind WHEN 'due' THEN cents WHEN 'reduced' THEN -cents ELSE 0 END) AS cents,
        sum(CASE kind WHEN 'withheld' THEN cents WHEN 'untaxed' THEN -cents ELSE 0 END) AS tax
    FROM versions JOIN benefits_posting AS posting
        ON (posting.person_id, posting.decision_id) = (versions.person_id, versions.id)
    GROUP BY 1, 2 ORDER BY 1, 2
"""
BOOKED_COLUMNS: Final = {"decision_id": "i8", "month": "M8[D]", "cents": "i8", "tax": "i8"}


class Booked(NamedTuple):
    """Cents that were booked as due and as tax."""

    cents: Ints
    tax: Ints


def read_months(
    scheme: str, persons: tuple[int, int], month: date, lately: date
) -> dict[str, NDArray[Any]]:
    """Read the months of rights that a run looks at, of persons from one id to another.

    Those are the month of the run and those since the last that was booked, if no run was held in
    them; and all of a decision that was never booked. `lately` is the last month of all runs that
    may have booked for these persons. What is given once is due in the month in which it was
    decided.
    """
    facts = ", ".join(f"{sql} AS {name}" for name, sql in kept_columns(scheme, "facts").items())
    first, last = persons
    values = {
        "scheme": scheme,
        "month": month,
        "zone": settings.TIME_ZONE,
        "lately": lately,
        "first": first,
        "last": last,
    }
    rights = read_columns(RIGHTS.format(facts=facts), values, COLUMNS | kinds(scheme))
    rights |= _booked(rights["id"], values)
    again = np.isnat(rights["booked"]) & ~np.isnat(rights["old"])
    begun = (rights["amount"] > 0) & (_month(rights["starts"]) <= np.datetime64(month, "M"))
    done = (rights["unit"] == ONCE) & ~np.isnat(rights["booked"])
    some = (again | begun) & ~done
    kept = {name: values[some] for name, values in rights.items()}
    return _by_month(kept, np.datetime64(month, "M"))


def _booked(ids: Ints, values: Mapping[str, Any]) -> dict[str, Days]:
    """Return the last month that was `booked` of each right, or the first of the `old` one."""
    found = {name: np.full(len(ids), np.datetime64("NaT"), "M8[D]") for name in ("booked", "old")}
    lately = np.isin(ids, read_columns(LATELY, values, {"id": "i8"})["id"])
    found["booked"][lately] = values["lately"]
    if not lately.all():
        wanted = {"decisions": array_of(ids[~lately].tolist()), "lately": values["lately"]}
        earlier = read_columns(EARLIER, wanted, {"id": "i8", "booked": "M8[D]", "old": "M8[D]"})
        places = np.searchsorted(ids, earlier["id"])
        for name, months in found.items():
            months[places] = earlier[name]
    return found


def _by_month(rights: Columns, month: np.datetime64) -> dict[str, NDArray[Any]]:
    """Return a row for each month of a right, with the days `first` to `last` that it covers, if
    it `runs` in it, and whether something may have been booked for it (`again`)."""
    once = rights["unit"] == ONCE
    starts, ends = rights["starts"], rights["ends"]
    given, booked = _month(rights["once"]), _month(rights["booked"])
    begin = np.fmin(np.where(once, given, _month(starts)), _month(rights["old"]))
    begin = np.where(np.isnat(booked), begin, np.minimum(booked + 1, month))
    length = np.maximum((np.where(once, given, month) - begin).astype(np.int64) + 1, 0)
    rows = np.repeat(np.arange(len(begin)), length)
    places = np.arange(len(rows)) - np.repeat(np.cumsum(length) - length, length)
    months = begin[rows] + places
    first_day = months.astype("M8[D]")
    last_day = (months + 1).astype("M8[D]") - ONE_DAY
    starts, ends = starts[rows], ends[rows]
    within = (starts <= last_day) & (np.isnat(ends) | (ends >= first_day))
    return {
        **{name: values[rows] for name, values in rights.items()},
        "month": first_day,
        "first": np.fmax(starts, first_day),
        "last": np.fmin(ends, last_day),
        "runs": rights["granted"][rows] & np.where(once[rows], months == given[rows], within),
        "again": (rights["replaces"] | (booked >= month))[rows],
    }


def booked_before(rights: Columns) -> Booked:
    """Return what was booked for months of rights and of the versions before them."""
    found = Booked(*(np.zeros(len(rights["id"]), np.int64) for _each in Booked._fields))
    again = np.flatnonzero(rights["again"])
    if not len(again):
        return found
    values = {"decisions": array_of(np.unique(rights["id"][again]).tolist())}
    booked = read_columns(BOOKED, values, BOOKED_COLUMNS)
    known = joined(booked["decision_id"], booked["month"])
    wanted = joined(rights["id"][again], rights["month"][again])
    places = np.searchsorted(known, wanted)
    there = places < len(known)
    there[there] = known[places[there]] == wanted[there]
    for name in Booked._fields:
        getattr(found, name)[again[there]] = booked[name][places[there]]
    return found


def joined(ids: Ints, months: Days) -> Ints:
    """Return a number for each id and month, in the order of both."""
    return (ids << 18) + _month(months).astype(np.int64) + (1 << 17)


def _month(days: Days) -> NDArray[Any]:
    return days.astype("M8[M]")
