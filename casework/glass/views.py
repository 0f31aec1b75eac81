"""Files that an institution's staff opened without a case, for its supervisors."""

from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from casework.glass.forms import ReviewForm
from portal.access.confirming import confirmed
from portal.access.door import ActingRequest, acting_as, list_names_once
from portal.access.glass import actions
from portal.access.glass.access import may_review
from portal.access.glass.models import GlassBreak
from portal.access.models import AccessLine, CapacityKind, Purpose

PAGE = 25


@acting_as(CapacityKind.SUPERVISOR)
def openings(request: ActingRequest) -> HttpResponse:
    """List the openings: first those that nobody looked at."""
    own = GlassBreak.objects.of_institution(request.capacity.institution)
    page = Paginator(own.to_be_seen_first(), PAGE).get_page(request.GET.get("page"))
    list_names_once((each.person for each in page), request.capacity, Purpose.SUPERVISION)
    waiting = own.filter(review__isnull=True).count()
    return render(request, "casework/openings.html", {"page": page, "waiting": waiting})


@acting_as(CapacityKind.SUPERVISOR)
@confirmed("POST")
def opening(request: ActingRequest, reference: UUID) -> HttpResponse:
    """Show why a file was opened and what was looked at; ask what was found of it."""
    own = GlassBreak.objects.of_institution(request.capacity.institution)
    glass = get_object_or_404(own, reference=reference)
    list_names_once([glass.person], request.capacity, Purpose.SUPERVISION)
    form = ReviewForm(request.POST or None)
    if form.is_valid():
        return _review(request, glass, form)
    looks = AccessLine.objects.filter(person=glass.person, glass=glass).order_by("at", "pk")
    context = {
        "glass": glass,
        "form": form,
        "looks": looks,
        "review": getattr(glass, "review", None),
        "may_review": may_review(request.capacity, glass),
    }
    return render(request, "casework/opening.html", context)


def _review(request: ActingRequest, glass: GlassBreak, form: ReviewForm) -> HttpResponse:
    found = form.cleaned_data
    try:
        actions.review(glass, request.capacity, found["finding"], found["note"])
        messages.success(request, _("What you found is kept."))
    except actions.ReviewRefusedError:
        messages.warning(request, _("This is not for you, or somebody looked at it before."))
    return redirect("opening", glass.reference)
