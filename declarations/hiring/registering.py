"""Daily registration: the hours that a worker was present, within a period that has none itself.

For hotels and catering, where an employer without a registered cash system may register the hours
here. Source: NSSO glossary 2023/3, block 90480 and zones 00110, 01085 and 00913.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any, Final

from declarations.glossary.fields import found
from declarations.glossary.findings import Finding
from declarations.glossary.subject import too_long
from declarations.hiring.models import DailyRegistration, EmploymentPeriod

DAILY: Final = "DailyRegistrationDeclaration"
BLOCK: Final = "90480"
CANCEL = "3"
DAY: Final = timedelta(days=1)
COMMITTEES: Final = ("302",)
# Those who are there for wages or instead of them; nobody registers a mandate or work elsewhere.
TYPES: Final = ("OTH", "STU", "FLX", "ALT", "IVT", "TRI", "STG", "DWD")


@dataclass(frozen=True)
class Presence:
    """From when to when somebody was present; the end may not be known yet."""

    since: date
    starts_at: time
    until: date
    ends_at: time | None
    is_cancelled: bool = False

    @property
    def starts(self) -> datetime:
        """Return the moment of the start, by the clock in Belgium."""
        return datetime.combine(self.since, self.starts_at)

    @property
    def ends(self) -> datetime:
        """Return the moment of the end; the end of the last day while it is not known."""
        if self.ends_at is None:
            return datetime.combine(self.until, time.min) + DAY
        return datetime.combine(self.until, self.ends_at)


def presence_of(registration: DailyRegistration) -> Presence:
    """Return what a registration says now."""
    return Presence(
        registration.since,
        registration.starts_at,
        registration.until,
        registration.ends_at,
        registration.is_cancelled,
    )


def registered(content: Mapping[str, Any], before: Presence | None) -> Presence:
    """Return what a declaration makes of a registration: a new one when `before` is None."""
    known: dict[str, Any] = {} if before is None else vars(before)
    since, until = content.get("StartingDate"), content.get("EndingDate")
    starts_at, ends_at = content.get("StartingHour"), content.get("EndingHour")
    return Presence(
        date.fromisoformat(since) if since else known["since"],
        _clock(starts_at) if starts_at else known["starts_at"],
        date.fromisoformat(until) if until else known["until"],
        _clock(ends_at) if ends_at else known.get("ends_at"),
        content["AttestationStatus"] == CANCEL,
    )


def judge_presence(
    content: Mapping[str, Any],
    received: datetime,
    period: EmploymentPeriod,
    registration: DailyRegistration | None,
    others: Sequence[DailyRegistration],
) -> tuple[list[Finding], Presence]:
    """Return what is wrong with a daily registration, up to the first refusal, and what it says.

    `received` is an aware moment in Belgian time; `others` are the registrations of the period.
    """
    before = presence_of(registration) if registration else None
    after = registered(content, before)
    clock = received.replace(tzinfo=None)
    beside = [presence_of(other) for other in others if other is not registration]
    checks = list(_standing(period, before))
    if not after.is_cancelled:
        checks += [*_fit(period, after), *_hours(before, after, clock), *_room(after, beside)]
    return checks[:1], after


def _standing(period: EmploymentPeriod, before: Presence | None) -> Iterator[Finding]:
    """What it refers to still stands: the registration, and its period."""
    new = before is None
    label = "DimonaPeriodId" if new else "DailyRegistrationId"
    number = "00913" if new else "01085"
    if before is not None and before.is_cancelled:
        yield found("01085-355", f"{DAILY}/{label}")
    elif period.is_cancelled:
        yield found(f"{number}-{'355' if new else '181'}", f"{DAILY}/{label}")
    elif period.is_locked:
        yield found(f"{number}-{'362' if new else '181'}", f"{DAILY}/{label}")


def _fit(period: EmploymentPeriod, after: Presence) -> Iterator[Finding]:
    """The period is of a kind that is registered by the day, and holds on that day (462)."""
    kind = period.worker_type in TYPES and period.joint_committee in COMMITTEES
    if not kind or period.starts_at is not None:
        yield found("00913-462", f"{DAILY}/DimonaPeriodId")
    if after.since < period.since or (period.until and after.since > period.until):
        yield found("00910-462", f"{DAILY}/StartingDate")
    # A night's work may well end on the day after the last day.
    if period.until and after.until > period.until + DAY:
        yield found("00911-462", f"{DAILY}/EndingDate")


def _hours(before: Presence | None, after: Presence, clock: datetime) -> Iterator[Finding]:
    if after == before:
        yield found(f"{BLOCK}-444", DAILY)
    elif after.until < after.since:
        yield found("00911-014", f"{DAILY}/EndingDate")
    elif after.ends_at is not None and after.ends <= after.starts:
        yield found("00778-345", f"{DAILY}/EndingHour")
    elif after.until - after.since > DAY or (after.ends_at and too_long(after.starts, after.ends)):
        yield found(f"{BLOCK}-260", DAILY)
    elif after.since > clock.date():  # presence is a fact: nobody was there tomorrow
        yield found(f"{BLOCK}-003", DAILY)


def _room(after: Presence, others: Sequence[Presence]) -> Iterator[Finding]:
    if any(after.starts < other.ends and other.starts < after.ends for other in others):
        yield found(f"{BLOCK}-334", f"{DAILY}/StartingDate")


def _clock(hour: str) -> time:
    return time(int(hour[:2]), int(hour[2:]))
