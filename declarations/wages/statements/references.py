"""How and until when a quarter is paid: the account, the structured communication, the last day."""

from datetime import date, timedelta
from pathlib import Path
from typing import Final, cast

from declarations.wages.quarters import last_day
from portal.law.days import ONE_DAY, add_months
from portal.law.figures import Figures
from portal.people.numbers import InvalidNumber, clean_payment_reference

FIGURES: Final = Figures.load(Path(__file__).with_name("figures.yaml"))
ACCOUNT: Final = "BE68539007547034"  # an IBAN for examples: nobody's
DIGITS: Final = 10  # before the two check digits


def filing_of(reference: str) -> int | None:
    """Return the key that a reference names, written in any way; None if its check digits fail."""
    try:
        return int(clean_payment_reference(reference)[:DIGITS]) or None
    except InvalidNumber:
        return None


def pay_by(quarter: int) -> date:
    """Return the last day to pay the contributions of a quarter."""
    end = last_day(quarter)
    months = FIGURES.on("months_to_pay", end).value
    return cast(date, (add_months(end + timedelta(days=1), months) - ONE_DAY).item())
