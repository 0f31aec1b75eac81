"""Judge one declaration of a social risk; nothing is read and nothing is written here."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from declarations.channels.models import Declaration
from declarations.glossary.findings import Finding
from declarations.social_risk.contents import Content, days_of, employer_of, worker_of
from declarations.social_risk.context import Context, earlier_form
from declarations.social_risk.models import Risk
from declarations.social_risk.reading import finding
from declarations.social_risk.rules import Case, asked_of
from declarations.social_risk.scenarios import Scenario, scenarios
from portal.law.periods import Period
from portal.people.models import Company, Person

ORIGINAL, CHANGE, CANCEL, OF_PAPER = "0", "1", "3", "7"
NO_SCENARIO = "90059-134"


@dataclass(frozen=True)
class Judgement:
    """What a declaration is about, with the findings; `before` is the risk that it changes."""

    findings: tuple[Finding, ...]
    company: Company | None = None
    person: Person | None = None
    days: Period | None = None
    before: Risk | None = None
    cancels: bool = False

    @property
    def refused(self) -> bool:
        """Say whether an anomaly blocks the declaration."""
        return any(each.blocking for each in self.findings)


class RefusalError(Exception):
    """A declaration stops at a blocking anomaly: what follows cannot be judged."""

    def __init__(self, found: Finding) -> None:
        super().__init__(found.code)
        self.finding = found


def judge(declaration: Declaration, context: Context) -> Judgement:
    """Return the judgement on a declaration.

    First its shape, then employer, mandate and worker, then the form that it changes, then the
    rules. The first blocking anomaly of the later steps ends the judgement.
    """
    shape = tuple(Finding.from_json(each) for each in declaration.findings)
    if any(each.blocking for each in shape):
        return Judgement(shape)
    try:
        judgement = _judge(declaration, context)
    except RefusalError as refusal:
        return Judgement((*shape, refusal.finding))
    return replace(judgement, findings=(*shape, *judgement.findings))


def _judge(declaration: Declaration, context: Context) -> Judgement:
    scenario, content = scenarios()[declaration.flow], declaration.content
    days = days_of(scenario, content)
    if days is None:
        raise RefusalError(finding(scenario, "90059-452", "Form"))
    company = _employer(declaration, context, days)
    person = context.worker(content)
    if person is None:
        path, worker = worker_of(content)
        raise RefusalError(finding(scenario, "90017-151", path, worker.get("INSS", "")))
    before = _before(declaration, context, company, person)
    cancels = content.get("AttestationStatus") == CANCEL
    case = Case(scenario, content, declaration, company, person, days, context, before)
    findings = () if cancels else tuple(_until_refused(case))
    return Judgement(findings, company, person, days, before, cancels)


def _employer(declaration: Declaration, context: Context, days: Period) -> Company:
    scenario = scenarios()[declaration.flow]
    path, _block = employer_of(declaration.content)
    company = context.employer(declaration.content)
    if company is None:
        number = scenario.model.element(path.rpartition("/")[2]).number
        raise RefusalError(finding(scenario, f"{number}-151", path))
    capacity = declaration.message.capacity
    if not context.may_declare(capacity, company, declaration.received_at, days):
        raise RefusalError(no_mandate(scenario, declaration.content))
    return company


def no_mandate(scenario: Scenario, content: Content) -> Finding:
    """The anomaly of a form from somebody who may not declare for the employer that it names."""
    path, block = employer_of(content)
    zone = "NOSSRegistrationNbr" if "NOSSRegistrationNbr" in block else "CompanyID"
    number = scenario.model.element(zone).number
    return finding(scenario, f"{number}-155", f"{path}/{zone}", block.get(zone))


def _before(
    declaration: Declaration, context: Context, company: Company, person: Person
) -> Risk | None:
    """The risk that a change or a cancellation is about; None for an original."""
    scenario, content = scenarios()[declaration.flow], declaration.content
    status = content.get("AttestationStatus")
    if status not in (CHANGE, CANCEL):
        return None
    given, risk = earlier_form(content), context.named(content)[1]
    if not given or risk is None or risk.flow != declaration.flow:
        raise _reference(scenario.flow, "234", given)
    if (risk.company_id, risk.person_id) != (company.pk, person.pk):
        raise _reference(scenario.flow, "207", given)
    if risk.is_cancelled:
        raise _reference(scenario.flow, "181", given)
    if not risk.standing.reference.hex.startswith(given.replace("-", "").lower()):
        raise _reference(scenario.flow, "180", given)
    return risk


def _reference(flow: str, problem: str, given: str) -> RefusalError:
    path = "Form/Reference/ReferenceNbr"
    return RefusalError(finding(scenarios()[flow], f"00222-{problem}", path, given))


def _until_refused(case: Case) -> Iterator[Finding]:
    for rule in asked_of(case):
        for each in rule(case):
            yield each
            if each.blocking:
                return
