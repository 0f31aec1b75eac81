"""Writing the ledger: who books holds it, and what stands open is kept beside it.

A run books persons by the piece, each piece with its own lock beside the one of all; whoever else
books holds the whole.
"""

from datetime import date
from typing import Any, Final

import numpy as np
from django.db import connection

from benefits.payments.models import SIDES, Account, Payment, Posting, PostingKind, Run
from portal.binary_rows import Column
from portal.copying import copy_values, drawn
from portal.law.days import Days
from portal.law.money import Ints
from portal.people.models import Person

LOCK: Final = 6_001
# Ids of persons whom a run books together: so few that what it writes of each of them, reason by
# reason, ends up beside each other in an index that is still at hand.
PIECE: Final = 5_000

OPEN: Final = """
    MERGE INTO benefits_openbalance AS open
    USING (
        SELECT %(person)s::bigint AS person_id, %(scheme)s::text AS scheme,
            %(owed)s::bigint AS owed, %(debt)s::bigint AS debt
    ) AS moved ON (open.scheme, open.person_id) = (moved.scheme, moved.person_id)
    WHEN MATCHED AND open.owed + moved.owed = 0 AND open.debt + moved.debt = 0 THEN DELETE
    WHEN MATCHED THEN UPDATE SET owed = open.owed + moved.owed, debt = open.debt + moved.debt
    WHEN NOT MATCHED AND (moved.owed <> 0 OR moved.debt <> 0) THEN
        INSERT (person_id, scheme, owed, debt)
        VALUES (moved.person_id, moved.scheme, moved.owed, moved.debt)
"""


def hold_ledger() -> None:
    """Let nobody else book until the end of the transaction."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK])


def share_ledger() -> None:
    """Let nobody hold the ledger until the end of the transaction, but others share it."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock_shared(%s)", [LOCK])


def hold_piece(number: int) -> None:
    """Let nobody else of those who share the ledger book for this piece of the persons."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s, %s)", [LOCK, number])


def post(
    run: int,
    scheme: str,
    kind: PostingKind,
    persons: Ints,
    months: Days | date,
    cents: Ints,
    decisions: Ints | None = None,
    payments: Ints | None = None,
) -> None:
    """Move cents for one reason, as a run does: a posting for each person and month.

    A run keeps what stands open by itself (`Balances`).
    """
    if not len(persons):
        return
    debit, credit = SIDES[kind]
    columns: dict[str, Column] = {
        # Numbers of its own: workers that draw in turn would write to the same page of an index.
        "id": drawn(Posting, len(persons)),
        "person_id": persons,
        "scheme": scheme,
        "month": np.broadcast_to(np.asarray(months, "M8[D]"), len(persons)),
        "kind": kind.value,
        "debit": debit.value,
        "credit": credit.value,
        "cents": cents,
        "decision_id": decisions,
        "payment_id": payments,
        "run_id": run,
    }
    copy_values(Posting, len(persons), columns)


def post_one(
    person: Person,
    scheme: str,
    kind: PostingKind,
    month: date,
    cents: int,
    *,
    payment: Payment | None = None,
    run: Run | None = None,
) -> Posting | None:
    """Move cents of one person for one reason, for who holds the ledger; nothing for no cents."""
    if cents <= 0:
        return None
    debit, credit = SIDES[kind]
    moved = {
        account: cents * ((credit == account) - (debit == account))
        for account in (Account.OWED, Account.DEBT)
    }
    values: dict[str, Any] = {
        "person": person.pk,
        "scheme": scheme,
        "owed": moved[Account.OWED],
        "debt": -moved[Account.DEBT],
    }
    with connection.cursor() as cursor:
        cursor.execute(OPEN, values)
    return Posting.objects.create(
        person=person,
        scheme=scheme,
        month=month,
        kind=kind,
        debit=debit,
        credit=credit,
        cents=cents,
        payment=payment,
        run=run,
    )
