"""What is given up of a debt, and what is sent back, in the ledger.

Each holds the lock of payment runs, so that a debt is never taken twice.
"""

from dataclasses import dataclass

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from benefits.payments import answers
from benefits.payments.answers import Answer, Taken
from benefits.payments.ledger import hold_ledger, post_one
from benefits.payments.models import BankVerdict, PostingKind
from benefits.payments.queries import balance
from benefits.recovery import sending_back
from benefits.recovery.models import Allocation, Arrangement, Repayment, RepaymentMatch
from benefits.recovery.queries import named_debts
from benefits.recovery.references import debt_named
from declarations.wages.statements.camt import Line, StatementError, read
from portal.people.models import Person


@dataclass
class Received:
    """What the bank told of money that came in: lines that are new, known, and whose debt is."""

    new: int = 0
    known: int = 0
    matched: int = 0


@transaction.atomic
def forgive(arrangement: Arrangement) -> None:
    """Book what is given up, as far as something is still owed."""
    hold_ledger()
    debt = balance(arrangement.person, arrangement.scheme).debt
    _post(
        arrangement.person, arrangement.scheme, PostingKind.FORGIVEN, min(arrangement.cents, debt)
    )


@transaction.atomic
def receive(data: bytes) -> Received:
    """Keep what came in by a camt.053 or camt.054, each line once, and book what names a debt.

    `StatementError` for a file that cannot be taken over: nothing of it is then kept.
    """
    hold_ledger()
    received = Received()
    for statement in read(data):
        if statement.account != settings.PAYER["iban"]:
            raise StatementError("of another account")
        for number, line in enumerate(statement.lines, start=1):
            _take(statement.identification, number, line, received)
    return received


@transaction.atomic
def take_answers(data: bytes) -> Taken:
    """Take over what the bank answered of payments and of money that was sent back, each once.

    What it could not deliver came in again, and waits for a caseworker. `AnswerError` for a file
    that cannot be taken over: nothing of it is then kept.
    """
    taken = answers.take(data)
    orders = RepaymentMatch.objects.select_related("repayment").in_bulk(
        [answer.reference for answer in taken.strange], field_name="order"
    )
    for answer in taken.strange:
        if answer.reference in orders:
            new = answer.verdict == BankVerdict.REJECTED and _came_back(
                orders[answer.reference].repayment, answer
            )
            taken.new, taken.known = taken.new + new, taken.known + (not new)
    taken.strange = [each for each in taken.strange if each.reference not in orders]
    return taken


def _came_back(before: Repayment, answer: Answer) -> bool:
    """Keep money that the bank could not deliver as money that came in; say whether it is new.

    What was sent again before the database was restored to an earlier day is known again.
    """
    name = answer.reference.hex
    repayment, new = Repayment.objects.get_or_create(
        sent_before=before,
        defaults={
            "notice": name,
            "number": 1,
            "cents": before.cents,
            "booked_on": timezone.localdate(),
            "reference": before.reference,
            "note": before.note,
            "payer": before.payer,
            "bank_reference": name,
            "payer_account": before.payer_account,
            "reason": answer.reason,
        },
    )
    if new and sending_back.was_sent_back(repayment):
        _note_sent(repayment)
    return new


def _note_sent(repayment: Repayment, allocation: Allocation | None = None) -> None:
    order = sending_back.reference_of(repayment)
    RepaymentMatch.objects.create(repayment=repayment, allocation=allocation, order=order)


def _take(notice: str, number: int, line: Line, received: Received) -> None:
    told = Repayment.objects.filter(notice=notice, number=number)
    if line.bank_reference:
        told |= Repayment.objects.filter(bank_reference=line.bank_reference)
    if told.exists():
        received.known += 1
        return
    repayment = Repayment.objects.create(notice=notice, number=number, **vars(line))
    received.new += 1
    received.matched += _match(repayment)


@transaction.atomic
def settle(allocation: Allocation) -> None:
    """Book money of which a caseworker said whose debt it pays, or send it back; once."""
    hold_ledger()
    repayment = allocation.repayment
    if RepaymentMatch.objects.filter(repayment=repayment).exists():
        return
    if allocation.person is None:
        sending_back.send_back(repayment)
        _note_sent(repayment, allocation)
    else:
        _book(repayment, allocation.person, allocation.scheme, allocation)


def _match(repayment: Repayment) -> bool:
    """Book a repayment on the debt that its reference names; say whether it names one.

    What was sent back before the database was restored to an earlier day is known again.
    """
    if sending_back.was_sent_back(repayment):
        _note_sent(repayment)
        return True
    named = debt_named(repayment.reference) if repayment.reference else None
    began = named_debts([named]).get(named) if named else None
    if began is None or repayment.cents <= 0:
        return False
    _book(repayment, began.person, began.scheme)
    return True


def _book(
    repayment: Repayment, person: Person, scheme: str, allocation: Allocation | None = None
) -> None:
    RepaymentMatch.objects.create(
        repayment=repayment, person=person, scheme=scheme, allocation=allocation
    )
    owed = max(balance(person, scheme).debt, 0)
    back = min(repayment.cents, owed)
    _post(person, scheme, PostingKind.REPAID, back)
    # What is more than the debt belongs to the person: the next run pays it.
    _post(person, scheme, PostingKind.SURPLUS, repayment.cents - back)


def _post(person: Person, scheme: str, kind: PostingKind, cents: int) -> None:
    post_one(person, scheme, kind, timezone.localdate().replace(day=1), cents)
