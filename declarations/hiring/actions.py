"""Judge declarations of hiring and leaving, and fold the accepted ones into periods."""

from collections.abc import Sequence

from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from declarations.channels.actions import pronounce
from declarations.channels.models import Declaration, Verdict
from declarations.hiring.context import Context
from declarations.hiring.judging import Judgement, judge
from declarations.hiring.models import EmploymentPeriod, PeriodDeclaration
from portal.access.door import open_files
from portal.access.models import Environment, Purpose
from portal.copying import copy_rows
from portal.exchange.actions import Happening, publish_all
from portal.people.numbers import make_dimona_period_id

LATE = "90373-460"
TOPICS = {
    "DimonaIn": "employment.started",
    "DimonaOut": "employment.ended",
    "DimonaUpdate": "employment.changed",
    "DimonaCancel": "employment.changed",
}
RACES = 3  # lost one after the other by one declaration: then the outbox tries again later
OPENED = (
    "id",
    "reference",
    "number",
    "company_id",
    "person_id",
    "worker_type",
    "joint_committee",
    "since",
    "until",
    "planned_hours",
    "is_cancelled",
    "is_late",
    "changed_at",
    "environment",
)
CHANGE = """
    UPDATE declarations_employmentperiod AS period
    SET since = new.since, until = new.until, planned_hours = new.planned_hours,
        is_cancelled = new.is_cancelled, changed_at = new.changed_at
    FROM unnest(%s::bigint[], %s::date[], %s::date[], %s::int[], %s::bool[], %s::timestamptz[])
        AS new (id, since, until, planned_hours, is_cancelled, changed_at)
    WHERE period.id = new.id
"""

Judged = tuple[Declaration, Judgement]


def give_verdict(declaration: Declaration) -> Verdict:
    """Judge one declaration and return its verdict; see `give_verdicts`."""
    give_verdicts([declaration])
    return Verdict.objects.get(declaration=declaration)


@transaction.atomic
def give_verdicts(declarations: Sequence[Declaration]) -> None:
    """Judge declarations in their order, apply those that are accepted, write the verdicts.

    A declaration that has its verdict keeps it. Who races with another piece for the same days is
    held up by the database until the other is through, and then judged again, one by one.
    """
    standing = Verdict.objects.filter(declaration__in=declarations).values_list("pk", flat=True)
    known = set(standing)
    fresh = [declaration for declaration in declarations if declaration.pk not in known]
    if fresh and not _settled(fresh):
        for declaration in fresh:
            if not any(_settled([declaration]) for _ in range(RACES)):
                raise RuntimeError(f"declaration {declaration.pk} lost every race")


def _settled(declarations: Sequence[Declaration]) -> bool:
    """Judge and write a piece as a whole; say whether no other had taken the same days."""
    try:
        with transaction.atomic():
            _settle(declarations)
    except IntegrityError as error:
        if "period_without_overlap" not in str(error):
            raise
        return False
    return True


def _settle(declarations: Sequence[Declaration]) -> None:
    context = Context.load(declarations)
    judged: list[Judged] = []
    accepted: list[tuple[Declaration, EmploymentPeriod]] = []
    for declaration in declarations:
        judgement = judge(declaration, context)
        judged.append((declaration, judgement))
        if not judgement.refused:
            accepted.append((declaration, _fold_in(judgement, context)))
    _write_periods([period for _declaration, period in accepted])
    _write_effects(accepted)
    _write_verdicts(judged)


def _fold_in(judgement: Judgement, context: Context) -> EmploymentPeriod:
    """Let the period become what the declaration makes of it, in memory."""
    state = judgement.state
    assert state is not None  # noqa: S101 - what is accepted has a state
    period = judgement.period or _open(judgement, context)
    period.since, period.until = state.since, state.until
    period.planned_hours, period.is_cancelled = state.planned_hours, state.is_cancelled
    return period


def _open(judgement: Judgement, context: Context) -> EmploymentPeriod:
    assert judgement.state is not None  # noqa: S101 - an accepted hiring has both
    assert judgement.person is not None  # noqa: S101
    period = EmploymentPeriod(
        company=judgement.company,
        person=judgement.person,
        worker_type=judgement.state.worker_type,
        joint_committee=judgement.state.joint_committee,
        is_late=any(finding.code == LATE for finding in judgement.findings),
        environment=context.environment,
    )
    context.open(period)
    return period


def _write_periods(touched: Sequence[EmploymentPeriod]) -> None:
    """Write what the periods folded into; the rows are a projection and can be made again."""
    now = timezone.now()
    for period in touched:
        period.changed_at = now
    changed = {period.pk: period for period in touched if period.pk}
    if changed:
        _write_changes(list(changed.values()))
    opened = [period for period in touched if not period.pk]
    if opened:
        _write_opened(opened)


def _write_changes(periods: Sequence[EmploymentPeriod]) -> None:
    names = ("pk", "since", "until", "planned_hours", "is_cancelled", "changed_at")
    with connection.cursor() as cursor:
        cursor.execute(CHANGE, [[getattr(period, name) for period in periods] for name in names])


def _write_opened(periods: Sequence[EmploymentPeriod]) -> None:
    for period, (key, sequence) in zip(periods, _next_numbers(len(periods)), strict=True):
        period.pk, period.number = key, make_dimona_period_id(sequence)
    rows = ([getattr(period, name) for name in OPENED] for period in periods)
    copy_rows(EmploymentPeriod, OPENED, rows)


def _next_numbers(count: int) -> list[tuple[int, int]]:
    """Return (key, sequence of the Dimona number) for that many new periods."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT nextval(pg_get_serial_sequence('declarations_employmentperiod', 'id')),"
            " nextval('dimona_period_sequence') FROM generate_series(1, %s)",
            [count],
        )
        return cursor.fetchall()


def _write_effects(accepted: Sequence[tuple[Declaration, EmploymentPeriod]]) -> None:
    """Write which declaration took part in which period, and tell who wants to know.

    Of what was only a test nobody is told.
    """
    if accepted:
        effects = ((period.pk, declaration.pk) for declaration, period in accepted)
        copy_rows(PeriodDeclaration, ("period_id", "declaration_id"), effects)
        publish_all(
            Happening(
                TOPICS[declaration.action],
                period.pk,
                period.person_id,
                period.company_id,
                declaration.message_id,
            )
            for declaration, period in accepted
            if period.environment == Environment.REAL
        )


def _write_verdicts(judged: Sequence[Judged]) -> None:
    """Write the verdicts, a line for each person whose file was opened, and tell of the piece.

    The verdict on a test names nobody: it opens no file, and no name can be read from it.
    """
    known = [
        (declaration, judgement, judgement.person if _is_real(declaration) else None)
        for declaration, judgement in judged
    ]
    open_files(
        (
            (person.pk, declaration.message.capacity_id)
            for declaration, _judgement, person in known
            if person
        ),
        Purpose.DECLARATION,
    )
    pronounce(
        (declaration, judgement.findings, judgement.company, person)
        for declaration, judgement, person in known
    )
    first = {declaration.message_id: declaration.pk for declaration, _ in reversed(judged)}
    publish_all(
        Happening("declarations.judged", subject, message=message)
        for message, subject in first.items()
    )


def _is_real(declaration: Declaration) -> bool:
    return declaration.message.environment == Environment.REAL
