"""Writing the ledger: who books holds its lock, and many postings are stored by COPY."""

from datetime import date
from typing import Final

import numpy as np
from django.db import connection, models

from benefits.payments.models import SIDES, Posting, PostingKind
from portal.binary_rows import Column
from portal.copying import copy_values
from portal.law.days import Days
from portal.law.money import Ints

LOCK: Final = 6_001


def hold_ledger() -> None:
    """Let nobody else book until the end of the transaction.

    So the numbers of postings ascend in the order in which they are committed, and a run finds what
    was booked since the last one.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK])


def numbers(model: type[models.Model], count: int) -> Ints:
    """Return the next numbers of rows of the ledger, ascending; for who holds it."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT setval(own, nextval(own) + %s - 1)"
            " FROM (SELECT pg_get_serial_sequence(%s, 'id')::regclass AS own) AS each",
            [count, model._meta.db_table],
        )
        last: int = cursor.fetchone()[0]
    return np.arange(last - count + 1, last + 1)


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
    """Move cents for one reason, as a run does: a posting for each person and month."""
    if not len(persons):
        return
    debit, credit = SIDES[kind]
    columns: dict[str, Column] = {
        "id": numbers(Posting, len(persons)),
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
