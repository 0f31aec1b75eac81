"""A letter in a case: chosen, its parts edited, shown as the person gets it, sent."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from casework.cases.access import may_handle_case
from casework.cases.actions import CaseMoveRefusedError
from casework.cases.views import answer_too_late, case_context, open_case
from casework.letters.actions import content_of, send_letter
from casework.letters.forms import PartsForm, TemplateForm
from casework.letters.texts import letter_templates
from portal.access.door import ActingRequest, acting_as
from portal.access.models import CapacityKind


@acting_as(CapacityKind.CASEWORKER)
def choose(request: ActingRequest, reference: UUID) -> HttpResponse:
    """Ask which letter."""
    case = open_case(request, reference)
    if not may_handle_case(request.capacity, case):
        return answer_too_late(request, case)
    language = (get_language() or "en")[:2]
    form = TemplateForm(language, request.POST if request.method == "POST" else None)
    if form.is_valid():
        return redirect("case_letter_write", case.reference, form.cleaned_data["template"])
    context = {**case_context(request, case), "form": form}
    return render(request, "casework/letter_choose.html", context)


@acting_as(CapacityKind.CASEWORKER)
def write(request: ActingRequest, reference: UUID, template: str) -> HttpResponse:
    """Ask for the parts, show the letter in the person's language, and send it when confirmed."""
    if template not in letter_templates():
        raise Http404
    case, chosen = open_case(request, reference), letter_templates()[template]
    if not may_handle_case(request.capacity, case):
        return answer_too_late(request, case)
    posted = request.POST if request.method == "POST" else None
    form = PartsForm(chosen, case.person.language, posted)
    context = {**case_context(request, case), "form": form, "language": case.person.language}
    if not form.is_valid() or "change" in request.POST:
        return render(request, "casework/letter_write.html", context)
    if "confirm" not in request.POST:
        content = content_of(case, chosen, form.parts)
        context |= {"content": content, "sent": list(form.parts.items())}
        return render(request, "casework/letter_preview.html", context)
    try:
        send_letter(case, request.capacity, chosen, form.parts)
    except CaseMoveRefusedError:
        return answer_too_late(request, case)
    messages.success(request, _("The letter is sent."))
    return redirect("case", case.reference)
