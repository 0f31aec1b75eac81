"""Numbers that identify persons, companies, declarations and payments in Belgium.

`clean_…` takes what someone typed and returns the one stored form, or raises `InvalidNumber`;
`format_…` turns a stored form into the printed one. A number never tells who someone is: no
birth date or sex is read from it. Only ASCII digits count, because `int("٣")` is 3 in Python.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from typing import Final

from django.utils.translation import gettext_lazy as _
from stdnum import iban as stdnum_iban
from stdnum.be import iban as stdnum_be_iban
from stdnum.be import ogm_vcs
from stdnum.exceptions import (
    InvalidChecksum,
    InvalidComponent,
    InvalidLength,
    ValidationError,
)

from portal.people import check_digits

SEPARATORS: Final = " .-/+"
MESSAGES: Final = {
    "characters": _("The number holds characters that do not belong in it."),
    "length": _("The number does not have the right length."),
    "check_digits": _("The check digits do not match: one of the digits is probably mistyped."),
    "range": _("No number like this is ever given out."),
}


class InvalidNumber(ValueError):  # noqa: N818 - reads as the sentence that callers write
    """A number that cannot exist. Carries no digit of it, so it is safe to log.

    `kind` is the sort of number ("inss", "enterprise", …); `reason` is a key of `MESSAGES`.
    """

    def __init__(self, kind: str, reason: str) -> None:
        super().__init__(f"{kind}: {reason}")
        self.kind = kind
        self.reason = reason

    @property
    def message(self) -> str:
        """What is wrong, for the person who typed it, in the active language."""
        return str(MESSAGES[self.reason])


def clean_inss(text: str) -> str:
    """National register or BIS number as 11 digits. Source: royal decree of 3 April 1984.

    The month of birth may be 0 (not known), and 20 or 40 is added to it in a BIS number.
    """
    number = _digits("inss", text, 11)
    first, month = int(number[:9]), int(number[2:4])
    if int(number[9:]) not in _checks_of_inss(first):
        raise InvalidNumber("inss", "check_digits")
    if month % 20 > 12 or month >= 60:
        raise InvalidNumber("inss", "range")
    return number


def format_inss(number: str) -> str:
    """`YY.MM.DD-SSS.CC` from 11 digits."""
    return f"{number[:2]}.{number[2:4]}.{number[4:6]}-{number[6:9]}.{number[9:]}"


def clean_identity_card(text: str) -> str:
    """Number of a Belgian identity card as 12 digits, the last two a remainder by 97."""
    number = _digits("identity_card", text, 12)
    return _checked("identity_card", number, int(number[:10]) % 97 or 97)


def clean_enterprise(text: str) -> str:
    """Enterprise (CBE) number as 10 digits; `BE` in front and the old 9 digits are accepted."""
    digits = _ascii("enterprise", text).upper().removeprefix("BE")
    number = _digits("enterprise", digits, 10, shortest=9).zfill(10)
    if number[0] not in "01":
        raise InvalidNumber("enterprise", "range")
    return _checked("enterprise", number, check_digits.of_enterprise(int(number[:8])))


def format_enterprise(number: str) -> str:
    """`0xxx.xxx.xxx` from 10 digits."""
    return f"{number[:4]}.{number[4:7]}.{number[7:]}"


def clean_establishment(text: str) -> str:
    """Establishment unit number (CBE): 10 digits that start with 2 to 8."""
    number = _digits("establishment", text, 10)
    if number[0] not in "2345678":
        raise InvalidNumber("establishment", "range")
    return _checked("establishment", number, check_digits.of_enterprise(int(number[:8])))


def format_establishment(number: str) -> str:
    """`2.xxx.xxx.xxx` from 10 digits."""
    return f"{number[0]}.{number[1:4]}.{number[4:7]}.{number[7:]}"


def clean_nsso(text: str) -> str:
    """Final NSSO registration number without leading zeros, 6 to 9 digits."""
    return _registration("nsso", text, check_digits.NSSO_RANGE)


def clean_provisional_nsso(text: str) -> str:
    """Provisional NSSO number, 10 digits; it ends when the final number is given."""
    return _registration("provisional_nsso", text, check_digits.PROVISIONAL_NSSO_RANGE)


def format_nsso(number: str) -> str:
    """`1234567-89` from a final or provisional registration number."""
    return f"{number[:-2]}-{number[-2:]}"


def clean_dimona_period_id(text: str) -> str:
    """Dimona period id: 12 digits, the last two the remainder of the first ten by 97."""
    number = _digits("dimona_period", text, 12)
    return _checked("dimona_period", number, int(number[:10]) % 97)


def make_dimona_period_id(sequence: int) -> str:
    """The period id for a sequence number from 1 to 9 999 999 999."""
    return _make("dimona_period", sequence, sequence % 97)


def clean_iban(text: str) -> str:
    """IBAN of any country, without spaces; for Belgium the national check digits too.

    A bank code that is not in our list is no reason to refuse: see `is_known_bank`.
    """
    number = _ascii("iban", text).upper()
    number = _by_library("iban", lambda n: stdnum_iban.validate(n, check_country=False), number)
    if number.startswith("BE") and (int(number[4:14]) % 97 or 97) != int(number[14:]):
        raise InvalidNumber("iban", "check_digits")
    return number


def format_iban(number: str) -> str:
    """Groups of four."""
    return " ".join(number[i : i + 4] for i in range(0, len(number), 4))


def is_known_bank(iban: str) -> bool:
    """False for a Belgian IBAN whose bank is not in our list: warn, never refuse."""
    return not iban.startswith("BE") or stdnum_be_iban.to_bic(iban) is not None


def clean_payment_reference(text: str) -> str:
    """Structured payment reference (OGM/VCS) as 12 digits."""
    number = _digits("payment_reference", text.replace("*", ""), 12)
    return _by_library("payment_reference", ogm_vcs.validate, number)


def make_payment_reference(sequence: int) -> str:
    """The structured reference for a sequence number from 1 to 9 999 999 999."""
    return _make("payment_reference", sequence, sequence % 97 or 97)


def format_payment_reference(number: str) -> str:
    """`+++ddd/dddd/ddddd+++` from 12 digits."""
    return f"+++{number[:3]}/{number[3:7]}/{number[7:]}+++"


def _checks_of_inss(first: int) -> Iterator[int]:
    """Give the check digits of one born before 2000, and of one born since, up to this year."""
    yield check_digits.of_inss(first)
    if first // 10**7 + 2000 <= datetime.now(UTC).year:
        yield check_digits.of_inss(first + check_digits.BORN_SINCE_2000)


def _ascii(kind: str, text: str) -> str:
    if text.isascii() and text.isdigit():  # as stored: most numbers come so
        return text
    bare = "".join(text.split()).translate(str.maketrans("", "", SEPARATORS))
    if not bare.isascii() or not bare.isalnum():
        raise InvalidNumber(kind, "characters" if bare else "length")
    return bare


def _digits(kind: str, text: str, longest: int, *, shortest: int | None = None) -> str:
    bare = _ascii(kind, text)
    if not bare.isdigit():
        raise InvalidNumber(kind, "characters")
    if not (shortest or longest) <= len(bare) <= longest:
        raise InvalidNumber(kind, "length")
    return bare


def _registration(kind: str, text: str, allowed: tuple[int, int]) -> str:
    number = _digits(kind, text, 10, shortest=6).lstrip("0")
    if not allowed[0] <= int(number or 0) <= allowed[1]:
        raise InvalidNumber(kind, "range")
    return _checked(kind, number, check_digits.of_nsso(int(number[:-2])))


def _checked(kind: str, number: str, expected: int) -> str:
    if int(number[-2:]) != expected:
        raise InvalidNumber(kind, "check_digits")
    return number


def _make(kind: str, sequence: int, check: int) -> str:
    if not 0 < sequence < 10**10:
        raise InvalidNumber(kind, "range")
    return f"{sequence:010d}{check:02d}"


def _by_library(kind: str, validate: Callable[[str], str], number: str) -> str:
    try:
        return validate(number)
    except InvalidChecksum:
        raise InvalidNumber(kind, "check_digits") from None
    except InvalidLength:
        raise InvalidNumber(kind, "length") from None
    except InvalidComponent:
        raise InvalidNumber(kind, "range") from None
    except ValidationError:
        raise InvalidNumber(kind, "characters") from None
