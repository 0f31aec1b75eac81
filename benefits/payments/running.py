"""A payment run: one transaction that books what changed and orders what is owed.

Two runs of a month, at once or one after the other, pay once: each books the difference between
what is due and what was booked, holding the lock of all runs; a run that is killed was never there.
"""

from datetime import date
from typing import Any, Final

import numpy as np
from django.db import connection, transaction
from numpy.typing import NDArray

from benefits.granting.findings import NO_AMOUNT, note_about
from benefits.granting.models import FindingKind
from benefits.payments.dues import FIGURES, Due, Rights, due
from benefits.payments.journal import require_reconciled
from benefits.payments.models import SIDES, Run
from benefits.schemes.many import Columns, kept_columns, kinds
from portal.copying import copy_columns, read_columns

LOCK: Final = 6_001  # of payment runs, one at a time
PIECE: Final = 50_000  # numbers of decisions that are looked at together

PIECES: Final = f"""
    SELECT scheme, id / {PIECE} FROM benefits_decision GROUP BY 1, 2 ORDER BY 1, 2
"""  # noqa: S608 - a number of ours

# The months of rights that a run looks at: this one and those since the last that was booked, if no
# run was held in them; and all of a decision that was never booked, from the first month that was
# booked for the right before. What is given once is due in the month in which it was decided.
RIGHTS: Final = """
    SELECT id, person_id, coalesce(amount, 0) AS amount, month::date,
        CASE amount_unit WHEN 'day' THEN 0 WHEN 'month' THEN 1 ELSE 2 END AS unit,
        greatest(starts, month::date) AS first,
        least(ends, (month + interval '1 month')::date - 1) AS last,
        outcome = 'granted' AND CASE amount_unit WHEN 'once' THEN month = decided
            ELSE starts < month + interval '1 month' AND coalesce(ends, month::date) >= month
            END AS runs,
        {facts}
    FROM (
        SELECT d.id, d.person_id, d.outcome, d.facts, d.amount, d.amount_unit, d.starts, d.ends,
            decided,
            generate_series(
                date_trunc('month', CASE WHEN booked.id IS NULL
                    THEN least(CASE d.amount_unit WHEN 'once' THEN decided ELSE d.starts END,
                        old.month)
                    ELSE least(booked.month + interval '1 month', %(month)s::date) END),
                CASE d.amount_unit WHEN 'once' THEN decided ELSE %(month)s::date END,
                interval '1 month') AS month
        FROM benefits_decision d
        CROSS JOIN LATERAL date_trunc('month', d.decided_at::date) AS decided
        LEFT JOIN (
            SELECT decision_id AS id, max(month) AS month FROM benefits_posting
            WHERE decision_id BETWEEN %(first)s AND %(last)s GROUP BY 1
        ) AS booked USING (id)
        LEFT JOIN LATERAL (SELECT min(p.month) AS month FROM benefits_posting p
            WHERE booked.id IS NULL AND p.person_id = d.person_id AND p.scheme = d.scheme
        ) AS old ON true
        WHERE d.scheme = %(scheme)s AND d.id BETWEEN %(first)s AND %(last)s
          AND NOT EXISTS (SELECT FROM benefits_decision n WHERE n.replaces_id = d.id)
          AND (d.amount > 0 OR old.month IS NOT NULL)
          AND (d.amount_unit <> 'once' OR booked.id IS NULL)
          AND (d.starts < %(month)s::date + interval '1 month' OR old.month IS NOT NULL)
    ) each
"""
COLUMNS: Final = {
    "id": "i8", "person_id": "i8", "amount": "i8", "month": "M8[D]", "unit": "i8",
    "first": "M8[D]", "last": "M8[D]", "runs": "?",
}  # fmt: skip

DUE: Final = """
    CREATE TEMPORARY TABLE due (
        decision_id bigint, person_id bigint, month date, cents bigint, tax bigint, scheme text
    ) ON COMMIT DROP
"""

