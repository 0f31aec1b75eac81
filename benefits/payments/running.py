"""A payment run: one transaction that books what changed and orders what is owed.

Two runs of a month, at once or one after the other, pay once: each books the difference between
what is due and what was booked, holding the lock of all runs; a run that is killed was never there.
"""

import json
from collections.abc import Iterator
from datetime import date
from typing import Any, Final

import numpy as np
from django.db import connection, transaction

from benefits.payments.dues import FIGURES, Right, due
from benefits.payments.journal import require_reconciled
from benefits.payments.models import SIDES, Run
from benefits.schemes import SCHEMES
from portal.copying import copy_columns
from portal.exchange.actions import Happening, publish_all

LOCK: Final = 6_001  # of payment runs, one at a time
PIECE: Final = 20_000  # months of rights that are worked together

RIGHTS: Final = """
    SELECT id, person_id, CASE WHEN outcome = 'granted' AND (
            amount_unit = 'once' OR (starts < month + interval '1 month'
            AND coalesce(ends, month::date) >= month)) THEN facts END,
        coalesce(amount, 0), amount_unit, month::date, greatest(starts, month::date),
        least(ends, (month + interval '1 month')::date - 1)
    FROM (
        SELECT d.id, d.person_id, d.outcome, d.facts, d.amount, d.amount_unit, d.starts, d.ends,
            generate_series(
                date_trunc('month', CASE
                    WHEN d.amount_unit = 'once' THEN d.decided_at::date
                    WHEN fresh.is THEN least(d.starts, old.month) ELSE %(month)s::date END),
                CASE WHEN d.amount_unit = 'once'
                    THEN date_trunc('month', d.decided_at::date) ELSE %(month)s::date END,
                interval '1 month') AS month
        FROM benefits_decision d
        CROSS JOIN LATERAL (SELECT NOT EXISTS (
            SELECT FROM benefits_posting p WHERE p.decision_id = d.id) AS is) fresh
        LEFT JOIN LATERAL (SELECT min(p.month) AS month FROM benefits_posting p
            WHERE fresh.is AND p.person_id = d.person_id AND p.scheme = d.scheme) old ON true
        WHERE d.scheme = %(scheme)s
          AND NOT EXISTS (SELECT FROM benefits_decision n WHERE n.replaces_id = d.id)
          AND (d.amount > 0 OR old.month IS NOT NULL)
          AND (d.amount_unit <> 'once' OR fresh.is)
          AND (d.starts < %(month)s::date + interval '1 month' OR old.month IS NOT NULL)
    ) each
    ORDER BY id, month
"""

DUE: Final = """
    CREATE TEMPORARY TABLE due (
        decision_id bigint, person_id bigint, month date, cents bigint, tax bigint, scheme text
    ) ON COMMIT DROP
"""

# What is due and what is withheld, against what was booked for the same month of the same right.
BOOK: Final = """
    WITH booked AS (
        SELECT person_id, scheme, month,
            sum(CASE kind WHEN 'due' THEN p.cents WHEN 'reduced' THEN -p.cents ELSE 0 END) AS cents,
            sum(CASE kind WHEN 'withheld' THEN p.cents WHEN 'untaxed' THEN -p.cents
                ELSE 0 END) AS tax
        FROM benefits_posting p WHERE EXISTS (
            SELECT FROM due WHERE (due.person_id, due.scheme, due.month)
                = (p.person_id, p.scheme, p.month))
        GROUP BY 1, 2, 3
    ), change AS (
        SELECT due.*, due.cents - coalesce(booked.cents, 0) AS more,
            due.tax - coalesce(booked.tax, 0) AS more_tax
        FROM due LEFT JOIN booked USING (person_id, scheme, month)
    )
    INSERT INTO benefits_posting
        (person_id, scheme, month, kind, debit, credit, cents, decision_id, run_id, posted_at)
    SELECT person_id, scheme, month, kind, debit, credit, moved, decision_id, %(run)s, now()
    FROM change CROSS JOIN LATERAL (VALUES
        ('due', more), ('reduced', -more), ('withheld', more_tax), ('untaxed', -more_tax)
    ) AS each (kind, moved) JOIN sides USING (kind)
    WHERE moved > 0
"""

# What a person owes for a right comes off what is owed to them: by plan, or a share of it.
BALANCES: Final = """
    SELECT person_id, scheme,
        sum(CASE 'owed' WHEN credit THEN cents WHEN debit THEN -cents ELSE 0 END)::bigint AS owed,
        sum(CASE 'debt' WHEN debit THEN cents WHEN credit THEN -cents ELSE 0 END)::bigint AS debt
    FROM benefits_posting GROUP BY 1, 2
"""
RECOVER: Final = f"""
    INSERT INTO benefits_posting
        (person_id, scheme, month, kind, debit, credit, cents, run_id, posted_at)
    SELECT person_id, scheme, %(month)s, kind, debit, credit, moved, %(run)s, now()
    FROM ({BALANCES}) AS balance
    LEFT JOIN LATERAL (
        SELECT cents FROM benefits_repaymentplan plan
        WHERE (plan.person_id, plan.scheme) = (balance.person_id, balance.scheme)
          AND plan.month <= %(month)s ORDER BY id DESC LIMIT 1) AS plan ON true
    CROSS JOIN LATERAL (SELECT CASE WHEN debt < %(waived)s THEN 'waived' ELSE 'recovered' END,
        CASE WHEN debt < %(waived)s THEN debt
            ELSE least(debt, owed, coalesce(plan.cents, owed * %(share)s / 100)) END
    ) AS each (kind, moved) JOIN sides USING (kind)
    WHERE debt > 0 AND moved > 0
"""  # noqa: S608 - of our own making

