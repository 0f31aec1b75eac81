"""Two rights judged person by person, in plain Python objects: what the bench compares rules with.

It is the law of the day of the bench, written once more as one would write it without arrays; that
both say the same of everybody is asked each time. Child benefit, which is that of four regions, is
not written twice.
"""

from calendar import monthrange
from datetime import date, timedelta
from typing import Any, Final, NamedTuple

from benefits.schemes import increased_reimbursement, social_energy_tariff
from benefits.schemes.increased_reimbursement.rule import AFTER_WAITING
from benefits.schemes.increased_reimbursement.rule import Status as Held
from benefits.schemes.outcome import Outcome
from benefits.schemes.social_energy_tariff.rule import Status as Opens
from portal.law.figures import Figure

PLAIN: Final = ("increased_reimbursement", "social_energy_tariff")


class Said(NamedTuple):
    """What is said of one person: days where it is granted, places of reasons, steps by key."""

    granted: bool
    needs_person: bool
    starts: date | None
    ends: date | None
    reasons: list[int]
    steps: list[tuple[str, Any]]


class Reimbursement:
    """Increased reimbursement by a status, on a day."""

    def __init__(self, on: date) -> None:
        """Look up the figures of the day, once for everybody."""
        figures = increased_reimbursement.SCHEME.figures
        self.on = on
        self.waiting = int(figures.on("waiting_months", on).value)
        self.years = int(figures.on("years_after", on).value)
        self.care_opens = figures.find("elderly_care_in_german_community", on) is not None

    def judge(self, status: int, since: date | None, until: date | None, german: bool) -> Said:
        """Judge one person, whose status began and ended on these days."""
        waits = status in AFTER_WAITING
        held_until = _first(until, self.on)
        months = _full_months(since, _first(until, self.on - timedelta(1)))
        starts = _later(since, self.waiting) if waits and since else since
        ends = date(_last(starts, held_until).year + self.years, 12, 31)
        begun = starts is not None and starts <= self.on
        dated, short = since is not None and status != Held.NONE, waits and months < self.waiting
        reasons = [
            status == Held.NONE,
            status != Held.NONE and since is None,
            dated and short,
            dated and not short and not begun,
            dated and begun and ends < self.on,
            status == Held.ELDERLY_CARE_ALLOWANCE and german and not self.care_opens,
        ]
        steps: list[tuple[str, Any]] = [("status", status != Held.NONE)]
        if waits:
            steps.append(("full_months", months))
        if begun:
            steps += [("last_day", ends), ("household", True)]
        return _said(reasons, [1], starts, ends, steps)


class Tariff:
    """The social energy tariff by the best status at the address, on a day."""

    def __init__(self, on: date) -> None:
        """Look up the figures of the day, once for everybody."""
        figures = social_energy_tariff.SCHEME.figures
        self.on = on
        self.extension: Figure | None = figures.find("through_increased_reimbursement", on)
        self.extended = figures.period("through_increased_reimbursement")

    def judge(self, status: int, decided: date | None, until: date | None, here: bool) -> Said:
        """Judge one household, of whose best status the decision and the end are known."""
        extended = status == Opens.INCREASED_REIMBURSEMENT_ONLY
        starts = decided and date(decided.year, (decided.month - 1) // 3 * 3 + 1, 1)
        ends: date = date(_last(decided, _first(until, self.on)).year, 12, 31)
        if extended:
            starts = _last(starts, self.extended.start)
            ends = _first(ends, self.extended.end)
        opens = status not in (Opens.NONE, Opens.SOCIAL_HOUSING_COLLECTIVE_GAS)
        held = opens and decided is not None
        over = held and (ends < self.on or (starts is not None and ends < starts))
        reasons = [
            status == Opens.NONE,
            status == Opens.SOCIAL_HOUSING_COLLECTIVE_GAS,
            opens and decided is None,
            held and not here,
            extended and held and (over or (starts is not None and starts > self.on)),
            over and not extended,
            held and decided is not None and decided > self.on,
        ]
        steps: list[tuple[str, Any]] = [("first_day", starts)] if starts else []
        steps += [("last_day", ends), ("household", here)]
        if extended and self.extension:
            steps.append(("extension", True))
        return _said(reasons, [1, 2], starts, ends, steps)


def told_of(outcome: Outcome, place: int) -> Said:
    """Return what a rule over arrays said of one person, in the same form."""
    return Said(
        bool(outcome.granted[place]),
        bool(outcome.needs_person[place]),
        outcome.starts[place].item(),
        outcome.ends[place].item(),
        [number for number, each in enumerate(outcome.reasons) if each.applies[place]],
        [(step.key, step.value[place].item()) for step in outcome.steps if step.taken_by(place)],
    )


def _said(
    reasons: list[bool],
    asking: list[int],
    starts: date | None,
    ends: date,
    steps: list[tuple[str, Any]],
) -> Said:
    """Conclude: granted where no reason holds; asked where only those hold that ask a person."""
    given = [number for number, holds in enumerate(reasons) if holds]
    asked = bool(given) and all(number in asking for number in given)
    if given:
        return Said(False, asked, None, None, given, steps)
    return Said(True, False, starts, ends, given, steps)


def _first(one: date | None, other: date | None) -> Any:
    return min(one, other) if one and other else one or other


def _last(one: date | None, other: date | None) -> Any:
    return max(one, other) if one and other else one or other


def _later(day: date, months: int) -> date:
    years, month = divmod(day.month - 1 + months, 12)
    year = day.year + years
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def _full_months(first: date | None, last: date) -> int:
    if first is None:
        return 0
    after = last + timedelta(1)
    months = (after.year - first.year) * 12 + after.month - first.month
    return max(months - (_later(first, months) > after if months >= 0 else 0), 0)
