"""Appointments: booked, moved and cancelled by the person; the day's list of the office."""

from collections.abc import Sequence
from datetime import date, timedelta
from itertools import groupby
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from casework.appointments import actions
from casework.appointments.access import (
    may_change_appointment,
    may_close_appointment,
    may_see_appointment,
)
from casework.appointments.forms import DayForm, SlotForm, WantedForm, slot_key
from casework.appointments.models import Appointment, Way
from casework.appointments.slots import Slot, slots_of
from casework.appointments.statuses import AppointmentStatus
from casework.appointments.terms import CHANGE_UNTIL
from casework.callbacks.models import CallBack
from casework.contacts.topics import office_for, topic_title
from portal.access.door import ActingRequest, acting_as, list_names_once
from portal.access.mandates.helping import Act, open_to_helpers
from portal.access.mandates.statuses import Help
from portal.access.models import CapacityKind, Purpose
from portal.dates import date_format
from portal.people.models import Institution

DAYS = 5  # of slots on a page
PAST = 10


@acting_as(CapacityKind.CITIZEN)
@open_to_helpers("appointments", Act(_("opened your appointments")), Help.APPLICATIONS)
def appointments(request: ActingRequest) -> HttpResponse:
    """Show what a person has booked, and what was before."""
    person, capacity = request.capacity.person, request.capacity
    context = {
        "rows": [
            {**_row(each), "may_change": may_change_appointment(capacity, each)}
            for each in Appointment.objects.to_come(person)
        ],
        "calls": CallBack.objects.of(person)[:PAST],
        "past": [_row(each) for each in Appointment.objects.past(person)[:PAST]],
        "hours": CHANGE_UNTIL // timedelta(hours=1),
    }
    return render(request, "appointments/own.html", context)


def _row(appointment: Appointment) -> dict[str, Any]:
    return {"appointment": appointment, "topic": topic_title(appointment.topic)}


@acting_as(CapacityKind.CITIZEN)
@open_to_helpers(
    "appointment_book",
    Act(_("looked for a time for an appointment"), _("made an appointment")),
    Help.APPLICATIONS,
)
def book(request: ActingRequest) -> HttpResponse:
    """Ask what it is about; show when the office that answers for it has time; take one."""
    form = WantedForm(request.GET or None)
    if not form.is_valid():
        return render(request, "appointments/wanted.html", {"form": form})
    topic, way = form.cleaned_data["topic"], Way(form.cleaned_data["way"])
    office = office_for(topic, request.capacity.person)
    slots = slots_of(office, way, timezone.now())
    chosen = _chosen(request, slots)
    if chosen is None:
        about = {"topic": topic_title(topic), "way": way.label}
        return render(request, "appointments/slots.html", _offer(request, office, slots, about))
    try:
        made = actions.book(request.capacity, chosen.opening, chosen.starts, way, topic)
    except actions.SlotGoneError:
        return _gone(request)
    except actions.TooManyError:
        messages.warning(request, gettext("You have an appointment then, or enough of them."))
        return redirect("appointments")
    _say(request, gettext("You have an appointment on %(moment)s."), made)
    return redirect("appointments")


def _chosen(request: ActingRequest, slots: Sequence[Slot]) -> Slot | None:
    """Return the slot that a form names; None where none is named or it is gone."""
    if request.method != "POST":
        return None
    form = SlotForm(slots, request.POST)
    found: Slot | None = form.cleaned_data["slot"] if form.is_valid() else None
    if found is None:
        messages.warning(request, gettext("This time is no longer free. Choose another one."))
    return found


def _offer(
    request: ActingRequest, office: Institution, slots: Sequence[Slot], about: dict[str, Any]
) -> dict[str, Any]:
    days = [
        (day, [(slot_key(each), each) for each in free])
        for day, free in groupby(slots, lambda each: timezone.localdate(each.starts))
    ]
    page = Paginator(days, DAYS).get_page(request.GET.get("page"))
    return {"page": page, "office": office, **about}


def _gone(request: ActingRequest) -> HttpResponse:
    messages.warning(request, gettext("This time is no longer free. Choose another one."))
    return redirect(request.get_full_path())


