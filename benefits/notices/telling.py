"""Telling somebody that something is new for them: by mail that says no more, or on paper."""

from typing import Any

from django.conf import settings
from django.core.mail import send_mail
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.translation import gettext, gettext_noop, override

from portal.documents.actions import write_letter
from portal.pages.own.queries import contact_of
from portal.people.contact.models import ContactChannel
from portal.people.models import Person

TITLE = gettext_noop("Something is ready for you")


def tell(person: Person, way: str, on_paper: dict[str, Any] | None = None) -> None:
    """Tell a person that something stands at an address (`way`, from the root), as they chose.

    In a mail neither what it is nor who says it stands: anybody may see it. `on_paper` is what a
    letter says to who chose paper; None where a letter was written already. Who has no address
    finds it on their page.
    """
    contact = contact_of(person)
    address = f"{settings.BASE_URL}{way}"
    if contact.channel == ContactChannel.POST:
        if on_paper is not None:
            write_letter(person, "notice", TITLE, _letter_data(person, address, on_paper))
    elif contact.email:
        with override(contact.language):
            words = {"service": settings.SERVICE_NAME, "address": address}
            text = render_to_string("benefits/mail/notice.txt", words)
            send_mail(gettext(TITLE), text, None, [contact.email])


def _letter_data(person: Person, address: str, on_paper: dict[str, Any]) -> dict[str, Any]:
    """Return what the letter says, in plain values, so that it can be made again as it was."""
    household = person.household_on(timezone.localdate())
    return {
        "name": person.full_name,
        "address": household.address if household else "",
        "way": address,
        **on_paper,
    }
