"""What a tenant has of contacts, by what addresses are about."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from django.utils import timezone

from casework.contacts.models import Contact, Identification

if TYPE_CHECKING:
    from tests.access.tenants import Tenant


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
    return {
        "identified": {"reference": known.reference},
        "asked_contact": {"reference": asked.reference},
    }
