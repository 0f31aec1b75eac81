"""What is offered, on pages: of a partner for its own, of a supervisor for partners."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext

from casework.referrals import offering
from casework.referrals.access import may_manage_offer, partner_of
from casework.referrals.forms import OfferForm, PartnerOfferForm
from casework.referrals.models import Offer
from casework.referrals.presenting import offer_history
from portal.access.door import ActingRequest, acting_as
from portal.access.models import CapacityKind


@acting_as(CapacityKind.SUPERVISOR)
def office_offers(request: ActingRequest) -> HttpResponse:
    """Show a supervisor what the office entered for partners."""
    offers = Offer.objects.entered_by(request.capacity.institution)
    context = {"offers": offers, "today": timezone.localdate()}
    return render(request, "casework/offers.html", context)


@acting_as(CapacityKind.INSTITUTION, CapacityKind.SUPERVISOR)
def offer(request: ActingRequest) -> HttpResponse:
    """Take what is offered."""
    above = request.capacity.kind == CapacityKind.SUPERVISOR
    partner = partner_of(request.capacity)
    if not above and (partner is None or partner.ended_at):
        raise Http404
    form = (PartnerOfferForm if above else OfferForm)(
        request.POST if request.method == "POST" else None
    )
    if not form.is_valid():
        context = {"form": form, "back": _list(request)}
        return render(request, "casework/referral_offer.html", context)
    offering.offer_places(request.capacity, **form.cleaned_data)
    messages.success(request, gettext("Offices can refer people to it from now on."))
    return redirect(_list(request))


def _list(request: ActingRequest) -> str:
    above = request.capacity.kind == CapacityKind.SUPERVISOR
    return "office_offers" if above else "referrals"


def _offer(request: ActingRequest, reference: UUID) -> Offer:
    found = get_object_or_404(Offer.objects.counted(), reference=reference)
    if not may_manage_offer(request.capacity, found):
        raise Http404
    return found


@acting_as(CapacityKind.INSTITUTION, CapacityKind.SUPERVISOR)
def offer_change(request: ActingRequest, reference: UUID) -> HttpResponse:
    """Show what is offered, with its history; say it anew."""
    found = _offer(request, reference)
    form = OfferForm(request.POST if request.method == "POST" else None, offer=found)
    shown = request.POST.get("shown", "")
    if form.is_valid():
        try:
            offering.change_offer(
                found,
                request.capacity,
                shown=int(shown) if shown.isdecimal() else None,
                **form.cleaned_data,
            )
        except offering.OfferChangedError:
            told = gettext(
                "The offer was changed while you wrote; below stands how. Nothing of yours is"
                " kept yet: send it again if it shall hold."
            )
            form.add_error(None, told)
        except offering.PlacesGivenError as error:
            told = gettext("%(given)s places are given already: offer as many or more.")
            form.add_error("places", told % {"given": error.args[0]})
        except offering.OfferRefusedError:
            return _over(request)
        else:
            messages.success(request, gettext("The offer is changed."))
            return redirect(_list(request))
    return render(
        request,
        "casework/offer_change.html",
        _context(request, found, form=form, shown=offering.last_step(found)),
    )


@acting_as(CapacityKind.INSTITUTION, CapacityKind.SUPERVISOR)
def offer_end(request: ActingRequest, reference: UUID) -> HttpResponse:
    """Ask whether an offer ends; end it."""
    found = _offer(request, reference)
    if request.method != "POST":
        return render(request, "casework/offer_end.html", _context(request, found))
    try:
        offering.end_offer(found, request.capacity)
    except offering.OfferRefusedError:
        return _over(request)
    messages.success(request, gettext("The offer is ended: nobody is referred to it any more."))
    return redirect(_list(request))


def _context(request: ActingRequest, found: Offer, **more: Any) -> dict[str, Any]:
    history = offer_history(found, request.capacity.institution)
    return {"offer": found, "history": history, "back": _list(request), **more}


def _over(request: ActingRequest) -> HttpResponse:
    messages.warning(request, gettext("This offer was ended before."))
    return redirect(_list(request))
