"""Object to a decision, and answer an objection."""

from datetime import date

from django.db import transaction
from django.utils import timezone

from benefits.decisions.models import Decision
from benefits.decisions.terms import answer_by, object_by
from benefits.objections.models import Objection, ObjectionAnswer
from benefits.objections.statuses import ObjectionOutcome
from benefits.schemes import SCHEMES
from portal.access.models import User
from portal.documents.actions import write_letter
from portal.exchange.actions import publish


class SupersededError(Exception):
    """Another version took the place of the decision; `newest` is the one that stands."""

    def __init__(self, newest: Decision) -> None:
        super().__init__(newest)
        self.newest = newest


class AnsweredError(Exception):
    """The objection was answered already."""


def newest(decision: Decision) -> Decision:
    """Return the version of a decision that stands today."""
    while following := Decision.objects.filter(replaces=decision).first():
        decision = following
    return decision


@transaction.atomic
def object_to(decision: Decision, user: User, reason: str) -> tuple[Objection, bool]:
    """Keep an objection to a decision and return it with "is it new"; one for each version.

    One that comes after the term is taken and marked. Raises `SupersededError` when the decision
    no longer stands.
    """
    standing = Objection.objects.filter(decision=decision).first()
    if standing:
        return standing, False
    if (last := newest(decision)) != decision:
        raise SupersededError(last)
    deadline = object_by(decision)
    objection, new = Objection.objects.get_or_create(
        decision=decision,
        defaults={
            "person": decision.person,
            "scheme": decision.scheme,
            "reason": reason,
            "deadline": deadline,
            "is_late": timezone.localdate() > deadline,
            "made_by": user,
        },
    )
    if new:
        publish("objection.made", objection.pk, person=decision.person)
    return objection, new


@transaction.atomic
def reject(objection: Objection, user: User, motivation: str) -> ObjectionAnswer:
    """Answer that the decision stands, and why, in a letter.

    Raises `AnsweredError` when it was answered in between; the database refuses who decided.
    """
    title = SCHEMES[objection.scheme].title
    letter = write_letter(
        objection.person,
        "objection",
        title,
        _letter_data(objection, motivation, newest(objection.decision)),
    )
    return _answer(objection, user, ObjectionOutcome.REJECTED, motivation, letter=letter)


@transaction.atomic
def uphold(
    objection: Objection, user: User, motivation: str, decision: Decision
) -> ObjectionAnswer:
    """Answer by a new version of the decision, which says why; raises as `reject`."""
    return _answer(objection, user, ObjectionOutcome.UPHELD, motivation, decision=decision)


def _answer(
    objection: Objection, user: User, outcome: ObjectionOutcome, motivation: str, **told: object
) -> ObjectionAnswer:
    if ObjectionAnswer.objects.filter(objection=objection).exists():
        raise AnsweredError
    answer = ObjectionAnswer.objects.create(
        objection=objection, outcome=outcome, motivation=motivation, answered_by=user, **told
    )
    publish("objection.answered", answer.pk, person=objection.person)
    return answer


def _letter_data(objection: Objection, motivation: str, decision: Decision) -> dict[str, object]:
    """Return what the letter says, in plain values, so that it can be made again as it was."""
    today = timezone.localdate()
    household = objection.person.household_on(today)
    return {
        "name": objection.person.full_name,
        "address": household.address if household else "",
        "scheme": objection.scheme,
        "motivation": motivation,
        "objection": str(objection.reference),
        "objected_on": timezone.localdate(objection.made_at).isoformat(),
        "decided_on": timezone.localdate(decision.decided_at).isoformat(),
        "decision": str(decision.reference),
        "legal_ground": decision.legal_ground,
    }


def answer_due(objection: Objection) -> date:
    """Return until when the office has to answer an objection."""
    return answer_by(timezone.localdate(objection.made_at))
