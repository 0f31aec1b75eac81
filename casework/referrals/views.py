"""Referrals: made by the counsellor, answered by the partner on pages of its own."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.http import require_POST

from casework.plans.access import may_counsel
from casework.plans.views import GROUND, answer_too_late, open_support, support_context
from casework.referrals import actions
from casework.referrals.access import may_see_referral, partner_of
from casework.referrals.forms import DeclineForm, OutcomeForm, ReferForm, WithdrawForm
from casework.referrals.models import Offer, Referral
from casework.referrals.presenting import purpose_of, shared_rows
from casework.referrals.queries import shared_of
from casework.referrals.statuses import Outcome
from portal.access.door import ActingRequest, acting_as, list_names, open_file
from portal.access.models import CapacityKind, Purpose


@acting_as(CapacityKind.CASEWORKER)
def refer(request: ActingRequest, reference: UUID) -> HttpResponse:
    """Ask to which offer of a partner the person goes, and reserve a place."""
    file = open_support(request, reference)
    if not may_counsel(request.capacity, file):
        return answer_too_late(request, file)
    form = ReferForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        asked = form.cleaned_data
        try:
            actions.refer(file, request.capacity, asked["offer"], asked["words"])
        except actions.NoPlaceError:
            form.add_error("offer", gettext("The last place was given just before."))
        except actions.ReferralRefusedError:
            form.add_error("offer", gettext("The person is referred to this offer already."))
        else:
            messages.success(request, gettext("A place is reserved. The partner answers here."))
            return redirect("support_file", file.reference)
    context = support_context(request, file) | {"form": form}
    return render(request, "casework/referral_new.html", context)


@acting_as(CapacityKind.CASEWORKER)
@require_POST
def withdraw(request: ActingRequest, reference: UUID) -> HttpResponse:
    """Take a referral of a file back."""
    file = open_support(request, reference)
    form = WithdrawForm(request.POST)
    if not form.is_valid():
        return answer_too_late(request, file)
    made = Referral.objects.filter(file=file).select_related("file")
    try:
        actions.withdraw(
            get_object_or_404(made, reference=form.cleaned_data["referral"]), request.capacity
        )
    except actions.ReferralRefusedError:
        return answer_too_late(request, file)
    return redirect("support_file", file.reference)


@acting_as(CapacityKind.INSTITUTION)
def referrals(request: ActingRequest) -> HttpResponse:
    """Show a partner what it offers, and who is referred to it."""
    institution = request.capacity.institution
    if partner_of(request.capacity) is None or institution is None:
        return render(request, "casework/referrals_elsewhere.html")
    made = list(Referral.objects.at(institution))
    list_names((each.person for each in made), request.capacity, Purpose.SUPPORT)
    offers = list(Offer.objects.of(institution))
    return render(
        request,
        "casework/referrals.html",
        {"referrals": made, "offers": offers, "today": timezone.localdate()},
    )


def _referral(request: ActingRequest, reference: UUID) -> Referral:
    """Return a referral that one may see, and leave a line in the file of its person; else 404."""
    found = get_object_or_404(Referral.objects.with_offer(), reference=reference)
    if not may_see_referral(request.capacity, found):
        raise Http404
    open_file(found.person, request.capacity, Purpose.SUPPORT, found.reference, ground=GROUND)
    return found


@acting_as(CapacityKind.INSTITUTION)
def referral(request: ActingRequest, reference: UUID) -> HttpResponse:
    """Show a partner of somebody what the purpose of the referral needs."""
    found = _referral(request, reference)
    context = _context(found) | {"shared": shared_rows(shared_of(found))}
    return render(request, "casework/referral.html", context)


def _context(found: Referral) -> dict[str, Any]:
    return {"referral": found, "person": found.person, "purpose": purpose_of(found)}


@acting_as(CapacityKind.INSTITUTION)
@require_POST
def accept(request: ActingRequest, reference: UUID) -> HttpResponse:
    """Accept who was referred."""
    found = _referral(request, reference)
    try:
        actions.accept(found, request.capacity)
    except actions.ReferralRefusedError:
        return _gone(request)
    return redirect("referral", found.reference)


@acting_as(CapacityKind.INSTITUTION)
def decline(request: ActingRequest, reference: UUID) -> HttpResponse:
    """Take why the partner cannot help."""
    found = _referral(request, reference)
    form = DeclineForm(request.POST if request.method == "POST" else None)
    if not form.is_valid():
        context = _context(found) | {"form": form}
        return render(request, "casework/referral_decline.html", context)
    try:
        actions.decline(found, request.capacity, form.cleaned_data["words"])
    except actions.ReferralRefusedError:
        return _gone(request)
    return redirect("referrals")


@acting_as(CapacityKind.INSTITUTION)
def end(request: ActingRequest, reference: UUID) -> HttpResponse:
    """Take what came of it."""
    found = _referral(request, reference)
    form = OutcomeForm(request.POST if request.method == "POST" else None)
    if not form.is_valid():
        context = _context(found) | {"form": form}
        return render(request, "casework/referral_end.html", context)
    said = form.cleaned_data
    try:
        actions.end(found, request.capacity, Outcome(said["outcome"]), said["words"])
    except actions.ReferralRefusedError:
        return _gone(request)
    return redirect("referrals")


def _gone(request: ActingRequest) -> HttpResponse:
    messages.warning(request, gettext("That is no longer possible: see how it stands now."))
    return redirect("referrals")
