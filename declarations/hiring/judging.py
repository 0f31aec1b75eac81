"""Judge one declaration of hiring or leaving against the directories and the periods.

Nothing is read and nothing is written here: what stands is in the context.
"""

from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any

from django.utils import timezone

from declarations.channels.models import Declaration
from declarations.glossary.checks import check_fields
from declarations.glossary.fields import found
from declarations.glossary.findings import Finding
from declarations.hiring.context import Context, act_of
from declarations.hiring.folding import PeriodState, opened
from declarations.hiring.models import DailyRegistration, EmploymentPeriod
from declarations.hiring.registering import DAILY, Presence, judge_presence
from declarations.hiring.rules import judge_at_its_place, judge_case
from declarations.hiring.rules.case import Case
from declarations.hiring.standing import state_of
from portal.law.periods import Period
from portal.people.models import Company, Person

# How long a worker without a number is searched for: an employer hears within ten working days.
PATIENCE = timedelta(days=14)


@dataclass(frozen=True)
class Judgement:
    """What a declaration is about and what it would make of its period, with the findings.

    `waits`: the worker was described, and the register does not know for sure who that is.
    """

    findings: tuple[Finding, ...]
    company: Company | None = None
    person: Person | None = None
    period: EmploymentPeriod | None = None
    state: PeriodState | None = None
    registration: DailyRegistration | None = None
    presence: Presence | None = None
    waits: bool = False

    @property
    def refused(self) -> bool:
        """Say whether an anomaly blocks the declaration."""
        return any(finding.blocking for finding in self.findings)


class RefusalError(Exception):
    """A declaration stops at a blocking anomaly: what follows cannot be judged."""

    def __init__(self, code: str, path: str, value: str = "") -> None:
        super().__init__(code)
        self.finding = found(code, path, value)


def judge(declaration: Declaration, context: Context) -> Judgement:
    """Return the judgement on a declaration; neither asks the database nor changes the context.

    The order is the official one: shape and fields first, then the directories (employer, mandate,
    worker), then the periods. The first blocking anomaly of the later steps ends the judgement.
    """
    shape = tuple(Finding.from_json(found) for found in declaration.findings)
    received = _received(declaration).date()
    fields = shape or tuple(check_fields(declaration.action, declaration.content, on=received))
    if any(finding.blocking for finding in fields):
        return Judgement(fields)
    judges = {"DimonaIn": _judge_hiring, DAILY: _judge_registration}
    try:
        judgement = judges.get(declaration.action, _judge_later)(declaration, context)
    except RefusalError as refusal:
        return Judgement((*fields, refusal.finding))
    return replace(judgement, findings=(*fields, *judgement.findings))


def _judge_hiring(declaration: Declaration, context: Context) -> Judgement:
    content, state = declaration.content, opened(declaration.content)
    company = _employer(declaration, context)
    identity: dict[str, Any] = content["NaturalPerson"]
    workers = context.workers(identity)
    if len(workers) != 1:
        if not _has_number(identity) and _received(declaration) > timezone.now() - PATIENCE:
            return Judgement((), company, waits=True)
        raise RefusalError("90017-151", "DimonaIn/NaturalPerson", identity.get("INSS", ""))
    (person,) = workers
    others = context.periods_of(person)
    case = Case(
        "DimonaIn",
        content,
        _received(declaration),
        company,
        person,
        None,
        state,
        others,
        worked=context.worked_by(person),
    )
    return Judgement(tuple(judge_case(case)), company, person, None, state)


def _judge_later(declaration: Declaration, context: Context) -> Judgement:
    """A leaving, change or cancellation: at its place in the history of its period, then in the
    light of everything that was declared about it."""
    period, act = _period(declaration, context), act_of(declaration)
    if period.is_locked:
        raise RefusalError("00913-362", f"{declaration.action}/DimonaPeriodId", period.number)
    _require_same(declaration, period, context)
    findings, after = judge_at_its_place(context.history_of(period), act)
    if not any(finding.blocking for finding in findings):
        others = [each for each in context.periods_of(period.person) if each is not period]
        case = Case(
            act.action,
            act.content,
            _received(declaration),
            period.company,
            period.person,
            state_of(period),
            after,
            others,
            period,
            context.worked_by(period.person),
        )
        findings += judge_case(case)
    return Judgement(tuple(findings), period.company, period.person, period, after)


def _judge_registration(declaration: Declaration, context: Context) -> Judgement:
    """A daily registration is about the hours within a period, and leaves the period as it is."""
    registration = None
    if number := declaration.content.get("DailyRegistrationId"):
        registration = context.registrations.get(number.zfill(12))
        if registration is None or not _may_change(
            declaration, context, context.periods[registration.period.number]
        ):
            raise RefusalError("01085-354", f"{DAILY}/DailyRegistrationId", number)
        period = context.periods[registration.period.number]
    else:
        period = _period(declaration, context)
    findings, presence = judge_presence(
        declaration.content,
        _received(declaration),
        period,
        registration,
        context.registrations_of(period),
    )
    return Judgement(
        tuple(findings),
        period.company,
        period.person,
        period,
        state_of(period),
        registration,
        presence,
    )


def _employer(declaration: Declaration, context: Context) -> Company:
    """Return the company that is meant; refuse who may not declare a hiring there that day."""
    path, capacity = f"{declaration.action}/EmployerId", declaration.message.capacity
    company = context.employer(declaration.content.get("EmployerId", {}), capacity)
    if company is None:
        raise RefusalError("90256-151", path)
    day = date.fromisoformat(declaration.content["StartingDate"])
    if not _may_declare(declaration, context, company, Period(day, day)):
        raise RefusalError("90256-155", path)
    return company


def _period(declaration: Declaration, context: Context) -> EmploymentPeriod:
    """Return the period that is meant; a stranger's period is as unknown as none."""
    number = declaration.content["DimonaPeriodId"].zfill(12)
    period = context.periods.get(number)
    if period is None or not _may_change(declaration, context, period):
        raise RefusalError("00913-354", f"{declaration.action}/DimonaPeriodId", number)
    return period


def _require_same(declaration: Declaration, period: EmploymentPeriod, context: Context) -> None:
    """Refuse a number of the worker or the employer that is not the period's (347)."""
    content, action = declaration.content, declaration.action
    workers = context.workers({"INSS": content.get("INSS", "")})
    if _has_number(content) and workers != [period.person]:
        raise RefusalError("00024-347", f"{action}/INSS", content["INSS"])
    for label, code in (("NOSSRegistrationNbr", "00011-347"), ("CompanyID", "00014-347")):
        number = content.get("EmployerId", {}).get(label)
        named = number and context.employer({label: number}, declaration.message.capacity)
        if number and named != period.company:
            raise RefusalError(code, f"{action}/EmployerId/{label}", number)


def _may_change(declaration: Declaration, context: Context, period: EmploymentPeriod) -> bool:
    """Say whether the sender may declare about a period: on its last day, or while it ran."""
    days = Period(period.since, period.until)
    if last := declaration.content.get("EndingDate"):
        days = Period(date.fromisoformat(last), date.fromisoformat(last))
    return _may_declare(declaration, context, period.company, days)


def _may_declare(
    declaration: Declaration, context: Context, company: Company, days: Period
) -> bool:
    capacity = declaration.message.capacity
    return context.may_declare(capacity, company, declaration.received_at, days)


def _has_number(identity: dict[str, Any]) -> bool:
    """Say whether a national number was given; 0 stands for none."""
    return bool(identity.get("INSS", "").strip("0"))


def _received(declaration: Declaration) -> datetime:
    return timezone.localtime(declaration.received_at)
