"""A right is given once for each day: what stands already is not given a second time."""

from copy import copy
from dataclasses import replace
from datetime import date, timedelta
from typing import NamedTuple

from django.utils import timezone

from benefits.claims.applications.base import Assessment, first_of_next_month
from benefits.claims.models import Claim
from benefits.decisions.models import Decision
from benefits.decisions.queries import DecisionQuerySet


class Change(NamedTuple):
    """A right that is held, and the first day on which it is another one."""

    held: Decision
    day: date

    @property
    def before(self) -> Decision:
        """What would go on from that day; not stored."""
        rest = copy(self.held)
        rest.starts = self.day
        return rest

    def within(self, assessment: Assessment) -> Assessment:
        """Return what the rule says, from that day on."""
        return replace(assessment, explanation=replace(assessment.explanation, starts=self.day))


def held_already(claim: Claim, assessment: Assessment) -> Decision | None:
    """Return the decision that gives the right for days that an application asks for.

    None where the application changes it (`changed_by`): that gives no day twice. Where the rule
    does not grant yet, the first day alone is looked at.
    """
    return None if changed_by(claim, assessment) else _held(claim, assessment).first()


def changed_by(claim: Claim, assessment: Assessment) -> Change | None:
    """Return how an application changes the benefit of a child that is held: by a supplement upon
    the base, by another one or none with another income, or by studies after the last birthday.
    """
    explanation = assessment.explanation
    if claim.child_id is None or not explanation.granted:
        return None
    held = _held(claim, assessment).select_related("person").order_by("starts", "pk").last()
    if held is None:
        return None
    same = held.amount == explanation.amount_cents and held.ends == explanation.ends
    if same and not explanation.needs_person:
        return None
    return Change(held, _first_day(claim, held))


def _first_day(claim: Claim, held: Decision) -> date:
    """Return the first day of a change: of the month after it was asked for.

    It leaves no gap after what ended before, and never comes before the right itself. The material
    at hand has no article for it: as it is widely known of changes in a family, not confirmed.
    """
    asked = timezone.localdate(claim.submitted_at) if claim.submitted_at else timezone.localdate()
    days = [first_of_next_month(asked)]
    days += [held.ends + timedelta(days=1)] if held.ends else []
    return max(min(days), held.starts or min(days))


def _held(claim: Claim, assessment: Assessment) -> DecisionQuerySet:
    explanation = assessment.explanation
    first = explanation.starts or assessment.on
    last = explanation.ends if explanation.granted else first
    found = Decision.objects.giving(claim.person, claim.scheme, claim.child, first, last)
    return found.exclude(claim=claim)
