"""What a declaration adds to what is owed on a quarter: what it wrote, less what that replaced.

For an original it is all that it declares.
"""

from __future__ import annotations

from collections.abc import Sequence
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


# Which block stands behind a contribution makes no difference for what is owed.
DIFFERENCE: Final = """
    WITH written AS (
        SELECT id, replaces, deleted FROM declarations_workerrecord
        WHERE quarter = %(quarter)s AND declaration_id = %(declaration)s
    ), counted AS (
        SELECT id, 1 AS sign FROM written WHERE NOT deleted
        UNION ALL
        SELECT before.id, -1 FROM written JOIN declarations_workerrecord before
            ON before.quarter = %(quarter)s AND before.id = written.replaces AND NOT before.deleted
    ), entries AS (
        SELECT id, 1 AS sign FROM declarations_employerentry
        WHERE declaration_id = %(declaration)s AND NOT deleted
        UNION ALL
        SELECT before.id, -1 FROM declarations_employerentry written
        JOIN declarations_employerentry before ON before.id = written.replaces
        WHERE written.declaration_id = %(declaration)s AND NOT before.deleted
    ), amounts AS (
        SELECT 'contribution' AS kind, worker_code::int AS code, type::int AS type,
            sign * cents AS cents
        FROM counted JOIN declarations_contribution part
            ON part.quarter = %(quarter)s AND part.record_id = counted.id
        UNION ALL
        SELECT 'deduction', code, NULL, -sign * cents
        FROM counted JOIN declarations_deduction part
            ON part.quarter = %(quarter)s AND part.record_id = counted.id
        UNION ALL
        SELECT
            CASE kind WHEN 'C' THEN 'unrelated' ELSE 'compensation' END,
            coalesce(content ->> 'UnrelatedWorkerCode', content ->> 'CompensationCode')::int,
            NULL, sign * cents
        FROM entries JOIN declarations_employerentry USING (id) WHERE kind <> 'V'
    )
    SELECT kind, code, type, sum(cents)::bigint FROM amounts
    GROUP BY kind, code, type HAVING sum(cents) <> 0
    ORDER BY kind, code, type
"""


def difference(declaration: int, quarter: int) -> list[Line]:
    """Return what an accepted declaration, by key, adds to what is owed on its quarter, by code."""
    with connection.cursor() as cursor:
        cursor.execute(DIFFERENCE, {"declaration": declaration, "quarter": quarter})
        return [Line(LineKind(kind), *rest) for kind, *rest in cursor.fetchall()]


def total(lines: Sequence[Line]) -> int:
    """Return the sum of lines in cents: below zero the employer gets it back."""
    return sum(line.cents for line in lines)
