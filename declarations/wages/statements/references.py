"""How and until when a quarter is paid: the account, the structured communication, the last day."""

from datetime import date, timedelta
from pathlib import Path
from typing import Final, cast

from stdnum.be import ogm_vcs
from stdnum.exceptions import ValidationError

from declarations.wages.quarters import last_day
from portal.law.days import ONE_DAY, add_months
from portal.law.figures import Figures

FIGURES: Final = Figures.load(Path(__file__).with_name("figures.yaml"))
ACCOUNT: Final = "BE68539007547034"  # an IBAN for examples: nobody's
DIGITS: Final = 10  # before the two check digits
LONGEST: Final = 10**DIGITS


def payment_reference(filing: int) -> str:
    """Return the 12 digits by which a payment names the account of a quarter.

    The key of the filing, and its rest by 97 (Febelfin, structured communication).
    ValueError for a key of more than ten digits.
    """
    if not 0 < filing < LONGEST:
        raise ValueError(f"no reference for {filing}")
    digits = str(filing).zfill(DIGITS)
    return digits + ogm_vcs.calc_check_digits(digits)


def filing_of(reference: str) -> int | None:
    """Return the key that a reference names, written in any way; None if its check digits fail."""
    try:
        return int(ogm_vcs.validate(reference)[:DIGITS]) or None
    except ValidationError:
        return None


def shown(reference: str) -> str:
    """Return a reference as it is written on a payment order: +++000/0000/00000+++."""
    return f"+++{ogm_vcs.format(reference)}+++"


def pay_by(quarter: int) -> date:
    """Return the last day to pay the contributions of a quarter."""
    end = last_day(quarter)
    months = FIGURES.on("months_to_pay", end).value
    return cast(date, (add_months(end + timedelta(days=1), months) - ONE_DAY).item())
