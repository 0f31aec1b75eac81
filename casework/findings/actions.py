"""Settle what the rules left to people: decide, end a right, or say why all stays as it is."""

from dataclasses import replace
from datetime import date

from django.db import IntegrityError, models, transaction
from django.db.models.functions import Now
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from benefits.claims.applications.base import Assessment
from benefits.decisions.actions import Cause, decide
from benefits.decisions.models import Decision, DecisionOutcome
from benefits.granting.answering import answer
from benefits.granting.covering import covered_by
from benefits.granting.findings import TOPICS
from benefits.granting.knowing import standing_of
from benefits.granting.models import Finding, FindingAnswer, FindingKind
from benefits.granting.own_errors import (
    ARTICLE,
    can_split,
    from_next_month,
    last_of_month,
    works_from,
)
from benefits.granting.splitting import ended, split
from benefits.schemes.single import Scalars, thawed_one
from casework.approval.effect import effect_of, require_approval
from casework.approval.queries import is_proposed
from casework.cases.access import may_settle_case
from casework.cases.actions import CaseMoveRefusedError, locked, move
from casework.cases.assessing import assess
from casework.cases.models import Case
from portal.access.models import Capacity
from portal.exchange.models import Event


class Settling(models.TextChoices):
    """What a caseworker can do about a finding."""

    GRANT = "grant", _("Grant the right")
    REFUSE = "refuse", _("Refuse the right, with a letter")
    AGAIN = "again", _("Decide again, on what is known now")
    NEXT = "next", _("Correct our own error from next month on")
    END = "end", _("End the right on a day")
    KEEP = "keep", _("Leave everything as it is")
    CLOSE = "close", _("Close it: it is arranged with whoever settles the estate")


def choices_for(finding: Finding) -> list[Settling]:
    """Return what can be done about a finding."""
    if finding.kind == FindingKind.ESTATE:
        return [Settling.CLOSE]  # the right itself ended; the debt has a page of its own
    standing = standing_of(finding)
    if standing is None and finding.kind == FindingKind.DECLARED:
        return [Settling.KEEP]  # what is declared is judged when the person applies
    if standing is None:
        return [Settling.GRANT, Settling.REFUSE, Settling.KEEP]
    runs = standing.outcome == DecisionOutcome.GRANTED
    splits = runs and can_split(standing, timezone.localdate())
    ways = {Settling.AGAIN: True, Settling.NEXT: splits, Settling.END: runs, Settling.KEEP: True}
    return [way for way, offered in ways.items() if offered]


def effect_wanted(
    finding: Finding, verb: Settling, found: Scalars | None, ends: date | None
) -> Assessment | None:
    """Return what would be decided: facts, day and the rule's account; None to leave all.

    A right that is ended keeps what it gave until its last day. Raises `NothingKnownError` and
    `MissingFigureError` where the rule cannot be applied.
    """
    if verb in (Settling.KEEP, Settling.CLOSE):
        return None
    standing = standing_of(finding)
    if verb not in (Settling.NEXT, Settling.END) or standing is None:
        return assess(finding, found)
    if verb == Settling.NEXT:
        again = assess(finding, found)
        after = from_next_month(again.explanation, timezone.localdate())
        if after:
            return replace(again, explanation=after)
        ends = last_of_month(timezone.localdate())
    told, on = thawed_one(standing.facts)
    return Assessment(told, on, ended(standing, ends))


def gives(verb: Settling, assessment: Assessment) -> bool:
    """Say whether what would be decided grants something."""
    return verb != Settling.REFUSE and assessment.explanation.granted


@transaction.atomic
def settle_finding(
    case: Case,
    capacity: Capacity,
    verb: Settling,
    motivation: str,
    found: Scalars | None = None,
    ends: date | None = None,
    *,
    approved: bool = False,
) -> FindingAnswer:
    """Settle the finding of a case with the caseworker's words, and close the case.

    Raises `CaseMoveRefusedError` when the case is not in this caseworker's hands, was settled, or
    when the decision is being replaced at this moment, `NeedsApprovalError` when it moves so much
    money that a second caseworker must have `approved`, and as `effect_wanted`.
    """
    case = locked(case)
    finding = case.finding
    allowed = may_settle_case(capacity, case) and is_proposed(case) == approved
    if finding is None or not allowed or verb not in choices_for(finding):
        raise CaseMoveRefusedError("close")
    move(case, "close", capacity, closed_at=Now())
    wanted = effect_wanted(finding, verb, found, ends)
    if wanted is None:
        return answer(finding, capacity.user, motivation)
    effect = effect_of(standing_of(finding), wanted.explanation, gives(verb, wanted))
    require_approval(finding.scheme, effect, approved)
    try:
        with transaction.atomic():
            decision = _decide(finding, capacity, verb, motivation, wanted)
    except IntegrityError as error:
        raise CaseMoveRefusedError("close") from error
    return answer(finding, capacity.user, motivation, decision)


def _decide(
    finding: Finding, capacity: Capacity, verb: Settling, motivation: str, wanted: Assessment
) -> Decision:
    granted = gives(verb, wanted)
    cause = _cause(finding, capacity, motivation)
    if verb == Settling.NEXT and ARTICLE in wanted.explanation.reasons:
        assert cause.replaces is not None  # noqa: S101 - of what does not stand no part follows
        cause = split(cause.replaces, works_from(timezone.localdate()), cause)
    return decide(
        finding.person,
        finding.scheme,
        wanted.facts,
        wanted.on,
        cause,
        outcome=DecisionOutcome.GRANTED if granted else DecisionOutcome.REFUSED,
        explanation=wanted.explanation,
        covered=covered_by(finding.person, finding.scheme, wanted.on) if granted else None,
    )


def _cause(finding: Finding, capacity: Capacity, motivation: str) -> Cause:
    """Return why a decision is made: a version of what stands, or what was found of a person."""
    standing = standing_of(finding)
    if standing:
        return Cause(
            claim=standing.claim,
            decided_by=capacity.user,
            motivation=motivation,
            replaces=standing,
        )
    topic = TOPICS[FindingKind(finding.kind)]
    event = Event.objects.filter(topic=topic, subject=finding.pk).latest("pk")
    return Cause(event=event, decided_by=capacity.user, motivation=motivation)
