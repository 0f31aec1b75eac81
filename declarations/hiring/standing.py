"""What a stored period is, in the terms of its declarations."""

from declarations.hiring.folding import PeriodState
from declarations.hiring.models import EmploymentPeriod


def state_of(period: EmploymentPeriod) -> PeriodState:
    """Return what a period is now."""
    return PeriodState(
        since=period.since,
        until=period.until,
        worker_type=period.worker_type,
        joint_committee=period.joint_committee,
        planned_hours=period.planned_hours,
        is_cancelled=period.is_cancelled,
        starts_at=period.starts_at,
        ends_at=period.ends_at,
    )
