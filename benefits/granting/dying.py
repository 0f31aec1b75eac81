"""A death ends what somebody had alone; what covers others too is put before a caseworker.

Whatever is told of a right afterwards gives nothing beyond that day (`splitting.until_death`).
"""

from datetime import date
from typing import Final

from django.db.models import Exists, OuterRef, Q, QuerySet

from benefits.decisions.actions import Cause, decide
from benefits.decisions.models import Beneficiary, BeneficiaryRole, Decision, DecisionOutcome
from benefits.granting.deciding import stands
from benefits.granting.findings import note_dead
from benefits.granting.splitting import ended, until_death
from benefits.schemes.single import thawed_one
from portal.access.door import open_file
from portal.access.models import Purpose
from portal.exchange.models import Event
from portal.people.models import Person

TOPIC: Final = "person.died"


def follow_death(event: Event) -> None:
    """End the rights of who died; a death on another day, or taken back, gives them other days.

    Who told of it may be wrong: each is a new version, and the next payment run books the
    difference.
    """
    if event.person is None:
        return
    held = list(_alone(event.person))
    concerned = {event.person.pk, *(each.person_id for each in held)}
    locked = Person.objects.select_for_update(no_key=True).filter(pk__in=concerned)
    persons = {person.pk: person for person in locked.order_by("pk")}
    person = persons[event.person.pk]
    open_file(person, None, Purpose.RIGHTS)
    for decision in held:
        _follow(decision, person.died_on, event)
    if person.died_on:
        note_dead(range(person.pk, person.pk + 1), person.died_on)


def died_on(decision: Decision) -> date | None:
    """Return when the person died with whom a right ends: the child whom it is about, or its
    holder."""
    child = decision.claim.child if decision.claim else None
    return (child or decision.person).died_on


def _alone(person: Person) -> QuerySet[Decision]:
    """Return what stands of rights that end with a person: their own, or those about this child."""
    others = Beneficiary.objects.exclude(role=BeneficiaryRole.HOLDER)
    own = Q(person=person, claim__child=None) | Q(claim__child=person)
    found = Decision.objects.latest_versions().filter(
        own, ~Exists(others.filter(decision=OuterRef("pk")))
    )
    return found.select_related("person", "claim", "event").order_by("pk")


def _follow(decision: Decision, died_on: date | None, event: Event) -> None:
    """Give a right the days that it has by the death as it is told now."""
    lived = decision
    while lived.replaces and lived.event and lived.event.topic == TOPIC:
        lived = lived.replaces
    if lived.outcome != DecisionOutcome.GRANTED:
        return
    explanation = until_death(ended(lived, lived.ends), died_on)
    if stands(decision, explanation):
        return
    told, on = thawed_one(lived.facts)
    decide(
        decision.person,
        decision.scheme,
        told,
        on,
        Cause(claim=decision.claim, event=event, replaces=decision),
        outcome=DecisionOutcome.GRANTED if explanation.granted else DecisionOutcome.REFUSED,
        explanation=explanation,
    )
