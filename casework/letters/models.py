"""Letters that caseworkers wrote in a case."""

from django.db import models
from django.db.models.functions import Now

from casework.cases.models import Case
from portal.access.models import User
from portal.documents.models import Letter


class CaseLetter(models.Model):
    """A letter of a template was sent in a case, with what the caseworker wrote in its parts."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="letters")
    letter = models.OneToOneField(Letter, models.PROTECT, related_name="case_letter")
    template = models.CharField(max_length=24)
    parts = models.JSONField()
    sent_by = models.ForeignKey(User, models.PROTECT)
    sent_at = models.DateTimeField(db_default=Now())

    class Meta:
        ordering = ["-id"]
