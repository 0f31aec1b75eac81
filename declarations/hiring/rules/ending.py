"""How a period may end, open again, or be taken back."""

from collections.abc import Iterator

from declarations.glossary.findings import Finding
from declarations.hiring.rules.case import Step

AGENCY_WORK = "322"
FLEXI = "FLX"


def still_there(step: Step) -> Iterator[Finding]:
    """Nothing more can be said about a period that was taken back (00913-355)."""
    if step.before.is_cancelled:
        yield step.problem("00913-355", "DimonaPeriodId")


def leaving(step: Step) -> Iterator[Finding]:
    """A leaving ends an open period (00913-356); that of a flexi-job may also end it sooner."""
    if step.act.action == "DimonaOut" and step.before.until and step.before.worker_type != FLEXI:
        yield step.problem("00913-356", "DimonaPeriodId")


def closing_by_change(step: Step) -> Iterator[Finding]:
    """A change does not end an open period: a leaving does (00913-359)."""
    is_change = step.act.action == "DimonaUpdate"
    if is_change and step.before.until is None and step.after.until is not None:
        yield step.problem("00913-359", "DimonaPeriodId")


def keeping_the_end(step: Step) -> Iterator[Finding]:
    """Work that always has a last day keeps one (00913-368): some types, agency work, day work."""
    bound = (
        step.type_rules.get("ending_date") == "required"
        or step.before.joint_committee == AGENCY_WORK
        or step.before.starts_at is not None
    )
    if bound and step.before.until is not None and step.after.until is None:
        yield step.problem("00913-368", "DimonaPeriodId")


def flexi_job_not_prolonged(step: Step) -> Iterator[Finding]:
    """The end of a flexi-job under a written contract never moves to a later day (00911-344).

    One that is declared by the hour may run late, within the time limits of day work.
    """
    before, after = step.before, step.after
    by_period = before.worker_type == FLEXI and before.starts_at is None
    if by_period and before.until and (after.until is None or after.until > before.until):
        yield step.problem("00911-344", "EndingDate")


def something_changes(step: Step) -> Iterator[Finding]:
    """A change that leaves the period as it is, is refused (90378-444); so is a flexi-job's leaving
    on the day on which it ends anyhow (00913-356)."""
    if step.after != step.before:
        return
    if step.act.action == "DimonaUpdate":
        yield step.problem("444")
    else:
        yield step.problem("00913-356", "DimonaPeriodId")
