"""Numbers that identify persons, employers and places: their check digits, over whole columns.

The schema lets any digits pass; where it is allowed to say that a number is not known, 0 says so.
"""

from collections.abc import Callable
from datetime import date
from functools import partial
from typing import Final

from declarations.wages.batch import Flags, Ints
from declarations.wages.rules.rule import finds
from declarations.wages.rules.view import View
from portal.people import check_digits

Valid = Callable[[Ints, date], Flags]
ENTERPRISE_MARK: Final = 10**10  # in front of an enterprise number in the zone 00815


def _enterprise(numbers: Ints, _day: date) -> Flags:
    return check_digits.are_enterprise(numbers)


def _nsso(numbers: Ints, _day: date) -> Flags:
    return check_digits.are_nsso(numbers)


def _place(numbers: Ints, _day: date) -> Flags:
    return check_digits.are_establishment(numbers)


def _employer(numbers: Ints, day: date) -> Flags:
    """An NSSO number, or an enterprise number with a 1 in front."""
    return _nsso(numbers, day) | _enterprise(numbers - ENTERPRISE_MARK, day)


def _or_unknown(valid: Valid, numbers: Ints, day: date) -> Flags:
    return (numbers == 0) | valid(numbers, day)


CHECKED: Final[dict[tuple[str, str], Valid]] = {
    ("EmployerDeclaration", "NOSSRegistrationNbr"): partial(_or_unknown, _nsso),
    ("EmployerDeclaration", "CompanyID"): partial(_or_unknown, _enterprise),
    ("NaturalPerson", "INSS"): check_digits.are_inss,
    ("WorkerRecord", "LocalUnitID"): _place,
    ("Occupation", "LocalUnitID"): _place,
    ("StudentContribution", "LocalUnitID"): _place,
    ("OccupationDeduction", "ReplacedINSS"): partial(_or_unknown, check_digits.are_inss),
    ("OccupationDeduction", "ApplicantINSS"): partial(_or_unknown, check_digits.are_inss),
    ("WorkerDeduction", "ReplacedINSS"): partial(_or_unknown, check_digits.are_inss),
    ("WorkerDeduction", "ApplicantINSS"): partial(_or_unknown, check_digits.are_inss),
    ("ComplementaryIndemnity", "EmployerNotion"): partial(_or_unknown, _employer),
    ("ComplementaryIndemnity", "SubstituteINSS"): check_digits.are_inss,
    ("Occupation/UsingEmployer", "UsingEmployerCompanyID"): partial(_or_unknown, _enterprise),
    ("Occupation/UsingEmployer", "INSS"): check_digits.are_inss,
    ("StudentContribution/UsingEmployer", "UsingEmployerCompanyID"): partial(
        _or_unknown, _enterprise
    ),
    ("StudentContribution/UsingEmployer", "INSS"): check_digits.are_inss,
}


def _wrong(label: str, zone: str, valid: Valid) -> Callable[[View], Flags]:
    def question(view: View) -> Flags:
        numbers = view.numbers(label, zone)
        return (numbers >= 0) & ~valid(numbers, view.known.day)

    return question


for (_label, _zone), _valid in CHECKED.items():
    finds("004", _label, _zone)(_wrong(_label, _zone, _valid))
