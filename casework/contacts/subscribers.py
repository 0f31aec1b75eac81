"""Telling somebody by mail that an office answered."""

from django.conf import settings
from django.core.mail import send_mail
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext, override

from casework.contacts.models import Contact
from portal.exchange.models import Event
from portal.exchange.subscribers import subscribe
from portal.pages.own.queries import contact_of


@subscribe("contact.answered")
def tell(event: Event) -> None:
    """Send a mail in which neither the question nor the answer stands: anybody may see it."""
    contact = Contact.objects.select_related("person").get(pk=event.subject)
    reached = contact_of(contact.person)
    if not reached.email:
        return
    with override(reached.language):
        words = {
            "service": settings.SERVICE_NAME,
            "address": f"{settings.BASE_URL}{reverse('own_contacts')}",
        }
        text = render_to_string("contacts/mail/answered.txt", words)
        send_mail(gettext("There is an answer to your question"), text, None, [reached.email])
