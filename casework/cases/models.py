"""Cases: born when a caseworker takes what waits in the queue."""

import uuid

from django.db import models
from django.db.models.functions import Now

from benefits.claims.models import Claim
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


class CaseMove(models.Model):
    """Each step of a case: which verb, by whom, when."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="moves")
    verb = models.CharField(max_length=16)
    user = models.ForeignKey(User, models.PROTECT)
    at = models.DateTimeField(db_default=Now())
