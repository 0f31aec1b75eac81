"""What was asked of institutions for a case, through the network, and what was answered."""

import uuid

from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from casework.cases.models import Case
from portal.access.models import User


class CaseConsultation(models.Model):
    """A question about the person of a case, and the answer as it was then. Never edited.

    `quality` is the capacity of the network in which the office asks, `ground` the law and the
    deliberation that let it, `why` the caseworker's own words. `ticket` leads to the exchange,
    which keeps no data; `content` is what was answered, None where there was nothing.
    """

    reference = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    case = models.ForeignKey(Case, models.PROTECT, related_name="consultations")
    service = models.CharField(max_length=16)  # one of `Service`
    block = models.CharField(max_length=24)
    quality = models.CharField(max_length=16)
    ground = models.CharField(max_length=300, blank=True)
    why = models.TextField()
    asked_from = models.DateField()
    asked_until = models.DateField()
    ticket = models.UUIDField()
    code = models.CharField(max_length=16)
    content = models.JSONField(null=True, blank=True)
    asked_by = models.ForeignKey(User, models.PROTECT)
    asked_at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints = [
            models.CheckConstraint(name="consultation_says_why", condition=~Q(why="")),
            models.CheckConstraint(
                name="consultation_in_order", condition=Q(asked_from__lte=models.F("asked_until"))
            ),
        ]
        ordering = ["-id"]
