"""Reads of cases."""

from datetime import timedelta
from typing import TYPE_CHECKING

from django.db import models
from django.db.models import OuterRef, Subquery
from django.db.models.functions import Coalesce, Least, Now

from benefits.claims.models import Claim
from benefits.decisions.models import Decision
from casework.cases.statuses import CaseStatus
from casework.staff.queries import colleagues_of
from portal.access.models import AccessLine, Capacity, User
from portal.people.models import Institution, Person

if TYPE_CHECKING:
    from casework.cases.models import Case

LATELY = timedelta(days=14)
HERE = timedelta(minutes=10)  # how long one counts as being in a case that one opened

SENT = Coalesce("claim__submitted_at", "objection__made_at", "finding__found_at")


class CaseQuerySet(models.QuerySet["Case"]):
    """Cases."""

    def in_hand_of(self, *users: User) -> "CaseQuerySet":
        """Return the open cases of caseworkers, the one that waits longest first; what is joined
        to an open one is with it, and counts for its place (`whole_since`)."""
        held = self.filter(official__in=users, status=CaseStatus.TAKEN)
        alone = held.exclude(joined_to__status=CaseStatus.TAKEN)
        with_it = held.filter(joined_to=OuterRef("pk")).order_by(SENT).values(_sent=SENT)
        whole = alone.annotate(whole_since=Least(SENT, Subquery(with_it[:1])))
        return whole.order_by("whole_since", "id")

    def about_person(self, person: Person) -> "CaseQuerySet":
        """Return those about an application, an objection or a finding of a person."""
        cases = self.model.objects.order_by()
        ways = [
            cases.filter(**{f"{about}__person": person}).values("pk")
            for about in ("claim", "objection", "finding")
        ]
        return self.filter(pk__in=ways[0].union(*ways[1:], all=True))  # each by its own index

    def closed_lately(self, office: Institution) -> "CaseQuerySet":
        """Return what an office closed in the last fortnight, the latest first."""
        return self.filter(
            office=office, status=CaseStatus.CLOSED, closed_at__gte=Now() - LATELY
        ).order_by("-closed_at", "-id")

    def with_names(self) -> "CaseQuerySet":
        """Return them with what they are about, its person and the official."""
        return self.select_related(
            "claim__person",
            "objection__person",
            "objection__decision",
            "finding__person",
            "finding__decision",
            "finding__answer__answered_by__person",
            "official__person",
            "office",
        )


def colleagues(case: "Case") -> models.QuerySet[Capacity]:
    """Return to whom a case can be handed over: the office's other caseworkers of today.

    Whom it is about is never among them, nor somebody who lives with them, nor who made the
    decision that is contested.
    """
    contested = case.objection.decision.decided_by_id if case.objection else None
    return colleagues_of(case.office_id, case.person, (case.official_id, contested))


def joinable(case: "Case") -> CaseQuerySet:
    """Return the cases with which one can be handled: others of the person, in the same hands."""
    held = CaseQuerySet(type(case)).filter(
        official=case.official_id, status=CaseStatus.TAKEN, joined_to=None
    )
    return held.about_person(case.person).exclude(pk=case.pk).with_names().order_by(SENT, "pk")


def also_here(case: "Case", capacity: Capacity) -> models.QuerySet[Capacity]:
    """Return the colleagues who opened a case within the last minutes: they may be in it now."""
    lines = AccessLine.objects.filter(
        person=case.person, case=case.reference, opened=True, at__gt=Now() - HERE
    )
    here = Capacity.objects.filter(pk__in=lines.values("capacity"), institution=case.office_id)
    return here.exclude(user=capacity.user_id).select_related("user__person").order_by("pk")


def decision_on(case: "Case") -> Decision | None:
    """Return the decision that stands on a case's application, if there is one."""
    return standing_on(case.claim) if case.claim else None


def standing_on(claim: Claim) -> Decision | None:
    """Return the latest version of the decision on an application, if there is one."""
    named = Decision.objects.select_related("person", "letter", "decided_by__person")
    return named.answering(claim)
