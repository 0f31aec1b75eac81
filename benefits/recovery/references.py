"""How a debt is paid back by transfer: into which account, and under which reference."""

from dataclasses import dataclass
from typing import Final

from django.conf import settings

from benefits.recovery.queries import Debt
from portal.people.numbers import (
    InvalidNumber,
    clean_payment_reference,
    format_iban,
    format_payment_reference,
    make_payment_reference,
)

DIGITS: Final = 10  # before the two check digits


@dataclass(frozen=True)
class Transfer:
    """What a person writes on a transfer: whom to pay, where, and the structured communication."""

    name: str
    iban: str
    reference: str


def transfer_of(debt: Debt) -> Transfer:
    """Return how a debt is paid back by transfer."""
    reference = format_payment_reference(make_payment_reference(debt.name))
    return Transfer(settings.PAYER["name"], format_iban(settings.PAYER["iban"]), reference)


def debt_named(reference: str) -> int | None:
    """Return the number of the debt that 12 digits name; None if the check digits are wrong."""
    try:
        return int(clean_payment_reference(reference)[:DIGITS]) or None
    except InvalidNumber:
        return None
