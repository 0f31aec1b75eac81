"""What people say of how they were served: once for a contact or a decision, never edited."""

from typing import Final

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from benefits.decisions.models import Decision
from casework.contacts.models import Contact
from portal.people.models import Institution

WORST: Final = 1
BEST: Final = 5
_SCORES: Final = (MinValueValidator(WORST), MaxValueValidator(BEST))


class Rating(models.Model):
    """From 1 to 5, and a line in own words. Staff read figures and lines of groups alone."""

    contact = models.OneToOneField(
        Contact, models.PROTECT, null=True, blank=True, related_name="rating"
    )
    decision = models.OneToOneField(
        Decision, models.PROTECT, null=True, blank=True, related_name="rating"
    )
    office = models.ForeignKey(Institution, models.PROTECT, related_name="+")
    score = models.PositiveSmallIntegerField(validators=_SCORES)
    words = models.CharField(max_length=300, blank=True)
    at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="rating_of_one_thing",
                condition=Q(contact__isnull=False, decision__isnull=True)
                | Q(contact__isnull=True, decision__isnull=False),
            ),
            models.CheckConstraint(
                name="rating_from_worst_to_best", condition=Q(score__gte=WORST, score__lte=BEST)
            ),
        ]
