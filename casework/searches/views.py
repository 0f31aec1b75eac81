"""A caseworker's saved searches of the queue."""

from urllib.parse import urlencode
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from casework.cases.access import schemes_of
from casework.queue.forms import QueueFilter
from casework.searches import actions
from casework.searches.forms import SaveForm
from casework.searches.presenting import told
from portal.access.door import ActingRequest, acting_as
from portal.access.models import CapacityKind


@acting_as(CapacityKind.CASEWORKER)
def searches(request: ActingRequest) -> HttpResponse:
    """Show one's searches, each as a way into the queue."""
    rows = [told(each) for each in request.capacity.searches.order_by("name")]
    return render(request, "searches/searches.html", {"rows": rows})


@acting_as(CapacityKind.CASEWORKER)
def save(request: ActingRequest) -> HttpResponse:
    """Keep the filter that the address holds under a name."""
    office = request.capacity.institution
    assert office is not None  # noqa: S101 - the database gives a caseworker an office
    kept = QueueFilter(schemes_of(office), request.GET).kept
    form = SaveForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        given = form.cleaned_data
        try:
            actions.save(request.capacity, given["name"], kept, daily=given["daily"])
        except actions.SearchRefusedError:
            form.add_error("name", _("You have a search of this name, or too many of them."))
        else:
            messages.success(request, _("The search is saved."))
            return redirect(f"{reverse('queue')}?{urlencode(kept)}")
    return render(request, "searches/save.html", {"form": form})


@acting_as(CapacityKind.CASEWORKER)
@require_POST
def remove(request: ActingRequest, reference: UUID) -> HttpResponse:
    """Remove one of one's searches."""
    get_object_or_404(request.capacity.searches, reference=reference).delete()
    messages.success(request, _("The search is removed."))
    return redirect("searches")


@acting_as(CapacityKind.CASEWORKER)
def end(request: ActingRequest) -> HttpResponse:
    """Ask whether the daily mail is to end, and end it: where the mail itself leads."""
    if request.method != "POST":
        return render(request, "searches/end.html")
    actions.stop_telling(request.capacity)
    messages.success(request, _("You get no more mails about your searches."))
    return redirect("searches")
