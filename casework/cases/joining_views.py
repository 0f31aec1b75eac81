"""A case that is opened again, closed once more, or handled together with another."""

from collections.abc import Callable
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from casework.approval.queries import is_proposed
from casework.cases import actions
from casework.cases.access import may_handle_case, may_reopen_case
from casework.cases.forms import JoinForm, WordsForm
from casework.cases.models import Case
from casework.cases.queries import joinable
from casework.cases.views import answer_too_late, case_context, open_case
from portal.access.door import ActingRequest, acting_as
from portal.access.models import Capacity, CapacityKind

Act = Callable[[Case, Capacity, str], None]


@acting_as(CapacityKind.CASEWORKER)
def reopen(request: ActingRequest, reference: UUID) -> HttpResponse:
    """Ask why a closed case is opened again, and open it."""
    case = open_case(request, reference)
    if not may_reopen_case(request.capacity, case):
        return answer_too_late(request, case)
    return _say_why(request, case, actions.reopen, _("The case is open again, in your hands."))


@acting_as(CapacityKind.CASEWORKER)
def close_again(request: ActingRequest, reference: UUID) -> HttpResponse:
    """Ask why a case that was opened again is closed without another decision, and close it."""
    case = open_case(request, reference)
    opened = case.moves.filter(verb="reopen").exists()
    if not opened or not may_handle_case(request.capacity, case) or is_proposed(case):
        return answer_too_late(request, case)
    return _say_why(request, case, actions.close_again, _("The case is closed again."))


def _say_why(request: ActingRequest, case: Case, act: Act, told: str | Promise) -> HttpResponse:
    form = WordsForm(request.POST if request.method == "POST" else None)
    if not form.is_valid():
        context = {**case_context(request, case), "form": form}
        return render(request, "casework/reopen.html", context)
    try:
        act(case, request.capacity, form.cleaned_data["words"])
    except actions.CaseMoveRefusedError:
        return answer_too_late(request, case)
    messages.success(request, str(told))
    return redirect("case", case.reference)


@acting_as(CapacityKind.CASEWORKER)
def join(request: ActingRequest, reference: UUID) -> HttpResponse:
    """Ask with which other case of the person one is handled, and join it to that one."""
    case = open_case(request, reference)
    if not may_handle_case(request.capacity, case) or is_proposed(case):
        return answer_too_late(request, case)
    form = JoinForm(case, request.POST if request.method == "POST" else None)
    if not form.is_valid():
        context = {**case_context(request, case), "form": form, "others": joinable(case).exists()}
        return render(request, "casework/join.html", context)
    to = form.cleaned_data["case"]
    try:
        actions.join(case, to, request.capacity)
    except actions.CaseMoveRefusedError:
        return answer_too_late(request, case)
    messages.success(request, _("The two cases are handled together now. Each keeps its last day."))
    return redirect("case", to.reference)
