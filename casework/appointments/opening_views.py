"""When an office sees people, on pages of its supervisor."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext

from casework.appointments import opening as actions
from casework.appointments.access import may_manage_opening
from casework.appointments.forms import ChangeOpeningForm, EndOpeningForm, OpeningForm, SeatsForm
from casework.appointments.models import Opening, OpeningMove
from portal.access.door import ActingRequest, acting_as
from portal.access.models import CapacityKind
from portal.dates import date_format

SHOWN = 50


@acting_as(CapacityKind.SUPERVISOR)
def office_hours(request: ActingRequest) -> HttpResponse:
    """Show when the office sees people, and who said so."""
    office = request.capacity.institution
    assert office is not None  # noqa: S101 - the database gives a supervisor an office
    context = {
        "openings": Opening.objects.to_come(office),
        "moves": OpeningMove.objects.told(office)[:SHOWN],
    }
    return render(request, "appointments/hours.html", context)


@acting_as(CapacityKind.SUPERVISOR)
def office_hours_new(request: ActingRequest) -> HttpResponse:
    """Take when else the office sees people."""
    form = OpeningForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        said = form.cleaned_data
        try:
            actions.open_times(
                request.capacity, said["weekdays"], said["at"], form.seats, said["since"]
            )
        except actions.OpeningTwiceError:
            form.add_error("at", gettext("The office sees people at this time already."))
        else:
            messages.success(request, gettext("People can book these times from now on."))
            return redirect("office_hours")
    return render(request, "appointments/hours_new.html", {"form": form})


@acting_as(CapacityKind.SUPERVISOR)
def office_hours_change(request: ActingRequest, opening: int) -> HttpResponse:
    """Take how many people are seen from a day on."""
    found = _opening(request, opening)
    form = ChangeOpeningForm(found, request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            actions.change_opening(found, request.capacity, form.seats, form.cleaned_data["since"])
        except (actions.BookedError, actions.OpeningRefusedError, actions.OpeningTwiceError) as no:
            _refuse(form, "since", no)
        else:
            messages.success(request, gettext("The opening is changed."))
            return redirect("office_hours")
    context = {"form": form, "opening": found, "booked": actions.last_booked(found)}
    return render(request, "appointments/hours_change.html", context)


@acting_as(CapacityKind.SUPERVISOR)
def office_hours_end(request: ActingRequest, opening: int) -> HttpResponse:
    """Take the last day of an opening."""
    found = _opening(request, opening)
    form = EndOpeningForm(found, request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            actions.end_opening(found, request.capacity, form.cleaned_data["until"])
        except (actions.BookedError, actions.OpeningRefusedError) as no:
            _refuse(form, "until", no)
        else:
            messages.success(request, gettext("The opening ends on that day."))
            return redirect("office_hours")
    context = {"form": form, "opening": found, "booked": actions.last_booked(found)}
    return render(request, "appointments/hours_end.html", context)


def _refuse(form: EndOpeningForm | SeatsForm, field: str, error: Exception) -> None:
    if isinstance(error, actions.BookedError):
        told = gettext("Somebody has an appointment on %(day)s. Choose a later day.")
        form.add_error(field, told % {"day": date_format(error.args[0])})
    else:
        form.add_error(field, gettext("Choose a day to come within the time of this opening."))


def _opening(request: ActingRequest, opening: int) -> Opening:
    found = get_object_or_404(Opening, pk=opening)
    if not may_manage_opening(request.capacity, found):
        raise Http404
    return found
