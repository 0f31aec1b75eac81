"""An error of the institution itself: what corrects it takes nothing back that was given.

Charter of the socially insured (Act of 11 April 1995), article 17: where the error was that of the
institution and the corrected decision gives less, it works from the first day of the month after it
is told; from the beginning where it gives more, or where the person knew or should have known. The
material at hand does not have the article: this is as it is widely known, not confirmed.
"""

from dataclasses import replace
from datetime import date, timedelta
from typing import Final

from django.utils.translation.trans_null import gettext_noop

from benefits.decisions.models import Decision, DecisionOutcome
from benefits.granting.parts import PARTS
from benefits.schemes.outcome import Explanation

ARTICLE: Final = gettext_noop(
    "What was given until now by an error of our own stays yours (Charter of the socially insured,"
    " article 17)."
)


def is_worse(standing: Decision, after: Explanation) -> bool:
    """Say whether a correction gives less than what stands: nothing, less a time, or less long."""
    if standing.outcome != DecisionOutcome.GRANTED:
        return False
    if not after.granted or after.amount_cents < (standing.amount or 0):
        return True
    begins_later = bool(standing.starts and after.starts and after.starts > standing.starts)
    return begins_later or (after.ends or date.max) < (standing.ends or date.max)


def works_from(told_on: date) -> date:
    """Return the first day of the month after a correction is told."""
    return last_of_month(told_on) + timedelta(days=1)


def last_of_month(day: date) -> date:
    """Return the last day of the month of a day."""
    return (day.replace(day=1) + timedelta(days=31)).replace(day=1) - timedelta(days=1)


def from_next_month(after: Explanation, today: date) -> Explanation | None:
    """Return what a correction gives from the month after today, and why not before; None where it
    gives nothing then."""
    first = works_from(today)
    if not after.granted or (after.ends and after.ends < first):
        return None
    starts = max(after.starts or first, first)
    return replace(after, starts=starts, reasons=[*after.reasons, ARTICLE])


def can_split(standing: Decision, today: date) -> bool:
    """Say whether a right can be decided on otherwise from a day on: one on an application, that
    runs longer than this month and does not follow declarations by itself."""
    first = works_from(today)
    runs_on = (standing.starts or first) < first <= (standing.ends or first)
    return standing.claim_id is not None and standing.scheme not in PARTS and runs_on


def split_by_hand(decision: Decision) -> bool:
    """Say whether somebody decided otherwise on a part of the same right."""
    if decision.claim_id is None or decision.scheme in PARTS:
        return False
    return Decision.objects.filter(claim=decision.claim_id, part__isnull=False).exists()
