"""The answer to an employer whose declaration led to a decision: that it was made, and no more."""

from __future__ import annotations

from datetime import timedelta
from typing import Final

from benefits.decisions.models import Decision
from benefits.granting.risks import ENDS
from declarations.social_risk.institutions import answer
from declarations.social_risk.models import AnswerKind, Risk, RiskDelivery

DECLARED: Final = "risk.declared"


def answer_risk(decision: Decision) -> None:
    """Say of the declaration on which a decision rests that its institution decided, once.

    What was decided is between the institution and the person.
    """
    risk = _risk_behind(decision)
    if risk is None:
        return
    delivered = RiskDelivery.objects.filter(declaration=risk.standing_id, institution__isnull=False)
    for delivery in delivered:
        answer(delivery, AnswerKind.DECIDED)


def _risk_behind(decision: Decision) -> Risk | None:
    """The risk that was declared: of the part that is decided, else of the application, else the
    end of the contract that the application is about."""
    claim = decision.claim
    if claim is None:
        return None
    for event in (decision.event, claim.event):
        if event and event.topic == DECLARED:
            return Risk.objects.get(pk=event.subject)
    period = claim.period
    if period is None or period.until is None or claim.scheme != "unemployment":
        return None
    after = period.until + timedelta(days=1)
    ended = Risk.objects.valid().filter(person=claim.person, company=period.company, since=after)
    return next((risk for risk in ended if (risk.flow, risk.kind) in ENDS), None)
