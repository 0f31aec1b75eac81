"""Telling somebody by mail that a counsellor suggests something."""

from django.conf import settings
from django.core.mail import send_mail
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext, override

from casework.plans.statuses import SupportStatus
from casework.referrals.models import Suggestion
from portal.exchange.models import Event
from portal.exchange.subscribers import subscribe
from portal.pages.own.queries import contact_of


@subscribe("offer.suggested")
def tell(event: Event) -> None:
    """Send a mail in which the offer does not stand: anybody may see it. None where the support
    ended or the person answered meanwhile."""
    made = Suggestion.objects.select_related("file__person", "answer").get(pk=event.subject)
    reached = contact_of(made.file.person)
    answered = hasattr(made, "answer") or made.file.status != SupportStatus.OPEN
    if answered or not reached.email:
        return
    with override(reached.language):
        words = {
            "service": settings.SERVICE_NAME,
            "address": f"{settings.BASE_URL}{reverse('plan')}",
        }
        text = render_to_string("casework/mail/suggestion.txt", words)
        send_mail(gettext("Something is suggested to you"), text, None, [reached.email])