def _say(request: ActingRequest, words: str, appointment: Appointment) -> None:
    moment = date_format(timezone.localtime(appointment.starts), "DATETIME_FORMAT")
    messages.success(request, words % {"moment": moment})


def _own(request: ActingRequest, reference: UUID) -> Appointment:
    """Return an appointment of the person; 404 for any other."""
    found = Appointment.objects.select_related("office", "opening", "person")
    appointment = get_object_or_404(found, reference=reference)
    if not may_see_appointment(request.capacity, appointment):
        raise Http404
    return appointment


@acting_as(CapacityKind.CITIZEN)
@open_to_helpers(
    "appointment_move",
    Act(_("looked for another time for an appointment"), _("moved an appointment")),
    Help.APPLICATIONS,
)
def move(request: ActingRequest, reference: UUID) -> HttpResponse:
    """Show when else the office has time; move the appointment there."""
    appointment = _own(request, reference)
    if not may_change_appointment(request.capacity, appointment):
        return _too_late(request)
    every = slots_of(appointment.office, Way(appointment.way), timezone.now())
    slots = [slot for slot in every if slot.starts != appointment.starts]
    chosen = _chosen(request, slots)
    if chosen is None:
        about = {"topic": topic_title(appointment.topic), "way": appointment.get_way_display()}
        offer = _offer(request, appointment.office, slots, about)
        return render(request, "appointments/slots.html", {**offer, "appointment": appointment})
    try:
        actions.rebook(request.capacity, appointment, chosen.opening, chosen.starts)
    except actions.SlotGoneError:
        return _gone(request)
    except (actions.AppointmentMoveRefusedError, actions.TooManyError):
        return _too_late(request)
    appointment.refresh_from_db()
    _say(request, gettext("Your appointment is now on %(moment)s."), appointment)
    return redirect("appointments")


@acting_as(CapacityKind.CITIZEN)
@open_to_helpers(
    "appointment_cancel",
    Act(_("cancelled an appointment"), _("cancelled an appointment")),
    Help.APPLICATIONS,
)
@require_POST
def cancel(request: ActingRequest, reference: UUID) -> HttpResponse:
    """Give the time back."""
    appointment = _own(request, reference)
    try:
        actions.cancel(request.capacity, appointment)
    except actions.AppointmentMoveRefusedError:
        return _too_late(request)
    _say(request, gettext("The appointment on %(moment)s is cancelled."), appointment)
    return redirect("appointments")


def _too_late(request: ActingRequest) -> HttpResponse:
    messages.warning(
        request, gettext("This can no longer be changed here: it is too near, or it is over.")
    )
    return redirect("appointments")


@acting_as(CapacityKind.CASEWORKER)
def office_day(request: ActingRequest) -> HttpResponse:
    """Show who comes to the office on a day."""
    form = DayForm(request.GET)
    day = form.chosen
    booked = list(Appointment.objects.on_day(request.capacity, day))
    list_names_once((each.person for each in booked), request.capacity, Purpose.CONTACT)
    now = timezone.now()
    rows = [{**_row(each), "may_close": _is_booked(each) and each.starts <= now} for each in booked]
    context = {"form": DayForm({"day": day}), "day": day, "rows": rows, **_beside(day)}
    return render(request, "appointments/day.html", context)


def _is_booked(appointment: Appointment) -> bool:
    return appointment.status == AppointmentStatus.BOOKED


def _beside(day: date) -> dict[str, date]:
    return {"before": day - timedelta(days=1), "after": day + timedelta(days=1)}


@acting_as(CapacityKind.CASEWORKER)
@require_POST
def close(request: ActingRequest, reference: UUID) -> HttpResponse:
    """Say whether the person came."""
    found = Appointment.objects.select_related("person")
    appointment = get_object_or_404(found, reference=reference)
    if not may_close_appointment(request.capacity, appointment):
        raise Http404
    try:
        actions.close(request.capacity, appointment, came=request.POST.get("came") == "yes")
    except actions.AppointmentMoveRefusedError:
        messages.warning(request, gettext("It has not begun, or a colleague said it before."))
    day = timezone.localdate(appointment.starts)
    return redirect(f"{reverse('office_day')}?day={day.isoformat()}")