# What is due and what is withheld, against what was booked for the same month of the same decision
# and of the versions before it. A person may have several rights of one kind, such as for children.
# Less for one part of an application and more for another, of the same month, is one change: the
# money is there already, and only the difference is paid or owed.
BOOK: Final = """
    WITH RECURSIVE versions (decision_id, id) AS (
        SELECT DISTINCT decision_id, decision_id FROM due
        UNION ALL
        SELECT versions.decision_id, replaces_id FROM versions
        JOIN benefits_decision USING (id) WHERE replaces_id IS NOT NULL
    ), booked AS (
        SELECT versions.decision_id, month,
            sum(CASE kind WHEN 'due' THEN p.cents WHEN 'reduced' THEN -p.cents ELSE 0 END
            )::bigint AS cents,
            sum(CASE kind WHEN 'withheld' THEN p.cents WHEN 'untaxed' THEN -p.cents
                ELSE 0 END)::bigint AS tax
        FROM benefits_posting p JOIN versions ON versions.id = p.decision_id
        WHERE EXISTS (
            SELECT FROM due WHERE (due.person_id, due.scheme, due.month)
                = (p.person_id, p.scheme, p.month))
        GROUP BY 1, 2
    ), change AS (
        SELECT due.*, due.cents - coalesce(booked.cents, 0) AS more,
            due.tax - coalesce(booked.tax, 0) AS more_tax
        FROM due LEFT JOIN booked USING (decision_id, month)
    ), made AS (
        INSERT INTO benefits_posting
            (person_id, scheme, month, kind, debit, credit, cents, decision_id, run_id, posted_at)
        SELECT person_id, scheme, month, kind, debit, credit, moved, decision_id, %(run)s, now()
        FROM change CROSS JOIN LATERAL (VALUES
            ('due', more), ('reduced', -more), ('withheld', more_tax), ('untaxed', -more_tax)
        ) AS each (kind, moved) JOIN sides USING (kind)
        WHERE moved > 0
        RETURNING person_id, scheme, month, kind, cents, decision_id
    ), moved AS (
        SELECT made.person_id, made.scheme, month, least(
            sum(CASE kind WHEN 'due' THEN cents WHEN 'withheld' THEN -cents ELSE 0 END),
            sum(CASE kind WHEN 'reduced' THEN cents WHEN 'untaxed' THEN -cents ELSE 0 END)) AS cents
        FROM made JOIN benefits_decision decision ON decision.id = decision_id
        WHERE claim_id IS NOT NULL AND (made.person_id, made.scheme, month) IN (
            SELECT person_id, scheme, month FROM made WHERE kind = 'reduced')
        GROUP BY made.person_id, made.scheme, month, claim_id
    )
    INSERT INTO benefits_posting
        (person_id, scheme, month, kind, debit, credit, cents, run_id, posted_at)
    SELECT person_id, scheme, month, kind, debit, credit, cents, %(run)s, now()
    FROM moved JOIN sides ON kind = 'recovered' WHERE cents > 0
"""

# What a person owes for a right comes off what is owed to them: by plan, or a share of it.
BALANCES: Final = """
    CREATE TEMPORARY TABLE balance ON COMMIT DROP AS SELECT person_id, scheme,
        sum(CASE 'owed' WHEN credit THEN cents WHEN debit THEN -cents ELSE 0 END)::bigint AS owed,
        sum(CASE 'debt' WHEN debit THEN cents WHEN credit THEN -cents ELSE 0 END)::bigint AS debt
    FROM benefits_posting GROUP BY 1, 2
    HAVING sum(CASE 'owed' WHEN credit THEN cents WHEN debit THEN -cents ELSE 0 END) > 0
        OR sum(CASE 'debt' WHEN debit THEN cents WHEN credit THEN -cents ELSE 0 END) > 0
"""
RECOVER: Final = """
    WITH taken AS (INSERT INTO benefits_posting
        (person_id, scheme, month, kind, debit, credit, cents, run_id, posted_at)
    SELECT person_id, scheme, %(month)s, kind, debit, credit, moved, %(run)s, now()
    FROM balance
    LEFT JOIN LATERAL (
        SELECT cents FROM benefits_repaymentplan plan
        WHERE (plan.person_id, plan.scheme) = (balance.person_id, balance.scheme)
          AND plan.month <= %(month)s ORDER BY id DESC LIMIT 1) AS plan ON true
    CROSS JOIN LATERAL (SELECT CASE WHEN debt < %(waived)s THEN 'waived' ELSE 'recovered' END,
        CASE WHEN debt < %(waived)s THEN debt
            WHEN plan.cents IS NULL THEN least(debt, owed * %(share)s / 100)
            ELSE least(debt, plan.cents, greatest(owed - %(protected)s, 0)) END
    ) AS each (kind, moved) JOIN sides USING (kind)
    WHERE debt > 0 AND moved > 0
    RETURNING person_id, scheme, kind, cents)
    UPDATE balance SET owed = owed - taken.cents FROM taken
    WHERE kind = 'recovered' AND (balance.person_id, balance.scheme)
        = (taken.person_id, taken.scheme)
"""

