"""Agency work: the company that uses the worker, by its number or by its name and address."""

from typing import Final

from declarations.wages.batch import ABSENT, Flags
from declarations.wages.rules.codes import AGENCIES
from declarations.wages.rules.rule import finds
from declarations.wages.rules.situations import covered_by_severance, main_committee
from declarations.wages.rules.view import View

OCCUPATION = "Occupation"
NUMBER, NAME, VAT, PERSON = "UsingEmployerCompanyID", "UsingEmployerName", "VATNbr", "INSS"
ADDRESSES: Final = {
    "Occupation/UsingEmployer": "Occupation/UsingEmployer/Address",
    "StudentContribution/UsingEmployer": "StudentContribution/UsingEmployer/Address",
}
USER: Final = "Occupation/UsingEmployer"


@finds("001", OCCUPATION, missing=USER)
def user_missing(view: View) -> Flags:
    """An agency (committee 322) names the company that uses its worker."""
    agency = (main_committee(view) == AGENCIES) & ~covered_by_severance(view)
    return agency & ~view.holds(OCCUPATION, USER)


@finds("005", USER)
def user_of_another(view: View) -> Flags:
    """Only an agency names a company that uses its worker."""
    return view.down(main_committee(view), OCCUPATION, USER) != AGENCIES


@finds("053", USER, "DailyContractNbr")
def contracts_of_another(view: View) -> Flags:
    """Daily contracts in a row are those of students."""
    return view.numbers(USER, "DailyContractNbr") != ABSENT


def _user(user: str, address: str) -> None:
    """Enter the rules for a user, of a student or of another worker."""

    def unnumbered(view: View) -> Flags:
        return view.numbers(user, NUMBER) <= 0

    def given(view: View, zone: str) -> Flags:
        return view[user].texts(zone).present

    @finds("151", user)
    def nobody(view: View) -> Flags:
        """A company is told by its number, its name, its VAT number or the person it is."""
        named = given(view, NAME) | given(view, VAT) | (view.numbers(user, PERSON) > 0)
        return unnumbered(view) & ~named

    @finds("001", user, NAME)
    def name_missing(view: View) -> Flags:
        """Without a number there is a name."""
        return unnumbered(view) & ~given(view, NAME)

    @finds("053", user, NAME)
    def name_not_asked(view: View) -> Flags:
        """With a number no name is needed."""
        return ~unnumbered(view) & given(view, NAME)

    @finds("001", user, missing=address)
    def address_missing(view: View) -> Flags:
        """Without a number there is an address."""
        return unnumbered(view) & ~view.holds(user, address)

    @finds("053", address)
    def address_not_asked(view: View) -> Flags:
        """With a number no address is needed."""
        return ~view.down(unnumbered(view), user, address)


for _label, _address in ADDRESSES.items():
    _user(_label, _address)
