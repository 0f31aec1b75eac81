"""Cases: born when a caseworker takes what waits in the queue."""

import uuid
from datetime import datetime

from django.db import models
from django.db.models import F, Func, IntegerField, Q
from django.db.models.functions import Now
from django.db.models.lookups import Exact

from benefits.claims.models import Claim
from benefits.granting.models import Finding
from benefits.objections.models import Objection
from casework.cases import queries
from casework.cases.statuses import CaseStatus
from portal.access.models import User
from portal.people.models import Institution, Person

About = Claim | Objection | Finding


class Case(models.Model):
    """What one caseworker handles: an application, an objection to a decision, or a finding: what
    the rules left to people.

    The database refuses to give an objection to who made the contested decision.
    """

    reference = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    claim = models.OneToOneField(Claim, models.PROTECT, null=True, blank=True, related_name="case")
    objection = models.OneToOneField(
        Objection, models.PROTECT, null=True, blank=True, related_name="case"
    )
    finding = models.OneToOneField(
        Finding, models.PROTECT, null=True, blank=True, related_name="case"
    )
    # The case of the same person with which it is handled; each keeps its own last day.
    joined_to = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="joined"
    )
    office = models.ForeignKey(Institution, models.PROTECT)
    official = models.ForeignKey(User, models.PROTECT, related_name="cases")
    status = models.CharField(
        max_length=8, choices=CaseStatus, default=CaseStatus.TAKEN, editable=False
    )
    taken_at = models.DateTimeField(db_default=Now())
    closed_at = models.DateTimeField(null=True, blank=True)

    objects = queries.CaseQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="case_about_one",
                condition=Exact(
                    Func(
                        "claim",
                        "objection",
                        "finding",
                        function="num_nonnulls",
                        output_field=IntegerField(),
                    ),
                    1,
                ),
            ),
            models.CheckConstraint(
                name="case_not_joined_to_itself",
                condition=Q(joined_to__isnull=True) | ~Q(joined_to=F("pk")),
            ),
        ]
        indexes = [
            models.Index(
                fields=["official"], name="case_in_hand", condition=Q(status=CaseStatus.TAKEN)
            ),
            models.Index(
                fields=["office", "-closed_at", "-id"],
                name="case_closed",
                condition=Q(status=CaseStatus.CLOSED),
            ),
        ]

    @property
    def about(self) -> About:
        """Return what the case is about."""
        about = self.claim or self.objection or self.finding
        assert about is not None  # noqa: S101 - the database wants one of them
        return about

    @property
    def person(self) -> Person:
        """Return whom it is about."""
        return self.about.person

    @property
    def sent_at(self) -> datetime:
        """Return when it came in, or was found."""
        return came_in(self.about)


def came_in(about: About) -> datetime:
    """Return when an application or an objection was sent, or something was found."""
    if isinstance(about, Objection):
        return about.made_at
    if isinstance(about, Finding):
        return about.found_at
    assert about.submitted_at is not None  # noqa: S101 - the database gives what was sent a date
    return about.submitted_at


class CaseMove(models.Model):
    """Each step of a case: which verb, by whom, when; a hand-over also says to whom, and who opens
    a closed case again says why, in `words`; and for whom, where the official was away."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="moves")
    verb = models.CharField(max_length=16)
    user = models.ForeignKey(User, models.PROTECT)
    to = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    words = models.TextField(blank=True, default="", db_default="")
    acts_for = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    at = models.DateTimeField(db_default=Now())
