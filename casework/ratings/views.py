"""How did we do? Asked of the person; read in groups by the office's supervisors."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from benefits.decisions.models import Decision
from benefits.decisions.presenting import scheme_title
from casework.contacts.models import Contact
from casework.contacts.topics import topic_title
from casework.measures.catalog import LEAST
from casework.ratings import actions
from casework.ratings.forms import RatingForm
from casework.ratings.queries import contacts_to_rate, decisions_to_rate, said_in_groups
from portal.access.door import ActingRequest, acting_as
from portal.access.models import CapacityKind


@acting_as(CapacityKind.CITIZEN)
def rate_contact(request: ActingRequest, reference: UUID) -> HttpResponse:
    """Ask how a contact went."""
    contact = get_object_or_404(contacts_to_rate(request.capacity.person), reference=reference)
    return _rate(request, contact, topic_title(contact.topic), str(contact.office))


@acting_as(CapacityKind.CITIZEN)
def rate_decision(request: ActingRequest, reference: UUID) -> HttpResponse:
    """Ask how it went to get a decision."""
    made = decisions_to_rate(request.capacity.person)
    decision = get_object_or_404(made, reference=reference)
    assert decision.claim is not None  # noqa: S101 - only those on applications are asked about
    office = str(decision.claim.case.office)
    return _rate(request, decision, scheme_title(decision.scheme), office)


def _rate(
    request: ActingRequest, about: Contact | Decision, title: str, office: str
) -> HttpResponse:
    form = RatingForm(request.POST if request.method == "POST" else None)
    if not form.is_valid():
        context = {"form": form, "title": title, "office": office}
        return render(request, "ratings/rate.html", context)
    try:
        actions.rate(about, form.cleaned_data["score"], form.cleaned_data["words"])
        messages.success(request, _("Thank you. It helps us to do better."))
    except actions.RatedAlreadyError:
        messages.info(request, _("You told us already. Thank you."))
    return redirect("me")


@acting_as(CapacityKind.SUPERVISOR)
def ratings(request: ActingRequest) -> HttpResponse:
    """Show what people wrote, of weeks in which enough did."""
    return render(request, "ratings/said.html", {"lines": said_in_groups(), "least": LEAST})
