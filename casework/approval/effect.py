"""What a decision by hand moves in money, and whether that wants a second person."""

from datetime import date, timedelta
from pathlib import Path
from typing import Final

from django.utils import timezone

from benefits.decisions.models import Decision, DecisionOutcome
from benefits.schemes.outcome import Explanation
from portal.law.days import working_days
from portal.law.figures import Figures
from portal.law.money import half_up

FIGURES: Final = Figures.load(Path(__file__).with_name("figures.yaml"))
DEFAULT: Final = "approval_above"
AHEAD: Final = timedelta(days=364)  # with today a year


class NeedsApprovalError(Exception):
    """The decision moves more money than one caseworker decides on: propose it."""


def effect_of(standing: Decision | None, explanation: Explanation, granted: bool) -> int:
    """Return what a decision moves, in cents: arrears and a year ahead, against what stands."""
    until = timezone.localdate() + AHEAD
    before = _worth_of(standing, until) if standing else 0
    after = (
        _worth(
            explanation.amount_cents,
            explanation.amount_unit or "",
            explanation.starts,
            explanation.ends,
            until,
        )
        if granted
        else 0
    )
    return abs(after - before)


def wants_second(scheme: str, effect: int) -> bool:
    """Say whether an effect in cents is above what one caseworker decides alone today."""
    table = scheme if scheme in FIGURES.tables else DEFAULT
    return effect > FIGURES.on(table, timezone.localdate()).value


def require_approval(scheme: str, effect: int, approved: bool) -> None:
    """Raise `NeedsApprovalError` when an effect wants a second person who did not approve."""
    if not approved and wants_second(scheme, effect):
        raise NeedsApprovalError


def _worth_of(decision: Decision, until: date) -> int:
    if decision.outcome != DecisionOutcome.GRANTED:
        return 0
    return _worth(decision.amount or 0, decision.amount_unit, decision.starts, decision.ends, until)


def _worth(cents: int, unit: str, starts: date | None, ends: date | None, until: date) -> int:
    """Return cents from the first day to the last, or until the day that bounds all."""
    if unit == "once" or starts is None:
        return cents
    last = min(ends or until, until)
    if unit == "day":
        return cents * int(working_days(starts, last))
    return int(half_up(cents * 12 * max((last - starts).days + 1, 0), 365))
