"""After a restore: what was sent to the bank is entered again, so that nobody is paid twice."""

from datetime import date
from typing import Any
from uuid import UUID

from django.db import transaction

from benefits.payments import journal
from benefits.payments.ledger import hold_ledger, post_one
from benefits.payments.models import PayAccount, Payment, PostingKind, Run, Sent
from portal.people.models import Person


class TamperedError(Exception):
    """A file beside the journal is not the one that was sent."""


def reconcile() -> list[Run]:
    """Enter the runs that were sent and that the database does not know as sent; return them.

    Each is one transaction. What was due for them is booked by the next run, which then finds it
    ordered already. Raises `TamperedError` where the file of an order is another than was sent.
    """
    return [_enter(line) for line in journal.missing()]


@transaction.atomic
def _enter(line: journal.Line) -> Run:
    if journal.hash_of(journal.order_path(line.run)) != line.sha256:
        raise TamperedError(str(line.run))
    hold_ledger()
    month = date.fromisoformat(line.month)
    run, _new = Run.objects.get_or_create(
        reference=line.run, defaults={"month": month, "pay_on": date.fromisoformat(line.pay_on)}
    )
    run.pieces.all().delete()  # whatever else is owed, the next run pays
    kept = list(journal.particulars(line.run))
    known = set(run.payments.values_list("reference", flat=True))
    for each in kept:
        if UUID(each["reference"]) not in known:
            _enter_payment(run, each)
    Sent.objects.create(run=run, sha256=line.sha256, payments=line.payments, cents=line.cents)
    return run


def _enter_payment(run: Run, kept: dict[str, Any]) -> None:
    person = Person.objects.get(reference=kept["person"])
    account = PayAccount.objects.filter(person=person, iban=kept["iban"]).last()
    payment = Payment.objects.create(
        reference=kept["reference"],
        run=run,
        person=person,
        scheme=kept["scheme"],
        account=account or PayAccount.objects.create(person=person, iban=kept["iban"]),
        cents=kept["cents"],
    )
    ordered, cents = PostingKind.ORDERED, payment.cents
    post_one(person, payment.scheme, ordered, run.month, cents, payment=payment, run=run)
