"""To be called: asked and withdrawn by the person, called by the office."""

from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from casework.callbacks import actions
from casework.callbacks.access import may_call, may_withdraw
from casework.callbacks.forms import CallBackForm
from casework.callbacks.models import CallBack, Window
from casework.contacts.topics import topic_title
from portal.access.door import ActingRequest, acting_as, list_names_once
from portal.access.mandates.helping import Act, open_to_helpers
from portal.access.mandates.statuses import Help
from portal.access.models import CapacityKind, Purpose
from portal.pages.own.queries import contact_of

PAGE = 25


@acting_as(CapacityKind.CITIZEN)
@open_to_helpers(
    "call_back", Act(_("opened the page to be called"), _("asked us to call")), Help.APPLICATIONS
)
def ask(request: ActingRequest) -> HttpResponse:
    """Take when and about what somebody wants to be called."""
    known = {"telephone": contact_of(request.capacity.person).telephone}
    form = CallBackForm(request.POST if request.method == "POST" else None, initial=known)
    if not form.is_valid():
        return render(request, "callbacks/ask.html", {"form": form})
    given = form.cleaned_data
    wish = actions.Wish(given["topic"], given["day"], Window(given["window"]), given["telephone"])
    try:
        actions.ask(request.capacity, wish)
    except actions.WaitsAlreadyError:
        messages.info(request, gettext("This office calls you already. Withdraw that first."))
    else:
        messages.success(request, gettext("We call you then. Keep your telephone with you."))
    return redirect("appointments")


@acting_as(CapacityKind.CITIZEN)
@open_to_helpers(
    "call_back_withdraw",
    Act(_("said that a call is not needed"), _("said that a call is not needed")),
    Help.APPLICATIONS,
)
@require_POST
def withdraw(request: ActingRequest, reference: UUID) -> HttpResponse:
    """Take back that one wants to be called."""
    asked = get_object_or_404(CallBack, reference=reference)
    if not may_withdraw(request.capacity, asked):
        raise Http404
    try:
        actions.withdraw(asked, request.capacity)
        messages.success(request, gettext("We do not call you."))
    except actions.CallBackRefusedError:
        messages.info(request, gettext("This call is over already."))
    return redirect("appointments")


@acting_as(CapacityKind.CASEWORKER)
def call_backs(request: ActingRequest) -> HttpResponse:
    """List whom the office is to call."""
    waiting = CallBack.objects.waiting_for(request.capacity)
    page = Paginator(waiting, PAGE).get_page(request.GET.get("page"))
    list_names_once((each.person for each in page), request.capacity, Purpose.CONTACT)
    today = timezone.localdate()
    rows = [
        {"call_back": each, "topic": topic_title(each.topic), "is_late": each.day < today}
        for each in page
    ]
    return render(request, "callbacks/list.html", {"page": page, "rows": rows})


@acting_as(CapacityKind.CASEWORKER)
@require_POST
def tell(request: ActingRequest, reference: UUID) -> HttpResponse:
    """Keep whether somebody was reached."""
    asked = get_object_or_404(CallBack.objects.select_related("person"), reference=reference)
    if not may_call(request.capacity, asked):
        raise Http404
    try:
        actions.tell(asked, request.capacity, reached=request.POST.get("reached") == "yes")
        messages.success(request, gettext("It is kept."))
    except actions.CallBackRefusedError:
        messages.warning(request, gettext("A colleague was first, or it was withdrawn."))
    return redirect("call_backs")
