"""Reminding somebody by mail of an appointment."""

from django.conf import settings
from django.core.mail import send_mail
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext, override

from casework.appointments.models import Appointment
from casework.appointments.statuses import AppointmentStatus
from portal.exchange.models import Event
from portal.exchange.subscribers import subscribe
from portal.pages.own.queries import contact_of


@subscribe("appointment.near")
def tell(event: Event) -> None:
    """Send a mail with the moment and the way; neither the office nor the subject stands in it."""
    appointment = Appointment.objects.select_related("person").get(pk=event.subject)
    reached = contact_of(appointment.person)
    if not reached.email or appointment.status != AppointmentStatus.BOOKED:
        return
    with override(reached.language):
        words = {
            "service": settings.SERVICE_NAME,
            "appointment": appointment,
            "address": f"{settings.BASE_URL}{reverse('appointments')}",
        }
        text = render_to_string("appointments/mail/near.txt", words)
        send_mail(gettext("Your appointment"), text, None, [reached.email])