# An account to which the bank could not pay waits for another.
PAY: Final = """
    WITH payment AS (
        INSERT INTO benefits_payment (reference, run_id, person_id, scheme, account_id, cents)
        SELECT gen_random_uuid(), %(run)s, person_id, scheme, account.id, owed
        FROM balance
        JOIN (SELECT person_id, max(id) AS id FROM benefits_payaccount GROUP BY 1) AS account
            USING (person_id)
        WHERE owed > 0 AND NOT EXISTS (
            SELECT FROM benefits_payment before
            JOIN benefits_bankanswer answer ON answer.payment_id = before.id
            WHERE before.account_id = account.id AND answer.verdict = 'rejected')
        ORDER BY person_id
        RETURNING id, person_id, scheme, cents
    )
    INSERT INTO benefits_posting
        (person_id, scheme, month, kind, debit, credit, cents, payment_id, run_id, posted_at)
    SELECT person_id, scheme, %(month)s, kind, debit, credit, cents, id, %(run)s, now()
    FROM payment JOIN sides ON kind = 'ordered'
"""


@transaction.atomic
def pay(month: date, pay_on: date) -> Run:
    """Book what is due up to a month (its first day) and order what is owed, once.

    Rights of which the rule does not know the amount are noted (`payment.unclear`). Raises
    `NotReconciledError` after a restore, until the runs that were sent are known again.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK])
        require_reconciled()
        cursor.execute("SET LOCAL work_mem = '64MB'")  # sums over all balances fit in memory
        run = Run.objects.create(month=month, pay_on=pay_on)
        cursor.execute(DUE)
        cursor.execute(_sides())
        cursor.execute(PIECES)
        pieces = cursor.fetchall()
        unclear = [each for scheme, piece in pieces for each in _write_dues(scheme, piece, month)]
        cursor.execute("ANALYZE due")
        values: dict[str, int | date] = {
            "run": run.pk,
            "month": month,
            "share": FIGURES.on("recovered_share", month).value,
            "waived": FIGURES.on("waived_below", month).value,
            "protected": FIGURES.on("protected_month", month).value,
        }
        for statement in (BOOK, BALANCES, RECOVER, PAY):
            cursor.execute(statement, values)
        cursor.execute("DROP TABLE due, sides, balance")
    note_about(FindingKind.PAYS, unclear, [NO_AMOUNT])
    return run


def _sides() -> str:
    """Return SQL that makes the table of sides: so that they stand in one place."""
    rows = ", ".join(
        f"('{kind}', '{debit}', '{credit}')" for kind, (debit, credit) in SIDES.items()
    )
    values = f"SELECT * FROM (VALUES {rows}) AS each (kind, debit, credit)"  # noqa: S608
    return f"CREATE TEMPORARY TABLE sides ON COMMIT DROP AS {values}"


def _write_dues(scheme: str, piece: int, month: date) -> list[int]:
    """Write what is due for rights into the table of the run; return the decisions (ids) of which
    the amount is unclear."""
    rights = _read(scheme, piece, month)
    found = _dues(scheme, rights)
    with connection.cursor() as cursor:
        cursor.execute(f"ALTER TABLE due ALTER scheme SET DEFAULT '{scheme}'")
    copy_columns(
        "due",
        {
            "decision_id": rights["id"],
            "person_id": rights["person_id"],
            "month": rights["month"],
            "cents": found.cents,
            "tax": found.tax,
        },
    )
    return rights["id"][found.unclear].tolist()


def _dues(scheme: str, rights: Columns) -> Due:
    """Return what is due: nothing for what is not granted in its month, so that it goes back.

    Raises KeyError where a fact was not kept that the rule wants today.
    """
    runs = rights["runs"]
    if (runs & rights["lacks_fact"]).any():
        raise KeyError(f"{scheme}: a decision lacks a fact")
    some = due(Rights.of(scheme, {name: values[runs] for name, values in rights.items()}))
    found = Due(
        np.zeros(len(runs), np.int64), np.zeros(len(runs), np.int64), np.zeros(len(runs), bool)
    )
    found.cents[runs], found.tax[runs], found.unclear[runs] = some.cents, some.tax, some.unclear
    return found


def _read(scheme: str, piece: int, month: date) -> dict[str, NDArray[Any]]:
    """Read the months of rights that a run looks at among a piece of the decisions."""
    facts = ", ".join(f"{sql} AS {name}" for name, sql in kept_columns(scheme, "facts").items())
    first = piece * PIECE
    values = {"scheme": scheme, "month": month, "first": first, "last": first + PIECE - 1}
    return read_columns(RIGHTS.format(facts=facts), values, COLUMNS | kinds(scheme))
