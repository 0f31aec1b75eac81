"""Telling somebody, as they want to be reached, that a caseworker asks something."""

from django.conf import settings
from django.core.mail import send_mail
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext, gettext_noop, override

from benefits.schemes import SCHEMES
from casework.questions.models import Question
from portal.documents.actions import write_letter
from portal.exchange.models import Event
from portal.exchange.subscribers import subscribe
from portal.pages.own.queries import contact_of
from portal.people.contact.models import ContactChannel, ContactDetails

TITLE = gettext_noop("We need something from you")


@subscribe("question.asked")
def tell(event: Event) -> None:
    """Tell somebody that a question waits: by a letter or by mail, as they chose."""
    question = Question.objects.with_case().get(pk=event.subject)
    contact = contact_of(question.case.person)
    if contact.channel == ContactChannel.POST:
        write_letter(question.case.person, "question", TITLE, _letter_data(question))
    elif contact.email:
        _mail(question, contact)


def _mail(question: Question, contact: ContactDetails) -> None:
    """Send a mail in which neither the question nor who asks stands: anybody may see it."""
    with override(contact.language):
        words = {
            "service": settings.SERVICE_NAME,
            "day": question.answer_by,
            "address": _address(question),
        }
        text = render_to_string("casework/mail/question.txt", words)
        send_mail(gettext(TITLE), text, None, [contact.email])


def _letter_data(question: Question) -> dict[str, str]:
    """Return what the letter says, in plain values, so that it can be made again as it was."""
    person, scheme = question.case.person, question.case.about.scheme
    household = person.household_on(timezone.localdate())
    return {
        "name": person.full_name,
        "address": household.address if household else "",
        "scheme": scheme,
        "scheme_title": SCHEMES[scheme].title,
        "question": str(question.reference),
        "text": question.text,
        "answer_by": question.answer_by.isoformat(),
        "address_of_answer": _address(question),
    }


def _address(question: Question) -> str:
    return f"{settings.BASE_URL}{reverse('question', args=[question.reference])}"
