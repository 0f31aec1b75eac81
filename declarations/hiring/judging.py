"""Judge one declaration of hiring or leaving against the directories and the periods.

Nothing is read and nothing is written here: what stands is in the context.
"""

from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from django.utils import timezone

from declarations.channels.models import Declaration
from declarations.glossary.catalog import anomaly
from declarations.glossary.checks import check_fields
from declarations.glossary.findings import Finding
from declarations.hiring.context import Context
from declarations.hiring.folding import PeriodState, changed, opened
from declarations.hiring.models import EmploymentPeriod
from portal.people.models import Company, Person

BLOCKS = {"DimonaIn": "90373", "DimonaUpdate": "90378"}  # XML name: number of the block


@dataclass(frozen=True)
class Judgement:
    """What a declaration is about and what it would make of its period, with the findings."""

    findings: tuple[Finding, ...]
    company: Company | None = None
    person: Person | None = None
    period: EmploymentPeriod | None = None
    state: PeriodState | None = None

    @property
    def refused(self) -> bool:
        """Say whether an anomaly blocks the declaration."""
        return any(finding.blocking for finding in self.findings)


class RefusalError(Exception):
    """A declaration stops at a blocking anomaly: what follows cannot be judged."""

    def __init__(self, code: str, path: str, value: str = "") -> None:
        super().__init__(code)
        self.finding = _finding(code, path, value)


def _finding(code: str, path: str, value: str = "") -> Finding:
    return Finding(code, anomaly(code).anomaly_class, path, value)


def judge(declaration: Declaration, context: Context) -> Judgement:
    """Return the judgement on a declaration; neither asks the database nor changes the context.

    The order is the official one: shape and fields first, then the directories (employer, mandate,
    worker), then the periods. The first blocking anomaly of the later steps ends the judgement.
    """
    shape = tuple(Finding.from_json(found) for found in declaration.findings)
    received = _received(declaration)
    fields = shape or tuple(check_fields(declaration.action, declaration.content, on=received))
    if any(finding.blocking for finding in fields):
        return Judgement(fields)
    judges = {"DimonaIn": _judge_hiring, "DimonaUpdate": _judge_change}
    try:
        judgement = judges.get(declaration.action, _judge_end)(declaration, context)
    except RefusalError as refusal:
        return Judgement((*fields, refusal.finding))
    return replace(judgement, findings=(*fields, *judgement.findings))


def state_of(period: EmploymentPeriod) -> PeriodState:
    """Return what a period is now."""
    return PeriodState(
        period.since,
        period.until,
        period.worker_type,
        period.joint_committee,
        period.planned_hours,
        period.is_cancelled,
    )


def _judge_hiring(declaration: Declaration, context: Context) -> Judgement:
    content = declaration.content
    state = opened(content)
    company = _employer(declaration, context)
    if company.since > state.since or (company.until and company.until < state.since):
        raise RefusalError("90373-343", "DimonaIn/EmployerId")
    identity: dict[str, Any] = content["NaturalPerson"]
    person = context.worker(identity)
    if person is None:
        raise RefusalError("90017-151", "DimonaIn/NaturalPerson", identity.get("INSS", ""))
    _require_room(context.sharing_days(company, person, state), state, "DimonaIn")
    late = _received(declaration) > state.since
    findings = (_finding("90373-460", "DimonaIn/StartingDate"),) if late else ()
    return Judgement(findings, company, person, None, state)


def _judge_end(declaration: Declaration, context: Context) -> Judgement:
    period = _period(declaration, context)
    path = f"{declaration.action}/DimonaPeriodId"
    if declaration.action == "DimonaOut" and period.until is not None:
        raise RefusalError("00913-356", path, period.number)
    state = changed(state_of(period), declaration.action, declaration.content)
    if state.until is not None and state.until < state.since:
        raise RefusalError("00911-014", f"{declaration.action}/EndingDate", str(state.until))
    return Judgement((), period.company, period.person, period, state)


def _judge_change(declaration: Declaration, context: Context) -> Judgement:
    period = _period(declaration, context)
    before = state_of(period)
    state = changed(before, declaration.action, declaration.content)
    if state == before:
        raise RefusalError("90378-444", "DimonaUpdate")
    if before.until is None and state.until is not None:
        raise RefusalError("00913-359", "DimonaUpdate/EndingDate", str(state.until))
    if state.until is not None and state.until < state.since:
        raise RefusalError("00911-014", "DimonaUpdate/EndingDate", str(state.until))
    others = context.sharing_days(period.company, period.person, state, own=period)
    _require_room(others, state, "DimonaUpdate")
    return Judgement((), period.company, period.person, period, state)


def _employer(declaration: Declaration, context: Context) -> Company:
    """Return the company that is meant; refuse who may not declare for it on that day."""
    path, capacity = f"{declaration.action}/EmployerId", declaration.message.capacity
    company = context.employer(declaration.content.get("EmployerId", {}), capacity)
    if company is None:
        raise RefusalError("90256-151", path)
    if not context.may_declare(capacity, company, _received(declaration)):
        raise RefusalError("90256-155", path)
    return company


def _period(declaration: Declaration, context: Context) -> EmploymentPeriod:
    """Return the period that is meant; a stranger's period is as unknown as none."""
    path = f"{declaration.action}/DimonaPeriodId"
    number = declaration.content["DimonaPeriodId"].zfill(12)
    period = context.periods.get(number)
    capacity, day = declaration.message.capacity, _received(declaration)
    if period is None or not context.may_declare(capacity, period.company, day):
        raise RefusalError("00913-354", path, number)
    if period.is_cancelled:
        raise RefusalError("00913-355", path, number)
    return period


def _received(declaration: Declaration) -> date:
    return timezone.localdate(declaration.received_at)


def _require_room(others: list[EmploymentPeriod], state: PeriodState, block: str) -> None:
    """Refuse a period that stands already, or that shares a day with another of its kind."""
    if any((other.since, other.until) == (state.since, state.until) for other in others):
        raise RefusalError(f"{BLOCKS[block]}-333", f"{block}/StartingDate")
    if others:
        raise RefusalError(f"{BLOCKS[block]}-334", f"{block}/StartingDate")
