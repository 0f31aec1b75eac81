"""Reads of notes."""

from typing import TYPE_CHECKING

from django.db import models

from casework.cases.models import Case

if TYPE_CHECKING:
    from casework.notes.models import CaseNote


class NoteQuerySet(models.QuerySet["CaseNote"]):
    """Notes."""

    def of(self, case: Case) -> "NoteQuerySet":
        """Return the notes of a case and of what is joined to it, the latest first, with who wrote
        them and without the bytes of documents."""
        together = models.Q(case=case) | models.Q(case__joined_to=case)
        noted = self.filter(together).select_related("case", "content", "written_by__person")
        return noted.defer("content__data").order_by("-written_at", "-pk")
