"""What staff write down in a case, and the documents that they add to it: never edited."""

import uuid

from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from benefits.attachments.models import Content
from casework.cases.models import Case
from casework.notes import queries
from portal.access.models import User


class CaseNote(models.Model):
    """A note in a case, a document, or both; `name` is that of the document."""

    reference = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    case = models.ForeignKey(Case, models.PROTECT, related_name="notes")
    text = models.TextField(blank=True)
    content = models.ForeignKey(
        Content, models.PROTECT, null=True, blank=True, related_name="case_notes"
    )
    name = models.CharField(max_length=100, blank=True)
    written_by = models.ForeignKey(User, models.PROTECT)
    written_at = models.DateTimeField(db_default=Now())

    objects = queries.NoteQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="note_says_or_shows_something",
                condition=~Q(text="") | Q(content__isnull=False),
            )
        ]
