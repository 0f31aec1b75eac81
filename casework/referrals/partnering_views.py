"""Partner organisations, on pages of a supervisor."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext

from casework.referrals import partnering
from casework.referrals.access import may_manage_partner
from casework.referrals.forms import PartnerForm
from casework.referrals.models import Partner
from casework.referrals.presenting import partner_rows
from portal.access.door import ActingRequest, acting_as
from portal.access.models import CapacityKind


@acting_as(CapacityKind.SUPERVISOR)
def partners(request: ActingRequest) -> HttpResponse:
    """List the organisations to which people can be referred, with what the office did there."""
    return render(request, "casework/partners.html", partner_rows(request.capacity))


@acting_as(CapacityKind.SUPERVISOR)
def partner_new(request: ActingRequest) -> HttpResponse:
    """Register an organisation as a partner."""
    form = PartnerForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        organisation, kind = form.cleaned_data["number"], form.cleaned_data["kind"]
        try:
            partnering.register_partner(request.capacity, organisation, kind)
        except partnering.PartnerTwiceError:
            form.add_error("number", gettext("This organisation is a partner already."))
        except partnering.PartnerRefusedError:
            told = gettext("Another office ended this partner, and registers it anew.")
            form.add_error("number", told)
        else:
            words = gettext("People can be referred to %(partner)s, once it offers something.")
            messages.success(request, words % {"partner": organisation})
            return redirect("partners")
    return render(request, "casework/partner_new.html", {"form": form})


@acting_as(CapacityKind.SUPERVISOR)
def partner_end(request: ActingRequest, partner: int) -> HttpResponse:
    """Ask whether a partner ends; end it."""
    found = get_object_or_404(Partner.objects.select_related("institution"), pk=partner)
    if not may_manage_partner(request.capacity, found):
        raise Http404
    if request.method != "POST":
        return render(request, "casework/partner_end.html", {"partner": found})
    try:
        partnering.end_partner(found, request.capacity)
    except partnering.PartnerRefusedError:
        messages.warning(request, gettext("This partner was ended before."))
    else:
        messages.success(request, gettext("Nobody is referred to this partner any more."))
    return redirect("partners")
