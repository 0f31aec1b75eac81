"""Make decisions: the rule's account, the letter and the event in one transaction."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import transaction
from django.utils import timezone

from benefits.claims.models import Claim
from benefits.decisions.models import Beneficiary, BeneficiaryRole, Decision, DecisionOutcome
from benefits.schemes import SCHEMES
from benefits.schemes.outcome import Explanation
from benefits.schemes.single import Scalars, frozen
from portal.access.models import User
from portal.documents.actions import write_letter
from portal.exchange.actions import publish
from portal.exchange.models import Event
from portal.people.models import Person


@dataclass(frozen=True)
class Cause:
    """Why a decision is made: an application that a person decides, or an event and a rule; of what
    follows from an event, a person may have looked at it first.

    `part` names the part of a right that it is about; a new version keeps that of the one before.
    """

    claim: Claim | None = None
    decided_by: User | None = None
    event: Event | None = None
    motivation: str = ""
    replaces: Decision | None = None
    part: date | None = None


@transaction.atomic
def decide(
    person: Person,
    scheme: str,
    facts: Scalars,
    on: date,
    cause: Cause,
    *,
    outcome: DecisionOutcome,
    explanation: Explanation,
    covered: Mapping[Person, BeneficiaryRole] | None = None,
) -> Decision:
    """Write a decision with its letter and its beneficiaries, and tell who subscribed.

    Money is in cents. The database refuses a second decision for the same cause.
    """
    granted = outcome == DecisionOutcome.GRANTED
    decision = Decision(
        person=person,
        scheme=scheme,
        version=cause.replaces.version + 1 if cause.replaces else 1,
        replaces=cause.replaces,
        part=cause.replaces.part if cause.replaces else cause.part,
        outcome=outcome,
        legal_ground=explanation.legal_ground,
        facts=frozen(facts, on),
        explanation=_account(explanation),
        motivation=cause.motivation,
        claim=cause.claim,
        event=cause.event,
        decided_by=cause.decided_by,
        **(_grant(explanation) if granted else {}),
    )
    title = SCHEMES[scheme].title
    decision.letter = write_letter(person, "decision", title, _letter_data(decision, on))
    decision.save()
    members = {person: BeneficiaryRole.HOLDER, **(covered or {})} if granted else {}
    Beneficiary.objects.bulk_create(
        Beneficiary(decision=decision, person=member, role=role) for member, role in members.items()
    )
    message = cause.event.message if cause.event else None
    publish("decision.made", decision.pk, person=person, message=message)
    return decision


def _account(explanation: Explanation) -> dict[str, Any]:
    """Return the rule's own account, as it is kept with the decision."""
    return {
        "steps": explanation.steps,
        "reasons": explanation.reasons,
        "provisional": explanation.provisional,
    }


def _grant(explanation: Explanation) -> dict[str, Any]:
    """Return what a granted right gives: its days and, where there is one, its amount in cents."""
    return {
        "starts": explanation.starts,
        "ends": explanation.ends,
        "amount": explanation.amount_cents if explanation.amount_unit else None,
        "amount_unit": explanation.amount_unit or "",
    }


def _letter_data(decision: Decision, on: date) -> dict[str, Any]:
    """Return what the letter says, in plain values, so that it can be made again as it was."""
    household = decision.person.household_on(on)
    return {
        "name": decision.person.full_name,
        "address": household.address if household else "",
        "scheme": SCHEMES[decision.scheme].title,
        "outcome": decision.outcome,
        "starts": decision.starts.isoformat() if decision.starts else None,
        "ends": decision.ends.isoformat() if decision.ends else None,
        "amount": decision.amount,
        "amount_unit": decision.amount_unit,
        "legal_ground": decision.legal_ground,
        "explanation": decision.explanation,
        "motivation": decision.motivation,
        "decided_on": on.isoformat(),
        "decision": str(decision.reference),
        "cause": _cause_of(decision.event),
        "replaces": _replaced(decision.replaces),
    }


def _replaced(decision: Decision | None) -> dict[str, str] | None:
    if decision is None:
        return None
    decision.refresh_from_db(fields=["decided_at"])
    return named(decision)


def named(decision: Decision) -> dict[str, str]:
    """Return by what the person knows a decision: its reference and day."""
    return {
        "decision": str(decision.reference),
        "decided_on": timezone.localdate(decision.decided_at).isoformat(),
    }


def _cause_of(event: Event | None) -> dict[str, str] | None:
    """Return who told what led to a decision without application, and under which ticket."""
    if event is None or event.message is None:
        return None
    message = event.message
    return {
        "sender": message.capacity.label,
        "ticket": str(message.ticket),
        "received_on": timezone.localdate(message.received_at).isoformat(),
    }
