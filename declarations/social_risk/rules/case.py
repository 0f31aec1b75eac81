"""What a rule looks at: one declaration of a risk, and what stands around it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date

from django.utils import timezone

from declarations.channels.models import Declaration
from declarations.glossary.findings import Finding
from declarations.hiring.models import EmploymentPeriod
from declarations.social_risk.contents import Content, kind_of, values_in
from declarations.social_risk.context import Context
from declarations.social_risk.filed import Filed, quarter_in
from declarations.social_risk.models import Risk
from declarations.social_risk.reading import finding
from declarations.social_risk.scenarios import Scenario
from portal.law.periods import Period
from portal.people.models import Company, Person


@dataclass(frozen=True)
class Case:
    """One declaration; `before` is the risk that it changes, None for an original."""

    scenario: Scenario
    content: Content
    declaration: Declaration
    company: Company
    person: Person
    days: Period
    context: Context
    before: Risk | None

    @property
    def kind(self) -> str:
        """The identification of the risk in three digits."""
        return kind_of(self.content)

    @property
    def received(self) -> date:
        """The day of reception in Belgium."""
        return timezone.localdate(self.declaration.received_at)

    @property
    def hirings(self) -> list[EmploymentPeriod]:
        """The periods of the worker at the employer that were not cancelled."""
        return self.context.hirings(self.company, self.person)

    @property
    def filed(self) -> Filed | None:
        """What the wages say of the worker in the quarter in which the risk begins."""
        quarter = quarter_in(self.scenario, self.days.start)
        return self.context.filed.get((self.company.pk, self.person.pk, quarter))

    @property
    def others(self) -> list[Risk]:
        """The other risks of the worker that stand, at any employer."""
        standing = self.context.standing[self.person.pk]
        return [each for each in standing if not each.is_cancelled and each is not self.before]

    def problem(self, code: str, path: str, value: object = "") -> Finding:
        """A finding, with the class that it has in the scenario."""
        return finding(self.scenario, code, path, value)

    def has(self, code: str) -> bool:
        """Say whether the scenario's model lists an anomaly: only then a rule may give it."""
        return code in self.scenario.listed

    def days_in(self, zone: str) -> Iterator[tuple[str, date]]:
        """Each date of a zone with its path; what is no date is left to the field checks."""
        for path, value in values_in(self.content, zone):
            try:
                yield path, date.fromisoformat(value)
            except ValueError:
                continue


Rule = Callable[[Case], Iterator[Finding]]
