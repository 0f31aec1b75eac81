"""What every application has in common."""

from dataclasses import dataclass
from datetime import date
from typing import Protocol

from benefits.claims.headings import Heading, Known
from benefits.claims.models import Claim
from benefits.schemes.outcome import Explanation
from benefits.schemes.single import Scalars
from declarations.hiring.models import EmploymentPeriod
from portal.people.models import Person


@dataclass(frozen=True)
class Assessment:
    """What the rule says of an application, with the facts and the day that it was given."""

    facts: Scalars
    on: date
    explanation: Explanation


class Application(Protocol):
    """How a right is applied for: what is known, what is asked, what the rule makes of it."""

    headings: tuple[Heading, ...]

    def known(self, person: Person, period: EmploymentPeriod) -> Known:
        """Return the known headings of a person whose employment period ended."""

    def steps(self, claim: Claim) -> list[str]:
        """Return the steps that this person is asked, in order (keys of `FORMS`)."""

    def open_steps(self, claim: Claim) -> list[str]:
        """Return the steps that still want an answer."""

    def assess(self, claim: Claim) -> Assessment:
        """Apply the rule to a complete application."""
