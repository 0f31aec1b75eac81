"""Reads of accounts."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Q, Sum

from declarations.wages.models import Filing
from declarations.wages.statements.references import pay_by
from portal.access.models import Environment
from portal.people.models import Company
from portal.people.numbers import format_payment_reference, make_payment_reference

if TYPE_CHECKING:
    from declarations.wages.statements.models import Payment, StatementEntry


class PaymentQuerySet(models.QuerySet["Payment"]):
    """Lines of bank statements."""

    def unmatched(self) -> PaymentQuerySet:
        """Return those of which nobody knows yet what they pay, the oldest first."""
        return self.filter(entry=None).order_by("booked_on", "pk")


class StatementEntryQuerySet(models.QuerySet["StatementEntry"]):
    """Lines of accounts."""

    def of(self, filing: Filing) -> StatementEntryQuerySet:
        """Return the lines of a quarter of a company, the oldest first."""
        lines = self.filter(filing=filing).select_related("declaration__message", "payment")
        return lines.defer("declaration__message__body").order_by("entered_at", "pk")


@dataclass(frozen=True)
class Account:
    """The account of a quarter: what was owed, corrected and paid, in cents."""

    filing: int
    quarter: int
    owed: int
    corrected: int
    paid: int

    @property
    def balance(self) -> int:
        """What is still to be paid; below zero, what was paid too much."""
        return self.owed + self.corrected - self.paid

    @property
    def pay_by(self) -> date:
        """The last day to pay."""
        return pay_by(self.quarter)

    @property
    def reference(self) -> str:
        """The structured communication, as a payment order wants it written."""
        return format_payment_reference(make_payment_reference(self.filing))

    def is_overdue(self, day: date) -> bool:
        """Say whether something is still to be paid after the last day."""
        return self.balance > 0 and day > self.pay_by


def accounts(company: Company, quarters: Collection[int] | None = None) -> list[Account]:
    """Return the real accounts of a company, the newest quarter first; those without lines too."""
    filings = Filing.objects.filter(company=company, environment=Environment.REAL)
    if quarters is not None:
        filings = filings.filter(quarter__in=quarters)
    return _counted(filings)


def open_accounts() -> list[Account]:
    """Return the real accounts of all companies on which something is to be paid."""
    every = _counted(Filing.objects.filter(environment=Environment.REAL))
    return [account for account in every if account.balance > 0]


def _counted(filings: models.QuerySet[Filing]) -> list[Account]:
    totals = filings.annotate(
        owed=Sum("account__cents", filter=Q(account__kind="owed"), default=0),
        corrected=Sum("account__cents", filter=Q(account__kind="corrected"), default=0),
        paid=Sum("account__cents", filter=Q(account__kind="paid"), default=0),
    )
    return [
        Account(each.pk, each.quarter, each.owed, each.corrected, -each.paid)
        for each in totals.order_by("-quarter", "-pk")
    ]
