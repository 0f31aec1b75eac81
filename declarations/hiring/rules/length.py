"""How long a period may be once it was changed or ended. Source: NSSO glossary 2023/3, zone 00911
and anomalies 341 and 421; a hiring is checked by the same rules in the glossary."""

from collections.abc import Iterator
from datetime import date

from declarations.glossary.findings import Finding
from declarations.glossary.subject import quarter, too_long
from declarations.hiring.rules.case import Step


def end_after_start(step: Step) -> Iterator[Finding]:
    """A period does not end before it starts (00911-014, 00778-345)."""
    after = step.after
    if after.until is None:
        return
    if after.until < after.since:
        yield step.problem("00911-014", "EndingDate")
    elif after.ends is not None and after.ends < after.starts:
        yield step.problem("00778-345", "EndingHour")


def in_one_quarter(step: Step) -> Iterator[Finding]:
    """Students, article 17 and flexi-jobs start and end in one quarter (421; 00911-008 for a
    leaving). A day's work that goes on after midnight may well end in the next."""
    after = step.after
    bound = step.type_rules.get("same_quarter") and after.starts_at is None
    if not bound or after.until is None or quarter(after.since) == quarter(after.until):
        return
    if step.act.action == "DimonaOut":
        yield step.problem("00911-008", "EndingDate")
    else:
        yield step.problem("421")


def of_one_day(step: Step) -> Iterator[Finding]:
    """Public broadcasting and the flat rate of hotels and catering last a day; a flexi-job under a
    written contract lasts longer than that (00911-008)."""
    after = step.after
    flat_rate = after.starts_at is not None and after.ends_at is None
    one_day = step.type_rules.get("one_day") or flat_rate
    by_period = step.type_rules.get("hours") == "per_day" and after.starts_at is None
    if (one_day and _days(after.since, after.until) > 1) or (
        by_period and after.until == after.since
    ):
        yield step.problem("00911-008", "EndingDate")


def of_24_hours(step: Step) -> Iterator[Finding]:
    """Work by the hour lasts 24 hours at most (90378-341)."""
    after = step.after
    by_the_hour = step.type_rules.get("at_most_24_hours") and after.starts_at and after.ends_at
    if by_the_hour and after.ends is not None and too_long(after.starts, after.ends):
        yield step.problem("341")


def _days(since: date, until: date | None) -> int:
    return 1 if until is None else (until - since).days + 1
