"""Write what declarations fold into: the rows are a projection, and can be made again."""

from collections.abc import Sequence

from django.db import connection
from django.utils import timezone

from declarations.channels.models import Declaration
from declarations.hiring.context import Context, act_of
from declarations.hiring.judging import Judgement
from declarations.hiring.models import DailyRegistration, EmploymentPeriod
from declarations.hiring.quota import reserved
from portal.copying import copy_rows
from portal.people.numbers import make_dimona_period_id

LATE = ("90373-460", "90378-460")
OPENED = (
    "id",
    "reference",
    "number",
    "company_id",
    "person_id",
    "worker_type",
    "joint_committee",
    "since",
    "starts_at",
    "until",
    "ends_at",
    "planned_hours",
    "reserved_hours",
    "is_cancelled",
    "is_late",
    "changed_at",
    "environment",
)
CHANGED = {  # column: its type
    "since": "date",
    "starts_at": "time",
    "until": "date",
    "ends_at": "time",
    "planned_hours": "int",
    "reserved_hours": "int",
    "is_cancelled": "bool",
    "changed_at": "timestamptz",
}
CHANGE = f"""
    UPDATE declarations_employmentperiod AS period
    SET {", ".join(f"{name} = new.{name}" for name in CHANGED)}
    FROM unnest(%s::bigint[], {", ".join(f"%s::{kind}[]" for kind in CHANGED.values())})
        AS new (id, {", ".join(CHANGED)})
    WHERE period.id = new.id
"""  # noqa: S608 - names of ours


def fold_in(declaration: Declaration, judgement: Judgement, context: Context) -> EmploymentPeriod:
    """Let the period become what an accepted declaration makes of it, in memory."""
    state = judgement.state
    assert state is not None  # noqa: S101 - what is accepted has a state
    late = any(finding.code in LATE for finding in judgement.findings)
    period = judgement.period or _open(judgement, late, context)
    others = [each for each in context.periods_of(period.person) if each is not period]
    reserves = reserved(state, others, late=period.is_late)
    if late and judgement.period and reserves is not None:
        # Hours that are added once the work is over take ordinary contributions.
        reserves = min(reserves, period.reserved_hours or 0)
    period.reserved_hours, period.planned_hours = reserves, state.planned_hours
    period.since, period.starts_at = state.since, state.starts_at
    period.until, period.ends_at = state.until, state.ends_at
    period.is_cancelled = state.is_cancelled
    if judgement.period:
        context.remember(period, act_of(declaration))
    return period


def _open(judgement: Judgement, late: bool, context: Context) -> EmploymentPeriod:
    assert judgement.state is not None  # noqa: S101 - an accepted hiring has both
    assert judgement.person is not None  # noqa: S101
    period = EmploymentPeriod(
        company=judgement.company,
        person=judgement.person,
        worker_type=judgement.state.worker_type,
        joint_committee=judgement.state.joint_committee,
        is_late=late,
        environment=context.environment,
    )
    context.open(period)
    return period


def write_periods(touched: Sequence[EmploymentPeriod]) -> None:
    """Write the periods that a piece opened or changed, each once."""
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
    with connection.cursor() as cursor:
        columns = [[getattr(period, name) for period in periods] for name in ("pk", *CHANGED)]
        cursor.execute(CHANGE, columns)


def _write_opened(periods: Sequence[EmploymentPeriod]) -> None:
    keys = _next_numbers("declarations_employmentperiod", "dimona_period_sequence", len(periods))
    for period, (key, sequence) in zip(periods, keys, strict=True):
        period.pk, period.number = key, make_dimona_period_id(sequence)
    rows = ([getattr(period, name) for name in OPENED] for period in periods)
    copy_rows(EmploymentPeriod, OPENED, rows)


def register_in(judgement: Judgement, context: Context) -> DailyRegistration:
    """Let a daily registration become what an accepted declaration makes of it, and write it."""
    presence = judgement.presence
    assert presence is not None  # noqa: S101 - an accepted registration has one
    registration = judgement.registration or DailyRegistration(period=judgement.period)
    registration.since, registration.starts_at = presence.since, presence.starts_at
    registration.until, registration.ends_at = presence.until, presence.ends_at
    registration.is_cancelled = presence.is_cancelled
    if not registration.pk:
        ((_key, sequence),) = _next_numbers(
            "declarations_dailyregistration", "daily_registration_sequence", 1
        )
        registration.number = make_dimona_period_id(sequence)
    registration.save()
    context.registrations[registration.number] = registration
    return registration


def _next_numbers(table: str, sequence: str, count: int) -> list[tuple[int, int]]:
    """Return (key, sequence of the official number) for that many new rows."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT nextval(pg_get_serial_sequence(%s, 'id')), nextval(%s)"
            " FROM generate_series(1, %s)",
            [table, sequence, count],
        )
        return cursor.fetchall()
