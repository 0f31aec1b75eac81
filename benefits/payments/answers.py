"""What the bank answers: pain.002 (of orders) and camt.054 (of what was booked), each once."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, Final
from uuid import UUID

from django.db import transaction

from benefits.payments.ledger import hold_ledger, post_one
from benefits.payments.models import BankAnswer, BankVerdict, Payment, PostingKind
from declarations.channels.safe_xml import DEEP, UnreadableError, parse

REFERENCE: Final = re.compile("[0-9a-f]{32}")
# Of ISO 20022: accepted and settled, or rejected; all other statuses are on the way.
STATUSES: Final = {"ACSC": BankVerdict.PAID, "ACCC": BankVerdict.PAID, "RJCT": BankVerdict.REJECTED}
LONGEST_NAME: Final = 35


class AnswerError(ValueError):
    """A file that is no answer which can be taken over; the message says why."""


@dataclass(frozen=True)
class Answer:
    """A verdict on one payment, with the reason and the bank's own name for its message."""

    reference: UUID
    verdict: BankVerdict
    reason: str
    message: str


@dataclass
class Taken:
    """What a file brought: verdicts that are new, known ones, and those on no payment of ours."""

    new: int = 0
    known: int = 0
    strange: list[Answer] = field(default_factory=list)


@transaction.atomic
def take(data: bytes) -> Taken:
    """Take over what the bank answered; the same again changes nothing.

    A payment that was rejected, or came back, is owed again. `AnswerError` for a file that cannot
    be taken over: nothing of it is then kept.
    """
    taken = Taken()
    hold_ledger()
    for answer in read(data):
        payment = (
            Payment.objects.select_related("person", "run")
            .filter(reference=answer.reference)
            .first()
        )
        if payment is None:
            taken.strange.append(answer)
        elif _enter(payment, answer):
            taken.new += 1
        else:
            taken.known += 1
    return taken


def read(data: bytes) -> list[Answer]:
    """Return the verdicts in a message of the bank; `AnswerError` if it is none of the two."""
    try:
        root = parse(data, DEEP)
    except UnreadableError as error:
        raise AnswerError(f"not readable: {error.code}, line {error.line}") from None
    if (report := root.find("{*}CstmrPmtStsRpt")) is not None:
        return list(_statuses(report))
    if (notice := root.find("{*}BkToCstmrDbtCdtNtfctn")) is not None:
        return list(_booked(notice))
    raise AnswerError("neither a payment status report nor a notification of what was booked")


def _enter(payment: Payment, answer: Answer) -> bool:
    """Write a verdict once; money that did not arrive is owed again."""
    _standing, new = BankAnswer.objects.get_or_create(
        payment=payment,
        verdict=answer.verdict,
        defaults={"reason": answer.reason, "message": answer.message},
    )
    if new and answer.verdict == BankVerdict.REJECTED:
        post_one(
            payment.person,
            payment.scheme,
            PostingKind.REJECTED,
            payment.run.month,
            payment.cents,
            payment=payment,
            run=payment.run,
        )
    return new


def _statuses(report: Any) -> Iterator[Answer]:
    message = _text(report, "{*}GrpHdr/{*}MsgId")
    for each in report.iterfind("{*}OrgnlPmtInfAndSts/{*}TxInfAndSts"):
        verdict = STATUSES.get(_text(each, "{*}TxSts"))
        reference = _text(each, "{*}OrgnlEndToEndId")
        if verdict and REFERENCE.fullmatch(reference):
            reason = _text(each, "{*}StsRsnInf/{*}Rsn/{*}Cd")
            yield Answer(UUID(reference), verdict, reason[:4], message)


def _booked(notice: Any) -> Iterator[Answer]:
    """Debits are payments that went out; credits with a reason came back."""
    message = _text(notice, "{*}GrpHdr/{*}MsgId")
    for entry in notice.iterfind("{*}Ntfctn/{*}Ntry"):
        for each in entry.iterfind("{*}NtryDtls/{*}TxDtls"):
            reference = _text(each, "{*}Refs/{*}EndToEndId")
            reason = _text(each, "{*}RtrInf/{*}Rsn/{*}Cd")
            came_back = _text(entry, "{*}CdtDbtInd") == "CRDT"
            if REFERENCE.fullmatch(reference) and (not came_back or reason):
                verdict = BankVerdict.REJECTED if came_back else BankVerdict.PAID
                yield Answer(UUID(reference), verdict, reason[:4], message)


def _text(element: Any, path: str) -> str:
    found = element.find(path)
    return (found.text or "").strip()[:LONGEST_NAME] if found is not None else ""
