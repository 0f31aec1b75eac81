"""What a declaration adds to what is owed on a quarter: what it wrote, less what that replaced.

For an original it is all that it declares.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Final, NamedTuple

from django.db import connection
from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class LineKind(TextChoices):
    """Of what an amount is."""

    CONTRIBUTION = "contribution", _("contribution")
    DEDUCTION = "deduction", _("reduction")
    UNRELATED = "unrelated", _("contribution that concerns no worker")
    COMPENSATION = "compensation", _("compensation of the employer")


class Line(NamedTuple):
    """An amount in cents, below zero when less is owed.

    `code` is the code of the contribution, the reduction, or the compensation; `type` that of the
    contribution, None where it has none.
    """

    kind: LineKind
    code: int
    type: int | None
    cents: int


WRITTEN: Final = """
    SELECT id, coalesce(replaces, 0), deleted FROM declarations_workerrecord
    WHERE quarter = %s AND declaration_id = %s
"""
STOOD: Final = """
    SELECT id FROM declarations_workerrecord
    WHERE quarter = %s AND id = ANY(%s) AND NOT deleted
"""
# Which block stands behind a contribution makes no difference for what is owed.
AMOUNTS: Final = """
    SELECT 'contribution', worker_code, type, %(sign)s * sum(cents)
    FROM declarations_contribution WHERE quarter = %(quarter)s AND record_id = ANY(%(records)s)
    GROUP BY worker_code, type
    UNION ALL
    SELECT 'deduction', code, NULL, -%(sign)s * sum(cents)
    FROM declarations_deduction WHERE quarter = %(quarter)s AND record_id = ANY(%(records)s)
    GROUP BY code
"""
ENTRIES: Final = """
    WITH entries AS (
        SELECT kind, content, cents FROM declarations_employerentry
        WHERE declaration_id = %(declaration)s AND NOT deleted
        UNION ALL
        SELECT before.kind, before.content, -before.cents
        FROM declarations_employerentry written
        JOIN declarations_employerentry before ON before.id = written.replaces
        WHERE written.declaration_id = %(declaration)s AND NOT before.deleted
    )
    SELECT CASE kind WHEN 'C' THEN 'unrelated' ELSE 'compensation' END,
        coalesce(content ->> 'UnrelatedWorkerCode', content ->> 'CompensationCode')::int,
        NULL, cents
    FROM entries WHERE kind <> 'V'
"""


def difference(declaration: int, quarter: int) -> list[Line]:
    """Return what an accepted declaration, by key, adds to what is owed on its quarter, by code.

    Five queries, however much it declares.
    """
    sums: Counter[tuple[str, int, int | None]] = Counter()
    for kind, code, contribution_type, cents in _amounts(declaration, quarter):
        sums[kind, code, contribution_type] += int(cents or 0)
    ordered = sorted(sums.items(), key=lambda each: (*each[0][:2], each[0][2] or 0))
    return [Line(LineKind(key[0]), key[1], key[2], cents) for key, cents in ordered if cents]


def total(lines: Sequence[Line]) -> int:
    """Return the sum of lines in cents: below zero the employer gets it back."""
    return sum(line.cents for line in lines)


def _amounts(declaration: int, quarter: int) -> Iterator[tuple[str, int, int | None, int | None]]:
    with connection.cursor() as cursor:
        cursor.execute(WRITTEN, [quarter, declaration])
        written: list[tuple[int, int, bool]] = cursor.fetchall()
        now = [key for key, _before, deleted in written if not deleted]
        cursor.execute(STOOD, [quarter, [before for _key, before, _deleted in written if before]])
        before = [key for (key,) in cursor.fetchall()]
        for sign, records in ((1, now), (-1, before)):
            cursor.execute(AMOUNTS, {"sign": sign, "quarter": quarter, "records": records})
            yield from cursor.fetchall()
        cursor.execute(ENTRIES, {"declaration": declaration})
        yield from cursor.fetchall()
