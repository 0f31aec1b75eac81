"""What a tenant has of contacts, by what addresses are about."""

from __future__ import annotations

from datetime import date, time, timedelta
from typing import TYPE_CHECKING, Any

from django.utils import timezone

from casework.appointments.models import Appointment, Opening
from casework.callbacks.models import CallBack
from casework.contacts.models import Contact, ContactAnswer, Identification

if TYPE_CHECKING:
    from tests.access.tenants import Tenant


SINCE = date(2020, 1, 1)


def _booked_and_called(tenant: Tenant) -> dict[str, dict[str, Any]]:
    person, citizen = tenant.persons["applicant"], tenant.capacities["citizen"]
    opening = Opening.objects.create(
        office=tenant.office,
        weekday=1,
        at=time(9),
        minutes=30,
        places=1,
        ways=["visit"],
        since=SINCE,
    )
    shared: dict[str, Any] = {"person": person, "office": tenant.office, "topic": "unemployment"}
    booked = Appointment.objects.create(
        opening=opening,
        starts=timezone.now() + timedelta(days=7),
        place=1,
        way="visit",
        booked_by=citizen,
        **shared,
    )
    asked = CallBack.objects.create(
        day=timezone.localdate(), window="1_morning", telephone="0470", asked_by=citizen, **shared
    )
    return {
        "appointment": {"reference": booked.reference},
        "call_back": {"reference": asked.reference},
        "opening": {"opening": opening.pk},
    }


def contacts_of(tenant: Tenant) -> dict[str, dict[str, Any]]:
    """A question that waits for the office, and somebody who was identified there."""
    official, person = tenant.capacities["caseworker"], tenant.persons["applicant"]
    known = Identification.objects.create(
        person=tenant.persons["helped"],
        capacity=official,
        channel="telephone",
        asked=[],
        passed=[],
        until=timezone.now() + timedelta(minutes=30),
    )
    asked = Contact.objects.create(
        person=person,
        office=tenant.office,
        channel="portal",
        topic="unemployment",
        question=f"When does {person.last_name} get money?",
        recorded_by=tenant.capacities["citizen"],
    )
    answered = Contact.objects.create(
        person=person,
        office=tenant.office,
        channel="portal",
        topic="unemployment",
        question="Where?",
        status="answered",
        recorded_by=tenant.capacities["citizen"],
    )
    ContactAnswer.objects.create(contact=answered, text="There.", given_by=official)
    return {
        "rated_contact": {"reference": answered.reference},
        **_booked_and_called(tenant),
        "identified": {"reference": known.reference},
        "asked_contact": {"reference": asked.reference},
    }
