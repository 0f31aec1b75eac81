"""Running rights follow what employers declare: month by month, until work is resumed.

What the sources say of a right is told to its rule again, part by part; where a part comes out
otherwise than it stands, a new version takes its place, and the next payment run books the
difference. A part of which a caseworker decided is left to caseworkers.
"""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any, Final

from django.utils.translation.trans_null import gettext_noop

from benefits.claims.actions import bring_up, look_again
from benefits.claims.applications import APPLICATIONS
from benefits.claims.headings import Known
from benefits.claims.models import Claim
from benefits.claims.statuses import ClaimStatus
from benefits.decisions.actions import Cause, decide
from benefits.decisions.models import Decision, DecisionOutcome
from benefits.granting.answering_risks import answer_risk
from benefits.granting.covering import covered_by
from benefits.granting.deciding import stands
from benefits.granting.established import as_established
from benefits.granting.findings import BY_HAND, NO_TABLE, NOT_ASKED, note_about
from benefits.granting.models import FindingKind
from benefits.granting.parts import PARTS, Part, said_of
from benefits.granting.splitting import until_death
from benefits.schemes.outcome import Explanation
from benefits.schemes.single import Scalars, evaluate, thawed_one
from portal.access.door import open_file
from portal.access.models import Purpose
from portal.exchange.models import Event
from portal.law.figures import MissingFigureError
from portal.people.models import Person

TAKEN_BACK: Final = gettext_noop("The employer took back what was declared of these days.")


def follow_risk(event: Event) -> None:
    """Let the rights of a person follow a risk that was declared of them.

    An application that was not sent yet is filled in again, and then asks less.
    """
    claims = Claim.objects.filter(person=event.person, scheme__in=PARTS)
    for claim in claims.select_related("person", "period", "event").order_by("pk"):
        if claim.status == ClaimStatus.DECIDED:
            follow(claim, event)
        elif claim.status == ClaimStatus.DRAFT:
            look_again(claim)


def follow_decisions(events: Sequence[Event]) -> None:
    """Let rights on applications that were just given follow what was declared before they were,
    and answer that."""
    told = {event.subject: event for event in events}
    made = Decision.objects.filter(pk__in=told, claim__isnull=False)
    found = made.select_related("event", "claim__person", "claim__event", "claim__period__company")
    for decision in found.order_by("pk"):
        answer_risk(decision)
        if decision.claim and decision.scheme in PARTS and decision.part is None:
            follow(decision.claim, told[decision.pk])


def follow(claim: Claim, event: Event) -> list[Decision]:
    """Decide again on the parts of a right that come out otherwise by now; return the decisions.

    Nothing follows from a right that a caseworker refused. Where a person must judge, that is noted
    (`correction.unclear`) and what stands remains; a month of its own is put into the queue.
    """
    Person.objects.select_for_update().get(pk=claim.person_id)  # one grant at a time
    versions = Decision.objects.latest_versions().filter(claim=claim)
    standing = {each.part: each for each in versions.select_related("person")}
    first = standing.get(None)
    if first is None or (first.decided_by_id and first.outcome != DecisionOutcome.GRANTED):
        return []
    try:
        parts = PARTS[claim.scheme](claim, as_established(first, claim))
    except (MissingFigureError, KeyError) as error:
        why = NO_TABLE if isinstance(error, MissingFigureError) else NOT_ASKED
        note_about(FindingKind.CORRECTS, [first.pk], [why])
        return []
    made = [_follow(claim, part, facts, standing, event) for part, facts in parts.items()]
    gone = [_take_back(claim, standing[part], event) for part in standing if part not in parts]
    return [each for each in (*made, *gone) if each]


def _follow(
    claim: Claim, part: Part, facts: Scalars, standing: dict[Part, Decision], event: Event
) -> Decision | None:
    """Decide on a part where it comes out otherwise than it stands."""
    before = standing.get(part)
    applied = APPLICATIONS[claim.scheme]
    on = applied.day(facts, applied.told(claim).on)
    on = max(on, part) if part else on
    explanation = until_death(evaluate(claim.scheme, facts, on), claim.person.died_on)
    if part and explanation.starts:
        explanation = replace(explanation, starts=max(explanation.starts, part))
    asks = explanation.needs_person
    if not asks and stands(before, explanation):
        return None
    if asks and before is None:
        _bring(claim, said_of(claim.scheme, facts), event)
        return None
    if asks or (part and before and before.decided_by_id):
        why = explanation.reasons if asks else [BY_HAND]
        note_about(FindingKind.CORRECTS, [(before or standing[None]).pk], why)
        return None
    return _decide(claim, part, before, (facts, on, explanation), event)


def _bring(claim: Claim, said: Known, event: Event) -> None:
    """Put a part that a person must judge into the queue, once for what was declared."""
    same = {key: {"value": told["value"]} for key, told in said.items()}
    alike = Claim.objects.filter(person=claim.person, scheme=claim.scheme, known__contains=same)
    if not alike.exists():
        bring_up(claim, said, event)


def _take_back(claim: Claim, before: Decision, event: Event) -> Decision | None:
    """Give a part no more of which nothing is declared by now."""
    if before.outcome != DecisionOutcome.GRANTED:
        return None
    facts, on = thawed_one(before.facts)
    told = evaluate(claim.scheme, facts, on)
    refused = replace(told, granted=False, reasons=[TAKEN_BACK])
    return _decide(claim, before.part, before, (facts, on, refused), event)


def _decide(
    claim: Claim,
    part: Part,
    before: Decision | None,
    judged: tuple[Scalars, Any, Explanation],
    event: Event,
) -> Decision:
    facts, on, explanation = judged
    open_file(claim.person, None, Purpose.RIGHTS)
    granted = explanation.granted
    return decide(
        claim.person,
        claim.scheme,
        facts,
        on,
        Cause(claim=claim, event=event, replaces=before, part=part),
        outcome=DecisionOutcome.GRANTED if granted else DecisionOutcome.REFUSED,
        explanation=explanation,
        covered=covered_by(claim.person, claim.scheme, on) if granted else None,
    )
