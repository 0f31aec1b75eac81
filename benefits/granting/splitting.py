"""A right that is another one from a day on.

What stands ends the day before, and what comes then is a part of its own, so that nothing of the
days before changes.
"""

from dataclasses import replace
from datetime import date, timedelta
from typing import Final

from django.utils.translation.trans_null import gettext_noop

from benefits.claims.applications.base import Assessment
from benefits.claims.holding import Change
from benefits.decisions.actions import Cause, decide
from benefits.decisions.models import Decision, DecisionOutcome
from benefits.granting.covering import covered_by
from benefits.granting.own_errors import last_of_month
from benefits.schemes.outcome import Explanation
from benefits.schemes.single import evaluate, evaluate_again, thawed_one

DIED: Final = gettext_noop("The register of persons says that the person died.")


def ended(standing: Decision, ends: date | None) -> Explanation:
    """Return the account of a right that keeps what it gave until its last day."""
    return replace(
        evaluate_again(standing.scheme, standing.facts),
        granted=True,
        amount_cents=standing.amount or 0,
        amount_unit=standing.amount_unit or None,
        starts=standing.starts,
        ends=ends,
    )


def within(standing: Decision | None, explanation: Explanation) -> Explanation:
    """Return what a rule gives of the part that a decision is about: nothing before its day."""
    part = standing.part if standing else None
    if part is None or explanation.starts is None:
        return explanation
    return replace(explanation, starts=max(explanation.starts, part))


def until_death(explanation: Explanation, died_on: date | None) -> Explanation:
    """Return what a rule gives of a right until somebody died; None for who lives.

    What is paid by the month is given for the month of the death, all else until its day. The
    material at hand has no source for it: this is as it is widely known, not confirmed.
    """
    if died_on is None or not explanation.granted:
        return explanation
    last = last_of_month(died_on) if explanation.amount_unit == "month" else died_on
    why = [*explanation.reasons, DIED]
    if explanation.starts and explanation.starts > last:
        return replace(explanation, granted=False, reasons=why)
    if explanation.ends is None or explanation.ends > last:
        return replace(explanation, ends=last, reasons=why)
    return explanation


def before(standing: Decision, day: date) -> bool:
    """Say whether something of a right lies before a day."""
    return standing.starts is not None and standing.starts < day


def is_moved(standing: Decision, explanation: Explanation, on: date) -> bool:
    """Say whether a right of the same days has another amount because other facts count, such as
    the region; not by another law, or by growing older, which each month is paid by anyhow."""
    if not standing.gives(explanation.starts, explanation.ends):
        return False
    told, _decided = thawed_one(standing.facts)
    return evaluate(standing.scheme, told, on).amount_cents != explanation.amount_cents


def split(standing: Decision, day: date, cause: Cause) -> Cause:
    """End what stands the day before; return the cause of the part that begins on that day."""
    before = day - timedelta(days=1)
    if standing.ends is None or standing.ends > before:
        told, on = thawed_one(standing.facts)
        decide(
            standing.person,
            standing.scheme,
            told,
            on,
            replace(cause, replaces=standing),
            outcome=DecisionOutcome.GRANTED,
            explanation=ended(standing, before),
            covered=covered_by(standing.person, standing.scheme, on),
        )
    return replace(cause, replaces=None, part=day)


def change(changed: Change, assessment: Assessment, cause: Cause) -> Decision:
    """Change a running right as an application asks, from the day on which that counts.

    Where nothing of the right lies before that day, one version takes the place of it.
    """
    held, day = changed
    return decide(
        held.person,
        held.scheme,
        assessment.facts,
        assessment.on,
        split(held, day, cause) if before(held, day) else replace(cause, replaces=held),
        outcome=DecisionOutcome.GRANTED,
        explanation=changed.within(assessment).explanation,
        covered=covered_by(held.person, held.scheme, assessment.on),
    )
