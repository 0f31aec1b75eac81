"""A person's file for caseworkers: found by the whole number, open for a case or for a reason."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from casework.glass.forms import GlassForm
from casework.persons.access import WayIn, way_in
from casework.persons.forms import PersonForm
from casework.persons.parts import parts_of
from casework.plans.access import gives_support
from portal.access.confirming import confirmed
from portal.access.door import (
    ActingRequest,
    TooNearError,
    acting_as,
    is_near,
    list_names,
    open_file,
)
from portal.access.glass.actions import OPEN_FOR, break_glass
from portal.access.limits import GLASS, SEARCH
from portal.access.models import CapacityKind, Purpose
from portal.people.models import Person


@acting_as(CapacityKind.CASEWORKER)
def find(request: ActingRequest) -> HttpResponse:
    """Find one person by the whole number; that the name was seen is noted."""
    too_often = request.method == "POST" and SEARCH.exceeded(request.capacity.pk)
    if too_often:
        messages.warning(request, _("You looked up many numbers. Wait ten minutes, then go on."))
    form = PersonForm(None if too_often else request.POST or None)
    context: dict[str, object] = {"form": form}
    if form.is_valid():
        person = form.cleaned_data["number"]
        list_names([person], request.capacity, Purpose.SEARCH)
        near = is_near(request.capacity, person)
        context |= {
            "person": person,
            "near": near,
            "open": not near and way_in(request.capacity, person) is not None,
        }
    return render(request, "casework/find.html", context)


@acting_as(CapacityKind.CASEWORKER)
def person_file(request: ActingRequest, reference: UUID) -> HttpResponse:
    """Show a person's file, for a case in hand or for a reason that was given.

    Without either the answer is the same whether there is such a person or not.
    """
    person = Person.objects.filter(reference=reference).first()
    try:
        way = way_in(request.capacity, person) if person else None
    except TooNearError:
        return _too_near(request)
    if person is None or way is None:
        return render(request, "casework/shut.html", {"reference": reference}, status=403)
    return _show(request, person, way)


def _show(request: ActingRequest, person: Person, way: WayIn) -> HttpResponse:
    office = request.capacity.institution
    assert office is not None  # noqa: S101 - the database gives a caseworker an office
    open_file(person, request.capacity, way.purpose, way.reference, way.glass)
    parts = parts_of(person, office)
    # What was said of the person is not for the others to read: their lines have no reason.
    named = [each for part in parts for each in part.named]
    list_names(named, request.capacity, way.purpose)
    household = person.household_on(timezone.localdate())
    context = {
        "person": person,
        "way": way,
        "parts": parts,
        "household": household,
        "gives_support": gives_support(request.capacity),
    }
    return render(request, "casework/person.html", context)


@acting_as(CapacityKind.CASEWORKER)
@confirmed("POST")
def break_in(request: ActingRequest, reference: UUID) -> HttpResponse:
    """Ask why a file must be opened without a case, say who will read it, and open it."""
    person = get_object_or_404(Person, reference=reference)
    if is_near(request.capacity, person):
        return _too_near(request)
    if way_in(request.capacity, person):
        return redirect("person_file", reference)
    form = GlassForm(request.POST or None)
    if form.is_valid():
        if GLASS.exceeded(request.capacity.pk):
            return render(request, "429.html", status=429)
        break_glass(
            person, request.capacity, form.cleaned_data["reason"], form.cleaned_data["words"]
        )
        return redirect("person_file", reference)
    list_names([person], request.capacity, Purpose.SEARCH)
    minutes = OPEN_FOR.seconds // 60
    context = {"person": person, "form": form, "minutes": minutes}
    return render(request, "casework/break_in.html", context)


def _too_near(request: ActingRequest) -> HttpResponse:
    return render(request, "casework/too_near.html", status=403)
