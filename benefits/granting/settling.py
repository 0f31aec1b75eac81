"""Applications that the rule grants alone: certain, and from what sources say."""

from benefits.claims.actions import close_with_decision, leave_to_caseworker
from benefits.claims.applications import APPLICATIONS
from benefits.claims.holding import held_already
from benefits.claims.models import Claim
from benefits.claims.statuses import ClaimStatus
from benefits.decisions.actions import Cause, decide
from benefits.decisions.models import Decision, DecisionOutcome
from benefits.granting.covering import covered_by
from portal.access.door import open_file
from portal.access.models import Purpose
from portal.exchange.models import Event
from portal.people.models import Person


def settle(event: Event) -> Decision | None:
    """Grant an application that waits for the rule alone; else leave it to a caseworker.

    Nobody is refused by the rule alone, and no day is given twice.
    """
    claim = Claim.objects.select_for_update(of=("self",)).get(pk=event.subject)
    if not claim.by_rule or claim.status != ClaimStatus.SUBMITTED:
        return None
    person = Person.objects.select_for_update().get(pk=claim.person_id)  # one grant at a time
    application = APPLICATIONS[claim.scheme]
    assessment = application.assess(claim)
    if not application.grants_alone(claim, assessment) or held_already(claim, assessment):
        leave_to_caseworker(claim)
        return None
    open_file(person, None, Purpose.RIGHTS)
    decision = decide(
        person,
        claim.scheme,
        assessment.facts,
        assessment.on,
        Cause(claim=claim, event=event),
        outcome=DecisionOutcome.GRANTED,
        explanation=assessment.explanation,
        covered=covered_by(person, claim.scheme, assessment.on),
    )
    close_with_decision(claim, None)
    return decision
