"""Cases: born when a caseworker takes what waits in the queue."""

import uuid

from django.db import models
from django.db.models.functions import Now

from benefits.claims.models import Claim
from casework.cases import queries
from casework.cases.statuses import CaseStatus
from portal.access.models import User
from portal.people.models import Institution


class Case(models.Model):
    """What one caseworker handles: today an application; later also a declaration."""

    reference = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    claim = models.OneToOneField(Claim, models.PROTECT, related_name="case")
    office = models.ForeignKey(Institution, models.PROTECT)
    official = models.ForeignKey(User, models.PROTECT, related_name="cases")
    status = models.CharField(
        max_length=8, choices=CaseStatus, default=CaseStatus.TAKEN, editable=False
    )
    taken_at = models.DateTimeField(db_default=Now())
    closed_at = models.DateTimeField(null=True, blank=True)

    objects = queries.CaseQuerySet.as_manager()


class CaseMove(models.Model):
    """Each step of a case: which verb, by whom, when; a hand-over also says to whom."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="moves")
    verb = models.CharField(max_length=16)
    user = models.ForeignKey(User, models.PROTECT)
    to = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    at = models.DateTimeField(db_default=Now())
