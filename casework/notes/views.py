"""Notes of a case: written, and their documents given to staff."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from benefits.attachments.serving import as_download
from benefits.attachments.views import ADD
from casework.cases.statuses import CaseStatus
from casework.cases.views import answer_too_late, case_context, open_case
from casework.notes.actions import NotOpenError, write_note
from casework.notes.forms import NoteForm
from casework.notes.models import CaseNote
from portal.access.door import ActingRequest, acting_as
from portal.access.models import CapacityKind


@acting_as(CapacityKind.CASEWORKER)
def note(request: ActingRequest, reference: UUID) -> HttpResponse:
    """Ask for a note or a document of an open case, and keep it."""
    case = open_case(request, reference)
    if case.status != CaseStatus.TAKEN:
        return answer_too_late(request, case)
    posted = request.method == "POST"
    if posted and ADD.exceeded(request.capacity.user_id):
        return render(request, "429.html", status=429)
    form = NoteForm(request.POST if posted else None, request.FILES if posted else None)
    if not form.is_valid():
        return render(request, "casework/note.html", {**case_context(request, case), "form": form})
    noted = form.cleaned_data
    try:
        write_note(case, request.capacity, noted["text"], noted["document"])
    except NotOpenError:
        return answer_too_late(request, case)
    messages.success(request, _("It stands in the case now."))
    return redirect("case", case.reference)


@acting_as(CapacityKind.CASEWORKER)
def note_document(request: ActingRequest, reference: UUID, note: UUID) -> HttpResponse:
    """Give a document of a note to who may see the case."""
    notes = CaseNote.objects.select_related("content").filter(content__isnull=False)
    found = get_object_or_404(notes, case__reference=reference, reference=note)
    open_case(request, reference)
    assert found.content is not None  # noqa: S101 - asked for above
    return as_download(found.name, found.content)
