"""The lines of accounts are written here alone."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from django.db import IntegrityError, transaction

from declarations.channels.models import Declaration, Result
from declarations.wages.amending.difference import difference, total
from declarations.wages.models import Filing, Form
from declarations.wages.statements.camt import Line, Statement, StatementError, read
from declarations.wages.statements.models import (
    BankStatement,
    EntryKind,
    Payment,
    StatementEntry,
)
from declarations.wages.statements.references import ACCOUNT, filing_of
from portal.access.models import Capacity, Environment

ORIGINAL: Final = "dmfa"


def enter_declaration(declaration: Declaration) -> StatementEntry | None:
    """Write what an accepted declaration of wages adds to what is owed, once; return the line.

    An original owes all that it declares, an amendment the difference, which may be below zero.
    Nothing is owed by a refused declaration, nor by one for tests.
    """
    form = Form.objects.select_related("filing").get(declaration=declaration)
    if form.filing is None or form.filing.environment != Environment.REAL:
        return None
    if declaration.verdict.result == Result.REFUSED:
        return None
    kind = EntryKind.OWED if declaration.flow == ORIGINAL else EntryKind.CORRECTED
    cents = total(difference(declaration.pk, form.filing.quarter))
    entry, _new = StatementEntry.objects.get_or_create(
        declaration=declaration, defaults={"filing": form.filing, "kind": kind, "cents": cents}
    )
    return entry


@dataclass
class Imported:
    """What a file of the bank brought: statements and payments that are new, and what they pay."""

    statements: int = 0
    known: int = 0  # statements that stood already
    payments: int = 0
    repeated: int = 0  # lines that the bank told before
    matched: int = 0


@transaction.atomic
def import_payments(data: bytes) -> Imported:
    """Take over the statements in a file of the bank; the same again changes nothing.

    `StatementError` for a file that cannot be taken over as a whole: nothing of it is then kept.
    """
    done = Imported()
    for statement in read(data):
        if statement.account != ACCOUNT:
            raise StatementError("a statement of another account")
        _take(statement, done)
    return done


def _take(statement: Statement, done: Imported) -> None:
    # Of what it says, not of its file: the bank may send it again in another envelope.
    fingerprint = hashlib.sha256(repr(statement).encode()).hexdigest()
    standing, new = BankStatement.objects.get_or_create(
        identification=statement.identification, defaults={"sha256": fingerprint}
    )
    if not new:
        if standing.sha256 != fingerprint:
            raise StatementError(f"another statement {statement.identification} was taken over")
        done.known += 1
        return
    Payment.objects.bulk_create(
        [
            Payment(statement=standing, number=number, **_kept(line))
            for number, line in enumerate(statement.lines, start=1)
        ],
        # What the bank told before, in this statement or another, is the same payment.
        ignore_conflicts=True,
    )
    payments = list(Payment.objects.filter(statement=standing))
    done.statements += 1
    done.payments += len(payments)
    done.repeated += len(statement.lines) - len(payments)
    done.matched += _match(payments)


def _kept(line: Line) -> dict[str, Any]:
    """Return what is kept of a line: not the account, to which contributions never go back."""
    return {name: value for name, value in vars(line).items() if name != "payer_account"}


def _match(payments: Sequence[Payment]) -> int:
    """Enter the payments whose reference names an account; return how many."""
    named = {payment.pk: filing_of(payment.reference) for payment in payments if payment.reference}
    filings = Filing.objects.filter(environment=Environment.REAL).in_bulk(
        [key for key in named.values() if key]
    )
    entries = [
        _paid(payment, filings[key])
        for payment in payments
        if (key := named.get(payment.pk)) and key in filings
    ]
    StatementEntry.objects.bulk_create(entries)
    return len(entries)


def _paid(payment: Payment, filing: Filing, by: Capacity | None = None) -> StatementEntry:
    return StatementEntry(
        filing=filing, kind=EntryKind.PAID, cents=-payment.cents, payment=payment, matched_by=by
    )


class MatchedError(Exception):
    """Somebody else has said already what the payment pays."""


def assign(payment: Payment, filing: Filing, by: Capacity) -> StatementEntry:
    """Enter an unmatched payment in the account that a person found; `MatchedError` if it is."""
    entry = _paid(payment, filing, by)
    try:
        with transaction.atomic():
            entry.save(force_insert=True)
    except IntegrityError:
        raise MatchedError(payment.pk) from None
    return entry
