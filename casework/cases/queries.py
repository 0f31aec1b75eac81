"""Reads of cases."""

from datetime import timedelta
from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Q
from django.db.models.functions import Coalesce, Now
from django.utils import timezone

from benefits.decisions.models import Decision
from casework.cases.statuses import CaseStatus
from portal.access.models import AccessLine, Capacity, CapacityKind, User
from portal.people.models import HouseholdMember, Institution, Person

if TYPE_CHECKING:
    from casework.cases.models import Case

LATELY = timedelta(days=14)
HERE = timedelta(minutes=10)  # how long one counts as being in a case that one opened


class CaseQuerySet(models.QuerySet["Case"]):
    """Cases."""

    def in_hand_of(self, user: User) -> "CaseQuerySet":
        """Return the open cases of a caseworker, the one that waits longest first."""
        sent = Coalesce("claim__submitted_at", "objection__made_at", "finding__found_at")
        return self.filter(official=user, status=CaseStatus.TAKEN).order_by(sent, "id")

    def about_person(self, person: Person) -> "CaseQuerySet":
        """Return those about an application, an objection or a finding of a person."""
        return self.filter(
            Q(claim__person=person) | Q(objection__person=person) | Q(finding__person=person)
        )

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
    today = timezone.localdate()
    near = HouseholdMember.objects.living_with(case.person, today).values("person")
    contested = case.objection.decision.decided_by_id if case.objection else None
    return (
        Capacity.objects.in_use()
        .filter(kind=CapacityKind.CASEWORKER, institution=case.office_id)
        .exclude(user__in=[case.official_id, *([contested] if contested else [])])
        .exclude(user__person=case.person)
        .exclude(user__person__in=near)
        .order_by("user__person__last_name", "user__person__first_name", "pk")
    )


def also_here(case: "Case", capacity: Capacity) -> models.QuerySet[Capacity]:
    """Return the colleagues who opened a case within the last minutes: they may be in it now."""
    lines = AccessLine.objects.filter(
        person=case.person, case=case.reference, opened=True, at__gt=Now() - HERE
    )
    here = Capacity.objects.filter(pk__in=lines.values("capacity"), institution=case.office_id)
    return here.exclude(user=capacity.user_id).select_related("user__person").order_by("pk")


def decision_on(case: "Case") -> Decision | None:
    """Return the latest version of the decision on a case's application, if there is one.

    Of a right in parts it is that on the first, which the application was about.
    """
    about = Decision.objects.filter(claim__isnull=False, claim=case.claim_id, part=None)
    decisions = about.latest_versions()
    return decisions.select_related("person", "letter", "decided_by__person").first()
