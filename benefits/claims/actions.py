"""Make, complete, send and withdraw applications: the only writers of their status."""

from contextlib import suppress
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import F
from django.db.models.functions import Now
from django.utils import timezone

from benefits.claims.applications import APPLICATIONS
from benefits.claims.headings import Known
from benefits.claims.holding import held_already
from benefits.claims.models import Claim, ClaimMove
from benefits.claims.receipts import fingerprint
from benefits.claims.statuses import MOVES, ClaimStatus
from benefits.decisions.models import Decision
from declarations.hiring.models import EmploymentPeriod
from portal.access.models import User
from portal.exchange.actions import publish
from portal.exchange.models import Event
from portal.law.figures import MissingFigureError
from portal.people.models import Person


class MoveRefusedError(Exception):
    """The application is not in a status from which this can be done."""


class StaleClaimError(Exception):
    """The application was changed since the page was shown."""


class AlreadyHeldError(Exception):
    """A decision gives the right already for days that are asked for."""

    def __init__(self, decision: Decision) -> None:
        super().__init__(decision.reference)
        self.decision = decision


class IncompleteClaimError(Exception):
    """Questions are open; `steps` names their pages."""

    def __init__(self, steps: list[str]) -> None:
        super().__init__(steps)
        self.steps = steps


def _move(claim: Claim, verb: str, user: User | None, *, sha256: str = "", **changes: Any) -> None:
    """Change the status: the one door, which checks, writes and logs together."""
    sources, target = MOVES[verb]
    moved = Claim.objects.filter(pk=claim.pk, status__in=sources).update(status=target, **changes)
    if not moved:
        raise MoveRefusedError(verb)
    ClaimMove.objects.create(claim=claim, verb=verb, status=target, user=user, sha256=sha256)
    claim.refresh_from_db()


@transaction.atomic
def start(
    person: Person,
    scheme: str,
    user: User,
    period: EmploymentPeriod | None = None,
    child: Person | None = None,
) -> Claim:
    """Begin an application that a person asks for, with what is known filled in.

    The one that is open already, or that stands for the same work, is returned as it is. Raises
    MissingFigureError where the tables of the law end.
    """
    open_ = [ClaimStatus.DRAFT, ClaimStatus.SUBMITTED]
    claim, new = Claim.objects.get_or_create(
        person=person,
        scheme=scheme,
        period=period,
        child=child,
        status__in=[*open_, ClaimStatus.DECIDED] if period else open_,
        defaults={
            "known": APPLICATIONS[scheme].read(person, period, child),
            "status": ClaimStatus.DRAFT,
        },
    )
    if new:
        ClaimMove.objects.create(claim=claim, verb="start", status=claim.status, user=user)
    return claim


@transaction.atomic
def prefill(
    person: Person,
    scheme: str,
    period: EmploymentPeriod | None,
    event: Event,
    child: Person | None = None,
) -> Claim | None:
    """Put a prefilled application on a person's page, once for a period that ended.

    Returns None when one that was not withdrawn stands already; without a period, one that is open.
    """
    known = APPLICATIONS[scheme].read(person, period, child)
    open_ = [ClaimStatus.DRAFT, ClaimStatus.SUBMITTED]
    claim, new = Claim.objects.get_or_create(
        person=person,
        scheme=scheme,
        period=period,
        child=child,
        status__in=[*open_, ClaimStatus.DECIDED] if period else open_,
        defaults={"event": event, "known": known, "status": ClaimStatus.DRAFT},
    )
    if not new:
        return None
    ClaimMove.objects.create(claim=claim, verb="prefill", status=claim.status)
    publish("claim.prefilled", claim.pk, person=person, message=event.message)
    return claim


@transaction.atomic
def bring_up(claim: Claim, said: Known, event: Event) -> Claim:
    """Put into the queue what an employer declared for a right that runs, and a person must judge.

    It is an application of its own, with the headings that the declaration says otherwise than
    `claim`. One that is open already is returned as it stands.
    """
    brought, new = Claim.objects.get_or_create(
        person=claim.person,
        scheme=claim.scheme,
        period=None,
        child=None,
        status__in=[ClaimStatus.DRAFT, ClaimStatus.SUBMITTED],
        defaults={
            "event": event,
            "known": {**claim.known, **said},
            "status": ClaimStatus.SUBMITTED,
            "submitted_at": timezone.now(),
        },
    )
    if new:
        ClaimMove.objects.create(claim=brought, verb="bring_up", status=brought.status)
    return brought


@transaction.atomic
def answer(claim: Claim, step: str, answers: dict[str, Any], version: int) -> None:
    """Keep the answers of one step (plain JSON values, checked by its form).

    `version` is that of the page that was shown; raises `StaleClaimError` when another page saved
    in between, and `MoveRefusedError` when the application was sent.
    """
    if claim.status != ClaimStatus.DRAFT:
        raise MoveRefusedError("answer")
    saved = Claim.objects.filter(pk=claim.pk, version=version, status=ClaimStatus.DRAFT).update(
        answers={**claim.answers, step: answers}, version=version + 1
    )
    if not saved:
        raise StaleClaimError
    claim.refresh_from_db()


@transaction.atomic
def look_again(claim: Claim) -> bool:
    """Ask the sources again for an application that is not sent; say whether they say otherwise.

    What was corrected at its source stands in the application from then on, and a page that was
    shown before is stale.
    """
    said = APPLICATIONS[claim.scheme].read(claim.person, claim.period, claim.child)
    if _values(said) == _values(claim.known):
        return False
    Claim.objects.filter(pk=claim.pk, status=ClaimStatus.DRAFT).update(
        known=said, version=F("version") + 1
    )
    claim.refresh_from_db()
    return True


def _values(known: Known) -> dict[str, Any]:
    return {key: each["value"] for key, each in known.items()}


@transaction.atomic
def submit(claim: Claim, user: User, at: datetime | None = None) -> None:
    """Send an application; it then waits in a caseworker's queue, or for the rule alone.

    `at` is when it came, where that was before now, as in the demo's story.

    Raises `IncompleteClaimError` with the open steps, `AlreadyHeldError` with the decision that
    gives the same days, or `MoveRefusedError` when it was sent.
    """
    application = APPLICATIONS[claim.scheme]
    missing = application.open_steps(claim)
    if missing:
        raise IncompleteClaimError(missing)
    by_rule = False
    with suppress(MissingFigureError):  # what no table reaches, a caseworker sees
        assessment = application.assess(claim)
        by_rule = application.grants_alone(claim, assessment)
        if claim.status == ClaimStatus.DRAFT and (held := held_already(claim, assessment)):
            raise AlreadyHeldError(held)
    _move(
        claim, "submit", user, sha256=fingerprint(claim), submitted_at=at or Now(), by_rule=by_rule
    )
    publish("claim.submitted", claim.pk, person=claim.person)


@transaction.atomic
def leave_to_caseworker(claim: Claim) -> None:
    """Put an application that the rule does not grant alone, after all, into the queue."""
    Claim.objects.filter(pk=claim.pk, status=ClaimStatus.SUBMITTED).update(by_rule=False)


@transaction.atomic
def withdraw(claim: Claim, user: User | None) -> None:
    """Take an application back: by its person, or because what caused it was corrected."""
    _move(claim, "withdraw", user)


@transaction.atomic
def close_with_decision(claim: Claim, user: User | None) -> None:
    """Mark an application as decided, by an official or by the rule alone.

    It is called with the decision, in its transaction.
    """
    _move(claim, "decide", user)
