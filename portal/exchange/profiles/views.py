"""Profiles on the pages of institutions: propose, and give the second person's word."""

from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from portal.access.confirming import confirmed
from portal.access.door import ActingRequest, acting_as
from portal.access.models import CapacityKind, Service
from portal.directory.models import Authorisation
from portal.exchange.profiles.access import keeps_profiles, may_review
from portal.exchange.profiles.actions import (
    RefusedError,
    approve,
    propose,
    propose_end,
    refuse,
)
from portal.exchange.profiles.forms import (
    EndForm,
    NewProfileForm,
    ProfileReviewForm,
    TermsForm,
)
from portal.exchange.profiles.models import ProfileChange
from portal.exchange.profiles.presenting import end_row, period_row, term_rows, use_rows

ON_A_PAGE = 25


@acting_as(CapacityKind.INSTITUTION)
def changes(request: ActingRequest) -> HttpResponse:
    """List what was proposed, what waits first; to who keeps the profiles, of every institution."""
    seen = ProfileChange.objects.seen_by(request.capacity).with_parts()
    page = Paginator(seen.waiting_first(), ON_A_PAGE).get_page(request.GET.get("page"))
    context = {"page_obj": page, "keeps": keeps_profiles(request.capacity)}
    return render(request, "profiles/changes.html", context)


@acting_as(CapacityKind.INSTITUTION)
def profile(request: ActingRequest, reference: UUID) -> HttpResponse:
    """Show a profile of the own institution, and what was proposed about it."""
    found = _own(request, reference)
    lasts = Authorisation.objects.lasting().filter(pk=found.pk).exists()
    context = {
        "profile": found,
        "rows": use_rows(found) + term_rows(found) + period_row(found.since, found.until),
        "lasts": lasts,
        "waits": ProfileChange.objects.waiting().about_the_same(found).first() if lasts else None,
        "began_by": ProfileChange.objects.filter(review__began=found).first(),
    }
    return render(request, "profiles/profile.html", context)


@acting_as(CapacityKind.INSTITUTION)
@confirmed("POST")
def new(request: ActingRequest) -> HttpResponse:
    """Propose a profile for a use for which there is none."""
    form = NewProfileForm(request.POST or None, capacity=request.capacity)
    if form.is_valid():
        wanted = form.terms(institution=request.capacity.institution)
        made = _tried(form, lambda: propose(request.capacity, wanted))
        if made:
            return _sent(request, made)
    return render(request, "profiles/new.html", {"form": form})


@acting_as(CapacityKind.INSTITUTION)
@confirmed("POST")
def change(request: ActingRequest, reference: UUID) -> HttpResponse:
    """Propose another profile in the place of one."""
    found = _own(request, reference)
    initial = {name: getattr(found, name) for name in ("blocks", "months_back", "deliberation")}
    initial |= {"legal_ground": found.legal_ground, "until": found.until}
    services = [Service(found.service)]
    form = TermsForm(request.POST or None, services=services, initial=initial)
    if form.is_valid():
        same = ("institution", "application", "service", "quality", "legal_context")
        wanted = form.terms(**{name: getattr(found, name) for name in same})
        made = _tried(form, lambda: propose(request.capacity, wanted, found))
        if made:
            return _sent(request, made)
    context = {"form": form, "profile": found, "rows": _standing_rows(found)}
    return render(request, "profiles/change.html", context)


@acting_as(CapacityKind.INSTITUTION)
@confirmed("POST")
def end(request: ActingRequest, reference: UUID) -> HttpResponse:
    """Propose that a profile ends."""
    found = _own(request, reference)
    form = EndForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        last = form.cleaned_data["until"]
        made = _tried(form, lambda: propose_end(request.capacity, found, last))
        if made:
            return _sent(request, made)
    context = {"form": form, "profile": found, "rows": _standing_rows(found)}
    return render(request, "profiles/end.html", context)


@acting_as(CapacityKind.INSTITUTION)
def proposed(request: ActingRequest, reference: UUID) -> HttpResponse:
    """Show what was proposed, beside what stands, and what became of it."""
    return render(request, "profiles/proposed.html", _context(request, reference))


@acting_as(CapacityKind.INSTITUTION)
@confirmed("POST")
def review(request: ActingRequest, reference: UUID) -> HttpResponse:
    """Ask the second person for approval or a reason, and do what follows."""
    context = _context(request, reference)
    made = context["change"]
    if not keeps_profiles(request.capacity):
        raise Http404
    if not context["may_review"]:
        return render(request, "profiles/proposed.html", {**context, "late": True}, status=409)
    form = ProfileReviewForm(request.POST or None)
    if not form.is_valid():
        return render(request, "profiles/review.html", {**context, "form": form})
    try:
        if form.cleaned_data["verdict"] == "approve":
            approve(made, request.capacity)
            messages.success(request, _("Approved: it counts from the next question on."))
        else:
            refuse(made, request.capacity, form.cleaned_data["reason"])
            messages.success(request, _("Sent back, with your reason."))
    except RefusedError:
        late = {**_context(request, reference), "late": True}
        return render(request, "profiles/proposed.html", late, status=409)
    return redirect("profile_proposed", made.reference)


def _own(request: ActingRequest, reference: UUID) -> Authorisation:
    own = Authorisation.objects.of(request.capacity.institution_id)
    return get_object_or_404(
        own.select_related("institution", "application__user"), reference=reference
    )


def _context(request: ActingRequest, reference: UUID) -> dict[str, Any]:
    seen = ProfileChange.objects.seen_by(request.capacity).with_parts()
    found = get_object_or_404(seen, reference=reference)
    stands = found.replaces
    return {
        "change": found,
        "use": use_rows(found),
        "before": _standing_rows(stands, use=False) if stands else [],
        "after": term_rows(found) + period_row(found.since, found.until) if found.since else [],
        "ends": [] if found.since else end_row(found),
        "review": getattr(found, "review", None),
        "may_review": may_review(request.capacity, found),
    }


def _standing_rows(found: Authorisation, use: bool = True) -> list[dict[str, str]]:
    said = term_rows(found) + period_row(found.since, found.until)
    return use_rows(found) + said if use else said


def _tried(form: forms.Form, act: Any) -> ProfileChange | None:
    """Do what was filled in; what is refused is said at its field."""
    try:
        made: ProfileChange = act()
    except ValidationError as error:
        for field, said in error.message_dict.items():
            form.add_error(field if field in form.fields else None, said)
        return None
    return made


def _sent(request: ActingRequest, made: ProfileChange) -> HttpResponse:
    messages.success(request, _("Proposed. It changes nothing until a second person approves it."))
    return redirect("profile_proposed", made.reference)
