"""Persons: once in a declaration, with a number that exists."""

from declarations.wages.batch import Flags
from declarations.wages.rules.rule import finds
from declarations.wages.rules.view import View, repeated

PERSON = "NaturalPerson"


@finds("006", PERSON)
def declared_twice(view: View) -> Flags:
    """A person is in a declaration once; a number that is missing is another mistake."""
    number = view.numbers(PERSON, "INSS")
    return repeated(view.owner(PERSON, "EmployerDeclaration"), number) & (number > 0)


@finds("070", PERSON, "INSS")
def unknown(view: View) -> Flags:
    """The register of persons knows the number."""
    return (view.known.person == 0) & (view.numbers(PERSON, "INSS") > 0)


@finds("252", PERSON)
def renumbered(view: View) -> Flags:
    """The person has another number by now: nothing more than to be told."""
    return view.known.renumbered
