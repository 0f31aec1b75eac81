"""What a rule looks at: one declaration, its period before and after, and what stands around it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from typing import Any

from declarations.glossary.catalog import code_list
from declarations.glossary.fields import found
from declarations.glossary.findings import Finding
from declarations.hiring.folding import Act, PeriodState, changed
from declarations.hiring.models import EmploymentPeriod
from declarations.hiring.worked import Worked
from portal.people.models import Company, Person

BLOCKS = {"DimonaIn": "90373", "DimonaOut": "90377", "DimonaUpdate": "90378"}


@dataclass(frozen=True)
class Step:
    """One later declaration at its place in the history of its period; nothing else is looked at.

    `before` is what the earlier ones make of the period.
    """

    before: PeriodState
    act: Act

    @cached_property
    def after(self) -> PeriodState:
        """Return what this declaration makes of the period."""
        return changed(self.before, self.act.action, self.act.content)

    @property
    def type_rules(self) -> Mapping[str, Any]:
        """Return what the worker type asks for."""
        return rules_of(self.before)

    def has(self, label: str) -> bool:
        """Say whether the declaration gives a field."""
        return bool(self.act.content.get(label))

    def problem(self, code: str, label: str = "") -> Finding:
        """Return a finding about a field of the declaration; without a label, about the whole."""
        return problem(self.act.action, self.act.content, code, label)


@dataclass(frozen=True)
class Case:
    """One declaration with all that it touches.

    `before` is the period as it stands (None for a hiring) and `after` as the declaration leaves
    it, in the light of all others. `received` is an aware moment in Belgian time. `others` are the
    other periods of the person that were not cancelled, at any company, a whole year back or more.
    `worked` says how much the person worked, by the wages that are declared.
    """

    action: str
    content: Mapping[str, Any]
    received: datetime
    company: Company
    person: Person
    before: PeriodState | None
    after: PeriodState
    others: Sequence[EmploymentPeriod]
    period: EmploymentPeriod | None = None
    worked: Worked = field(default_factory=dict)

    @property
    def clock(self) -> datetime:
        """Return the moment of reception as clocks in Belgium show it."""
        return self.received.replace(tzinfo=None)

    @property
    def type_rules(self) -> Mapping[str, Any]:
        """Return what the worker type asks for."""
        return rules_of(self.after)

    @property
    def same_kind(self) -> list[EmploymentPeriod]:
        """Return the other periods at this company that are of the same type."""
        return [
            other
            for other in self.others
            if other.company_id == self.company.pk and other.worker_type == self.after.worker_type
        ]

    def problem(self, code: str, label: str = "") -> Finding:
        """Return a finding about a field of the declaration; without a label, about the whole."""
        return problem(self.action, self.content, code, label)


StepRule = Callable[[Step], Iterator[Finding]]
CaseRule = Callable[[Case], Iterator[Finding]]


def problem(action: str, content: Mapping[str, Any], code: str, label: str) -> Finding:
    """Return a finding; "333" alone is a problem of the whole declaration."""
    number = code if "-" in code else f"{BLOCKS[action]}-{code}"
    return found(number, f"{action}/{label}" if label else action, content.get(label, ""))


def rules_of(state: PeriodState) -> Mapping[str, Any]:
    """Return what the worker type of a period asks for."""
    return code_list("worker_types")[state.worker_type].rules or {}
