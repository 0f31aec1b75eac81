"""Telling somebody, as they want to be reached, that a caseworker asks something."""

from django.conf import settings
from django.core.mail import send_mail
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import override

from casework.questions.models import Question
from portal.exchange.models import Event
from portal.exchange.subscribers import subscribe
from portal.pages.own.queries import contact_of


@subscribe("question.asked")
def tell(event: Event) -> None:
    """Send a mail that says that a question waits, in the language that was chosen.

    Neither the question nor who asks stands in it. Who has no address finds it on their page.
    """
    question = Question.objects.with_case().get(pk=event.subject)
    contact = contact_of(question.case.person)
    if not contact.email:
        return
    with override(contact.language):
        words = {
            "service": settings.SERVICE_NAME,
            "day": question.answer_by,
            "address": f"{settings.BASE_URL}{reverse('question', args=[question.reference])}",
        }
        text = render_to_string("casework/mail/question.txt", words)
        send_mail(_("We need something from you"), text, None, [contact.email])
