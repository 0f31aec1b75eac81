"""Who may see and change an appointment."""

from django.utils import timezone

from casework.appointments.models import Appointment, Opening
from casework.appointments.statuses import AppointmentStatus
from casework.appointments.terms import CHANGE_UNTIL
from portal.access.door import is_near
from portal.access.models import Capacity, CapacityKind
from portal.access.scoping import tenant_filter


@tenant_filter
def may_see_appointment(capacity: Capacity, appointment: Appointment) -> bool:
    """Say whether it is the appointment of this citizen, or of whom they help."""
    return capacity.kind == CapacityKind.CITIZEN and appointment.person_id == capacity.person.pk


def may_change_appointment(capacity: Capacity, appointment: Appointment) -> bool:
    """Say whether one may move or cancel: until some time before it starts."""
    return (
        may_see_appointment(capacity, appointment)
        and appointment.status == AppointmentStatus.BOOKED
        and appointment.starts - CHANGE_UNTIL > timezone.now()
    )


@tenant_filter
def may_close_appointment(capacity: Capacity, appointment: Appointment) -> bool:
    """Say whether a caseworker may say how it went: of the own office, of nobody near."""
    return (
        capacity.kind == CapacityKind.CASEWORKER
        and appointment.office_id == capacity.institution_id
        and not is_near(capacity, appointment.person)
    )


@tenant_filter
def may_manage_opening(capacity: Capacity, opening: Opening) -> bool:
    """Say whether somebody may say when an office has time: its supervisor."""
    return capacity.kind == CapacityKind.SUPERVISOR and opening.office_id == capacity.institution_id
