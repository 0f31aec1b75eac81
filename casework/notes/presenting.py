"""How the notes of a case read, for `casework/_notes.html`."""

from typing import Any

from django.urls import reverse

from benefits.attachments import presenting as attachments
from casework.cases.models import Case
from casework.notes.models import CaseNote


def notes_of(case: Case) -> list[dict[str, Any]]:
    """Return the notes of a case and of what is joined to it, each {note, files}."""
    return [{"note": each, "files": _files(each)} for each in CaseNote.objects.of(case)]


def _files(note: CaseNote) -> list[dict[str, Any]]:
    if note.content is None:
        return []
    url = reverse("case_note_document", args=[note.case.reference, note.reference])
    return [attachments.row(note.name, note.content, note.written_at, url)]
