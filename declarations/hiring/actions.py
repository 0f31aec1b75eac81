"""Judge declarations of hiring and leaving, and fold the accepted ones into periods."""

from django.db import IntegrityError, connection, transaction

from declarations.channels.actions import pronounce
from declarations.channels.models import Declaration, Verdict
from declarations.glossary.catalog import anomaly
from declarations.glossary.findings import Finding
from declarations.hiring.folding import PeriodState, fold
from declarations.hiring.judging import BLOCKS, Judgement, judge
from declarations.hiring.models import EmploymentPeriod, PeriodDeclaration
from portal.access.door import open_file
from portal.access.models import Purpose
from portal.exchange.actions import publish
from portal.people.numbers import make_dimona_period_id

LATE = "90373-460"
TOPICS = {
    "DimonaIn": "employment.started",
    "DimonaOut": "employment.ended",
    "DimonaUpdate": "employment.changed",
    "DimonaCancel": "employment.changed",
}


@transaction.atomic
def give_verdict(declaration: Declaration) -> Verdict:
    """Judge a declaration, apply it if it is accepted, and write the verdict.

    A declaration that has its verdict keeps it. Two declarations that race for the same days are
    settled by the database: the second is refused as overlapping.
    """
    standing = Verdict.objects.filter(declaration=declaration).first()
    if standing:
        return standing
    judgement = judge(declaration)
    findings = judgement.findings
    if not judgement.refused:
        try:
            with transaction.atomic():
                _apply(declaration, judgement)
        except IntegrityError as error:
            if "period_without_overlap" not in str(error):
                raise
            findings = (*findings, _overlap(declaration))
    if judgement.person:
        open_file(judgement.person, declaration.message.capacity, Purpose.DECLARATION)
    verdict = pronounce(declaration, findings, judgement.company, judgement.person)
    publish(
        "declaration.judged",
        declaration.pk,
        person=judgement.person,
        company=judgement.company,
        message=declaration.message,
    )
    return verdict


def _overlap(declaration: Declaration) -> Finding:
    code = f"{BLOCKS[declaration.action]}-334"
    return Finding(code, anomaly(code).anomaly_class, f"{declaration.action}/StartingDate")


def _apply(declaration: Declaration, judgement: Judgement) -> None:
    period = judgement.period or _open(judgement)
    PeriodDeclaration.objects.create(period=period, declaration=declaration)
    history = period.history.values_list("declaration__action", "declaration__content")
    _project(period, fold(history))
    publish(
        TOPICS[declaration.action],
        period.pk,
        person=period.person,
        company=period.company,
        message=declaration.message,
    )


def _open(judgement: Judgement) -> EmploymentPeriod:
    state, company, person = judgement.state, judgement.company, judgement.person
    assert state is not None  # noqa: S101 - an accepted hiring has all three
    assert company is not None  # noqa: S101
    assert person is not None  # noqa: S101
    return EmploymentPeriod.objects.create(
        number=make_dimona_period_id(_next_sequence()),
        company=company,
        person=person,
        worker_type=state.worker_type,
        joint_committee=state.joint_committee,
        since=state.since,
        until=state.until,
        is_late=any(finding.code == LATE for finding in judgement.findings),
    )


def _next_sequence() -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT nextval('dimona_period_sequence')")
        return int(cursor.fetchone()[0])


def _project(period: EmploymentPeriod, state: PeriodState) -> None:
    """Write what the period folded into; the row is a projection and can be made again."""
    period.since, period.until = state.since, state.until
    period.planned_hours, period.is_cancelled = state.planned_hours, state.is_cancelled
    period.save()
