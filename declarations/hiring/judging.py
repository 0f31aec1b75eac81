"""Judge one declaration of hiring or leaving against the directories and the periods."""

from dataclasses import dataclass
from typing import Any

from django.utils import timezone

from declarations.channels.models import Declaration
from declarations.glossary.catalog import anomaly
from declarations.glossary.checks import check_fields
from declarations.glossary.findings import Finding
from declarations.hiring.folding import PeriodState, changed, opened
from declarations.hiring.models import EmploymentPeriod
from portal.access.models import Capacity, CapacityKind, Mandate, Service
from portal.people.models import Company, Person
from portal.people.numbers import InvalidNumber, clean_inss

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


def judge(declaration: Declaration) -> Judgement:
    """Return the judgement on a declaration; nothing is written.

    The order is the official one: shape and fields first, then the directories (employer, mandate,
    worker), then the periods. The first blocking anomaly of the later steps ends the judgement.
    """
    shape = tuple(Finding.from_json(found) for found in declaration.findings)
    received = timezone.localdate(declaration.received_at)
    fields = shape or tuple(check_fields(declaration.action, declaration.content, on=received))
    if any(finding.blocking for finding in fields):
        return Judgement(fields)
    judges = {"DimonaIn": _judge_hiring, "DimonaUpdate": _judge_change}
    try:
        judgement = judges.get(declaration.action, _judge_end)(declaration)
    except RefusalError as refusal:
        return Judgement((*fields, refusal.finding))
    return Judgement(
        (*fields, *judgement.findings),
        judgement.company,
        judgement.person,
        judgement.period,
        judgement.state,
    )


def _judge_hiring(declaration: Declaration) -> Judgement:
    content = declaration.content
    state = opened(content)
    company = _employer(content.get("EmployerId", {}), declaration)
    _require_mandate(declaration.message.capacity, company, declaration)
    if not Company.objects.active_on(state.since).filter(pk=company.pk).exists():
        raise RefusalError("90373-343", "DimonaIn/EmployerId")
    person = _worker(content["NaturalPerson"])
    _require_room(company, person, state, "DimonaIn")
    received = timezone.localdate(declaration.received_at)
    late = () if received <= state.since else (_finding("90373-460", "DimonaIn/StartingDate"),)
    return Judgement(late, company, person, None, state)


def _judge_end(declaration: Declaration) -> Judgement:
    period = _period(declaration)
    path = f"{declaration.action}/DimonaPeriodId"
    if declaration.action == "DimonaOut" and period.until is not None:
        raise RefusalError("00913-356", path, period.number)
    state = changed(_state_of(period), declaration.action, declaration.content)
    if state.until is not None and state.until < state.since:
        raise RefusalError("00911-014", f"{declaration.action}/EndingDate", str(state.until))
    return Judgement((), period.company, period.person, period, state)


def _judge_change(declaration: Declaration) -> Judgement:
    period = _period(declaration)
    before = _state_of(period)
    state = changed(before, declaration.action, declaration.content)
    if state == before:
        raise RefusalError("90378-444", "DimonaUpdate")
    if before.until is None and state.until is not None:
        raise RefusalError("00913-359", "DimonaUpdate/EndingDate", str(state.until))
    if state.until is not None and state.until < state.since:
        raise RefusalError("00911-014", "DimonaUpdate/EndingDate", str(state.until))
    _require_room(period.company, period.person, state, "DimonaUpdate", period)
    return Judgement((), period.company, period.person, period, state)


def _employer(identification: dict[str, str], declaration: Declaration) -> Company:
    capacity = declaration.message.capacity
    if not identification and capacity.kind == CapacityKind.COMPANY and capacity.company:
        return capacity.company
    company = Company.objects.identified_by(
        nsso_number=identification.get("NOSSRegistrationNbr", "").lstrip("0"),
        enterprise_number=identification.get("CompanyID", "").zfill(10),
    ).first()
    if company is None:
        raise RefusalError("90256-151", f"{declaration.action}/EmployerId")
    return company


def _require_mandate(capacity: Capacity, company: Company, declaration: Declaration) -> None:
    """Refuse who may not declare for the company on the day of the declaration."""
    own = capacity.kind == CapacityKind.COMPANY and capacity.company_id == company.pk
    if own or (
        capacity.kind == CapacityKind.PAYROLL_OFFICE
        and Mandate.objects.on(timezone.localdate(declaration.received_at))
        .filter(giver=company, holder=capacity.company_id, service=Service.HIRING)
        .exists()
    ):
        return
    raise RefusalError("90256-155", f"{declaration.action}/EmployerId")


def _worker(identity: dict[str, Any]) -> Person:
    try:
        person = Person.objects.with_number(clean_inss(identity.get("INSS", ""))).first()
    except InvalidNumber:
        person = None
    if person is None:
        raise RefusalError("90017-151", "DimonaIn/NaturalPerson", identity.get("INSS", ""))
    return person


def _period(declaration: Declaration) -> EmploymentPeriod:
    """Return the period that is meant, locked; a stranger's period is as unknown as none."""
    path = f"{declaration.action}/DimonaPeriodId"
    number = declaration.content["DimonaPeriodId"].zfill(12)
    period = (
        EmploymentPeriod.objects.select_for_update(of=("self",))
        .select_related("company", "person")
        .filter(number=number)
        .first()
    )
    if period is None:
        raise RefusalError("00913-354", path, number)
    try:
        _require_mandate(declaration.message.capacity, period.company, declaration)
    except RefusalError:
        raise RefusalError("00913-354", path, number) from None
    if period.is_cancelled:
        raise RefusalError("00913-355", path, number)
    return period


def _state_of(period: EmploymentPeriod) -> PeriodState:
    return PeriodState(
        period.since,
        period.until,
        period.worker_type,
        period.joint_committee,
        period.planned_hours,
        period.is_cancelled,
    )


def _require_room(
    company: Company,
    person: Person,
    state: PeriodState,
    block: str,
    own: EmploymentPeriod | None = None,
) -> None:
    """Refuse a period that stands already, or that shares a day with another of its kind."""
    standing = EmploymentPeriod.objects.overlapping(state.since, state.until).filter(
        company=company, person=person, worker_type=state.worker_type
    )
    if own:
        standing = standing.exclude(pk=own.pk)
    spans = set(standing.values_list("since", "until"))
    if (state.since, state.until) in spans:
        raise RefusalError(f"{BLOCKS[block]}-333", f"{block}/StartingDate")
    if spans:
        raise RefusalError(f"{BLOCKS[block]}-334", f"{block}/StartingDate")