# An account to which the bank could not pay waits for another.
PAY: Final = f"""
    WITH payment AS (
        INSERT INTO benefits_payment (reference, run_id, person_id, scheme, account_id, cents)
        SELECT gen_random_uuid(), %(run)s, person_id, scheme, account.id, owed
        FROM ({BALANCES}) AS balance
        CROSS JOIN LATERAL (SELECT id FROM benefits_payaccount each
            WHERE each.person_id = balance.person_id ORDER BY id DESC LIMIT 1) AS account
        WHERE owed > 0 AND NOT EXISTS (
            SELECT FROM benefits_payment before
            JOIN benefits_bankanswer answer ON answer.payment_id = before.id
            WHERE before.account_id = account.id AND answer.verdict = 'rejected')
        RETURNING id, person_id, scheme, cents
    )
    INSERT INTO benefits_posting
        (person_id, scheme, month, kind, debit, credit, cents, payment_id, run_id, posted_at)
    SELECT person_id, scheme, %(month)s, kind, debit, credit, cents, id, %(run)s, now()
    FROM payment JOIN sides ON kind = 'ordered'
"""  # noqa: S608 - of our own making


@transaction.atomic
def pay(month: date, pay_on: date) -> Run:
    """Book what is due up to a month (its first day) and order what is owed, once.

    Rights of which the rule does not know the amount are told of as `payment.unclear`. Raises
    `NotReconciledError` after a restore, until the runs that were sent are known again.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK])
        require_reconciled()
        cursor.execute("SET LOCAL work_mem = '64MB'")  # sums over all balances fit in memory
        run = Run.objects.create(month=month, pay_on=pay_on)
        cursor.execute(DUE)
        cursor.execute(_sides())
        unclear = {each for scheme in SCHEMES for each in _write_dues(scheme, month)}
        cursor.execute("ANALYZE due")
        values: dict[str, int | date] = {
            "run": run.pk,
            "month": month,
            "share": FIGURES.on("recovered_share", month).value,
            "waived": FIGURES.on("waived_below", month).value,
        }
        for statement in (BOOK, RECOVER, PAY):
            cursor.execute(statement, values)
        cursor.execute("DROP TABLE due, sides")
    publish_all(sorted(unclear))
    return run


def _sides() -> str:
    """Return SQL that makes the table of sides: so that they stand in one place."""
    rows = ", ".join(
        f"('{kind}', '{debit}', '{credit}')" for kind, (debit, credit) in SIDES.items()
    )
    values = f"SELECT * FROM (VALUES {rows}) AS each (kind, debit, credit)"  # noqa: S608
    return f"CREATE TEMPORARY TABLE sides ON COMMIT DROP AS {values}"


def _write_dues(scheme: str, month: date) -> set[Happening]:
    """Write what is due for a right into the table of the run; return whose amount is unclear."""
    unclear = set()
    with connection.cursor() as cursor:
        cursor.execute(f"ALTER TABLE due ALTER scheme SET DEFAULT '{scheme}'")
    for rights in _pieces(scheme, month):
        found = due(scheme, rights)
        columns = {
            "decision_id": np.array([right.decision for right in rights]),
            "person_id": np.array([right.person for right in rights]),
            "month": np.array([right.month for right in rights], dtype="datetime64[D]"),
            "cents": found.cents,
            "tax": found.tax,
        }
        copy_columns("due", columns)
        unclear |= {
            Happening("payment.unclear", rights[place].decision, rights[place].person)
            for place in np.flatnonzero(found.unclear)
        }
    return unclear


def _pieces(scheme: str, month: date) -> Iterator[list[Right]]:
    """Read the months of rights that a run looks at, by the piece."""
    with connection.cursor() as cursor:
        cursor.execute(
            f"DECLARE rights NO SCROLL CURSOR FOR {RIGHTS}", {"scheme": scheme, "month": month}
        )
        while rows := _fetch(cursor):
            yield [
                Right(decision, person, facts and json.loads(facts), *rest)
                for decision, person, facts, *rest in rows
            ]
        cursor.execute("CLOSE rights")


def _fetch(cursor: Any) -> list[tuple[Any, ...]]:
    cursor.execute(f"FETCH {PIECE} FROM rights")
    return list(cursor.fetchall())
