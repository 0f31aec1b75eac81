"""Payments in words: what a state means, and how an amount came about."""

from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext as _

from benefits.decisions.presenting import scheme_title
from benefits.payments.models import BankVerdict, Payment, Posting, PostingKind
from portal.dates import date_format
from portal.people.numbers import format_iban
from portal.templatetags.solida import euros

ADDED = (PostingKind.DUE, PostingKind.UNTAXED)
MONTH = "YEAR_MONTH_FORMAT"


def state_of(payment: Payment) -> str:
    """Return what became of a payment, with what to do where something is to be done.

    The payment's answers were fetched with it.
    """
    verdicts = {answer.verdict for answer in payment.answers.all()}
    if BankVerdict.REJECTED in verdicts:
        return _("sent back by the bank")
    if BankVerdict.PAID in verdicts:
        return _("paid")
    return _("on its way")


def row_of(payment: Payment) -> dict[str, Any]:
    """Return a payment for a table or a page."""
    return {
        "payment": payment,
        "title": scheme_title(payment.scheme),
        "month": date_format(payment.run.month, MONTH),
        "pay_on": payment.run.pay_on,
        "cents": payment.cents,
        "state": state_of(payment),
        "iban": format_iban(payment.account.iban),
    }


def lines_of(postings: Iterable[Posting]) -> list[tuple[str, str, str]]:
    """Return the lines that make an amount: for which month, what, and how much, signed."""
    return [
        (
            date_format(posting.month, MONTH),
            str(posting.get_kind_display()),
            euros(posting.cents if posting.kind in ADDED else -posting.cents),
        )
        for posting in postings
    ]
