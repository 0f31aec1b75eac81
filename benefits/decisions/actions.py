"""Make decisions: the rule's account, the letter and the event in one transaction."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import override

from benefits.claims.models import Claim
from benefits.decisions.models import Beneficiary, BeneficiaryRole, Decision, DecisionOutcome
from benefits.schemes import SCHEMES
from benefits.schemes.outcome import Explanation
from benefits.schemes.single import Scalars, frozen
from portal.access.models import User
from portal.documents.actions import Draft, write_letters
from portal.exchange.actions import Happening, publish_all
from portal.exchange.models import Event, Message
from portal.people.models import HouseholdMember, Person


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


@dataclass(frozen=True)
class Ruling:
    """A decision to be: what a rule says of a person's right on a day (`on`), and why it is asked.

    `covered` are the others whom it covers, where it is granted. Money is in cents.
    """

    person: Person
    scheme: str
    facts: Scalars
    on: date
    cause: Cause
    outcome: DecisionOutcome
    explanation: Explanation
    covered: Mapping[Person, BeneficiaryRole] | None = None


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

    The database refuses a second decision for the same cause.
    """
    ruling = Ruling(person, scheme, facts, on, cause, outcome, explanation, covered)
    return decide_all([ruling])[0]


@transaction.atomic
def decide_all(rulings: Sequence[Ruling]) -> list[Decision]:
    """Write decisions as `decide` does, together; none of them replaces another of them."""
    if not rulings:
        return []
    decisions = list(map(_decision, rulings))
    said = zip(rulings, _letters_data(rulings, decisions), strict=True)
    drafts = [Draft(each.person, SCHEMES[each.scheme].title, data) for each, data in said]
    letters = write_letters("decision", drafts)
    for decision, letter in zip(decisions, letters, strict=True):
        decision.letter = letter
    Decision.objects.bulk_create(decisions)
    Beneficiary.objects.bulk_create(
        Beneficiary(decision=decision, person=member, role=role)
        for decision, ruling in zip(decisions, rulings, strict=True)
        for member, role in _members(ruling).items()
    )
    publish_all(
        Happening("decision.made", each.pk, each.person_id, message=_message(each))
        for each in decisions
    )
    return decisions


def _decision(ruling: Ruling) -> Decision:
    cause, explanation = ruling.cause, ruling.explanation
    granted = ruling.outcome == DecisionOutcome.GRANTED
    return Decision(
        person=ruling.person,
        scheme=ruling.scheme,
        version=cause.replaces.version + 1 if cause.replaces else 1,
        replaces=cause.replaces,
        part=cause.replaces.part if cause.replaces else cause.part,
        outcome=ruling.outcome,
        legal_ground=explanation.legal_ground,
        facts=frozen(ruling.facts, ruling.on),
        explanation=_account(explanation),
        motivation=cause.motivation,
        claim=cause.claim,
        event=cause.event,
        decided_by=cause.decided_by,
        **(_grant(explanation) if granted else {}),
    )


def _members(ruling: Ruling) -> dict[Person, BeneficiaryRole]:
    """Return whom a grant covers, its holder first."""
    if ruling.outcome != DecisionOutcome.GRANTED:
        return {}
    return {ruling.person: BeneficiaryRole.HOLDER, **(ruling.covered or {})}


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


def _letters_data(
    rulings: Sequence[Ruling], decisions: Sequence[Decision]
) -> Iterator[dict[str, Any]]:
    """Give what the letters say, in plain values, so that each can be made again as it was."""
    homes = _addresses(rulings)
    causes = _causes(map(_message, decisions))
    decided = _decided_at(each.replaces_id for each in decisions)
    for decision, ruling in zip(decisions, rulings, strict=True):
        before = decision.replaces
        yield {
            "name": decision.person.full_name,
            "address": homes.get((decision.person_id, ruling.on), ""),
            "scheme": SCHEMES[decision.scheme].title,
            "outcome": decision.outcome,
            "starts": decision.starts.isoformat() if decision.starts else None,
            "ends": decision.ends.isoformat() if decision.ends else None,
            "amount": decision.amount,
            "amount_unit": decision.amount_unit,
            "legal_ground": decision.legal_ground,
            "explanation": decision.explanation,
            "motivation": decision.motivation,
            "decided_on": ruling.on.isoformat(),
            "decision": str(decision.reference),
            "cause": _told(causes.get(_message(decision)), decision.person.language),
            "replaces": named(before, decided[before.pk]) if before else None,
        }


def _addresses(rulings: Iterable[Ruling]) -> dict[tuple[int, date], str]:
    """Return where each person lives on the day of the decision, where that is known."""
    persons: dict[date, set[int]] = defaultdict(set)
    for each in rulings:
        persons[each.on].add(each.person.pk)
    return {
        (member.person_id, on): member.household.address
        for on, some in persons.items()
        for member in HouseholdMember.objects.on(on)
        .filter(person__in=some)
        .select_related("household")
        .order_by("-pk")
    }


def _message(decision: Decision) -> int | None:
    """Return which message led to a decision, of one that follows from a message."""
    return decision.event.message_id if decision.event else None


def _causes(messages: Iterable[int | None]) -> dict[int | None, Message]:
    """Return the messages that led to decisions, with who sent them."""
    wanted = {each for each in messages if each}
    if not wanted:
        return {}
    by_whom = ("capacity__company", "capacity__institution", "capacity__user__person")
    sent = Message.objects.filter(pk__in=wanted).defer("body").select_related(*by_whom)
    return {message.pk: message for message in sent}


def _told(message: Message | None, language: str) -> dict[str, str] | None:
    """Return who told in a language what led to a decision, when, and under which ticket."""
    if message is None:
        return None
    with override(language):
        return {
            "sender": message.capacity.label,
            "ticket": str(message.ticket),
            "received_on": timezone.localdate(message.received_at).isoformat(),
        }


def _decided_at(decisions: Iterable[int | None]) -> dict[int, datetime]:
    """Return when each of these was decided."""
    wanted = {each for each in decisions if each}
    if not wanted:
        return {}
    return dict(Decision.objects.filter(pk__in=wanted).values_list("pk", "decided_at"))


def named(decision: Decision, decided_at: datetime) -> dict[str, str]:
    """Return by what the person knows a decision: its reference and day."""
    return {
        "decision": str(decision.reference),
        "decided_on": timezone.localdate(decided_at).isoformat(),
    }
