"""Telling somebody that something is new for them: by mail that says no more, or on paper."""

import logging
from smtplib import SMTPRecipientsRefused
from typing import Any

from django.conf import settings
from django.core.mail import send_mail
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.translation import gettext, gettext_noop, override

from portal.documents.actions import write_letter
from portal.pages.own.queries import contact_of
from portal.people.contact.models import ContactChannel, ContactDetails
from portal.people.models import Person

logger = logging.getLogger(__name__)

TITLE = gettext_noop("Something is ready for you")


def tell(person: Person, way: str, on_paper: dict[str, Any] | None = None) -> None:
    """Tell a person that something stands at an address (`way`, from the root), as they chose.

    In a mail neither what it is nor who says it stands: anybody may see it. `on_paper` is what a
    letter says to who chose paper; None where a letter was written already. Who has no address, or
    one that is refused, finds it on their page.
    """
    reach(contact_of(person), way, on_paper)


def reach(contact: ContactDetails, way: str, on_paper: dict[str, Any] | None = None) -> None:
    """Tell somebody as `tell` does, where it is known already how they want to be reached."""
    address = f"{settings.BASE_URL}{way}"
    if contact.channel == ContactChannel.POST:
        if on_paper is not None:
            person = contact.person
            write_letter(person, "notice", TITLE, _letter_data(person, address, on_paper))
    elif contact.email:
        with override(contact.language):
            words = {"service": settings.SERVICE_NAME, "address": address}
            text = render_to_string("benefits/mail/notice.txt", words)
            try:
                send_mail(gettext(TITLE), text, None, [contact.email])
            except SMTPRecipientsRefused:  # again if it were tried again, and nobody else's concern
                logger.warning("the mail to person %s was refused", contact.person_id)


def _letter_data(person: Person, address: str, on_paper: dict[str, Any]) -> dict[str, Any]:
    """Return what the letter says, in plain values, so that it can be made again as it was."""
    household = person.household_on(timezone.localdate())
    return {
        "name": person.full_name,
        "address": household.address if household else "",
        "way": address,
        **on_paper,
    }
