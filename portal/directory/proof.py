"""Proof that who enters a data subject has seen the person or the card."""

import re
import unicodedata
from dataclasses import dataclass
from datetime import date

from portal.people.models import Company, Person
from portal.people.numbers import InvalidNumber, clean_identity_card, clean_nsso

NO_LETTER = re.compile(r"[\W\d_]+")


@dataclass(frozen=True)
class Proof:
    """The number of an identity card; or else the name and the date of birth."""

    card_number: str = ""
    last_name: str = ""
    first_name: str = ""
    birth_date: date | None = None

    def fits(self, person: Person) -> bool:
        """Say whether this is about the person, and nothing of what does not fit.

        Names are compared by their letters, without marks: "Émile Van-Damme" is "emile van damme".
        """
        if self.card_number:
            return self._fits_card(person)
        return (
            self.birth_date is not None
            and self.birth_date == person.birth_date
            and _letters(self.last_name) == _letters(person.last_name)
            and _letters(self.first_name) == _letters(person.first_name)
        )

    def _fits_card(self, person: Person) -> bool:
        try:
            number = clean_identity_card(self.card_number)
        except InvalidNumber:
            return False
        return person == Person.objects.identify_by_card(number)


@dataclass(frozen=True)
class CompanyProof:
    """The number of an employer at the National Social Security Office; or else name and seat."""

    nsso_number: str = ""
    name: str = ""
    postal_code: str = ""

    def fits(self, company: Company) -> bool:
        """Say whether this is about the company, and nothing of what does not fit."""
        if self.nsso_number:
            try:
                return clean_nsso(self.nsso_number) == company.nsso_number
            except InvalidNumber:
                return False
        return (
            bool(self.name)
            and _letters(self.name) == _letters(company.name)
            and self.postal_code == company.postal_code
        )


def _letters(name: str) -> str:
    plain = unicodedata.normalize("NFKD", name).casefold()
    bare = "".join(each for each in plain if not unicodedata.combining(each))
    return NO_LETTER.sub("", bare)
