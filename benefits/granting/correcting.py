"""Corrections: what the sources say otherwise of a day that was decided on is decided again.

A new version takes the place of the one that stands; the next payment run books the difference,
and rights that derive from it follow, since each version is told as `decision.made`.
"""

from datetime import date

from django.db.models import Q, QuerySet
from django.utils import timezone

from benefits.claims.applications import APPLICATIONS
from benefits.claims.models import Claim
from benefits.decisions.actions import Cause, decide
from benefits.decisions.models import Beneficiary, BeneficiaryRole, Decision, DecisionOutcome
from benefits.granting.covering import covered_by
from benefits.granting.deciding import stands
from benefits.granting.dying import died_on
from benefits.granting.established import established, facts_now
from benefits.granting.findings import BY_HAND, NO_TABLE, NOT_ASKED, note_about
from benefits.granting.following import follow
from benefits.granting.graph import GRAPH, Covers
from benefits.granting.models import FindingKind
from benefits.granting.own_errors import split_by_hand
from benefits.granting.parts import PARTS
from benefits.granting.splitting import until_death
from benefits.schemes.single import Scalars, evaluate, evaluate_again, thawed_one
from declarations.wages.models import WorkerRecord
from portal.access.door import open_file
from portal.access.models import Purpose
from portal.exchange.models import Event
from portal.law.figures import MissingFigureError
from portal.people.models import HouseholdMember, Person

COVERING = [each.scheme for each in GRAPH.values() if each.covers != Covers.NOBODY]


def correct_person(event: Event) -> None:
    """Correct what was decided on applications of a person and of who lives with them."""
    if event.person is None:
        return
    homes = HouseholdMember.objects.filter(person=event.person).values("household")
    near = HouseholdMember.objects.filter(household__in=homes).values("person")
    _correct_all(Q(person=event.person) | Q(person__in=near), event)


def correct_paid(event: Event) -> None:
    """Correct what was decided on applications of those whose wages a form declares."""
    paid = WorkerRecord.objects.filter(declaration=event.subject).values("person")
    _correct_all(Q(person__in=paid), event)


def _correct_all(whose: Q, event: Event) -> None:
    for decision in _by_application().filter(whose, part=None).order_by("pk"):
        if decision.scheme in PARTS and decision.claim:
            follow(decision.claim, event)
        else:
            correct(decision, event)


def _by_application() -> QuerySet[Decision]:
    """Return decisions on applications that a correction may touch.

    What a caseworker refused stays: that was not the rule's word.
    """
    by_rule = Q(outcome=DecisionOutcome.GRANTED) | Q(decided_by__isnull=True)
    found = Decision.objects.latest_versions().filter(by_rule, claim__isnull=False)
    return found.select_related("person", "claim__period", "claim__child")


def correct(decision: Decision, event: Event) -> Decision | None:
    """Decide again where the sources give the rule other facts by now; None where nothing changes.

    What a caseworker established stays established. Where a person must judge, that is noted
    (`correction.unclear`) and the decision stands.
    """
    person = Person.objects.select_for_update().get(pk=decision.person_id)
    try:
        found = facts_again(decision)
        if found is None:
            return None
        open_file(person, None, Purpose.RIGHTS)
        facts, on = found
        explanation = until_death(evaluate(decision.scheme, facts, on), died_on(decision))
    except (MissingFigureError, KeyError) as error:
        why = NO_TABLE if isinstance(error, MissingFigureError) else NOT_ASKED
        note_about(FindingKind.CORRECTS, [decision.pk], [why])
        return None
    if explanation.needs_person:
        note_about(FindingKind.CORRECTS, [decision.pk], explanation.reasons)
        return None
    if stands(decision, explanation):
        return None
    if split_by_hand(decision):
        note_about(FindingKind.CORRECTS, [decision.pk], [BY_HAND])
        return None
    return decide(
        person,
        decision.scheme,
        facts,
        on,
        Cause(claim=decision.claim, event=event, replaces=decision),
        outcome=DecisionOutcome.GRANTED if explanation.granted else DecisionOutcome.REFUSED,
        explanation=explanation,
        covered=covered_by(person, decision.scheme, on),
    )


def facts_again(decision: Decision) -> tuple[Scalars, date] | None:
    """Return the facts of a decision on an application as the sources give them now, and the day.

    None where they say nothing else. Raises KeyError where the application would ask what it did
    not ask then, and `MissingFigureError` where the law's tables do not reach the day.
    """
    claim = decision.claim
    assert claim is not None  # noqa: S101 - asked of decisions on applications
    applied = APPLICATIONS[decision.scheme]
    changed = _changed(decision, claim)
    if not changed:
        return None
    told, _on = thawed_one(decision.facts)
    facts = {**told, **changed}
    return facts, applied.day(facts, applied.told(claim).on)


def _changed(decision: Decision, claim: Claim) -> Scalars:
    """Return the facts that the sources give otherwise than the decision has them.

    Raises KeyError where the application would ask what it did not ask then.
    """
    applied, period = APPLICATIONS[decision.scheme], claim.period
    then = applied.facts_of(claim)
    fixed = established(decision, then)
    kept, _on = thawed_one(decision.facts)
    if period and "ended_by" in kept and (period.is_cancelled or period.until is None):
        return {} if kept["ended_by"] == "not_ended" else {"ended_by": "not_ended"}
    facts = facts_now(claim)
    return {
        name: value for name, value in facts.items() if name not in fixed and value != kept[name]
    }


def cover_again(event: Event) -> None:
    """Make new versions of rights that cover others than who lives together now.

    What others keep of a right whose holder died, a caseworker finds out.
    """
    person = event.person
    if person is None:
        return
    today = timezone.localdate()
    home = HouseholdMember.objects.living_with(person, today).values("person")
    standing = Decision.objects.granted_on(today).filter(scheme__in=COVERING)
    alive = standing.filter(person__died_on=None)
    about = alive.filter(Q(person__in=home) | Q(beneficiaries__person=person))
    for decision in about.select_related("person").distinct().order_by("pk"):
        _cover(decision, today, event)


def _cover(decision: Decision, today: date, event: Event) -> None:
    Person.objects.select_for_update().get(pk=decision.person_id)
    others = Beneficiary.objects.filter(decision=decision).exclude(role=BeneficiaryRole.HOLDER)
    before = {each.person_id: each.role for each in others}
    now = covered_by(decision.person, decision.scheme, today)
    if {person.pk: role for person, role in now.items()} == before:
        return
    told, on = thawed_one(decision.facts)
    open_file(decision.person, None, Purpose.RIGHTS)
    decide(
        decision.person,
        decision.scheme,
        told,
        on,
        Cause(event=event, replaces=decision),
        outcome=DecisionOutcome.GRANTED,
        explanation=evaluate_again(decision.scheme, decision.facts),
        covered=now,
    )
