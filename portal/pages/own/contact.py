"""The verbs of how somebody wants to be reached."""

from typing import Any, Final

from django.conf import settings
from django.core import signing
from django.db import transaction
from django.urls import reverse

from portal.exchange.actions import publish
from portal.pages.own.queries import contact_of
from portal.people.contact.models import ContactDetails
from portal.people.models import Person

SALT: Final = "contact"
LASTS: Final = 3 * 24 * 3600  # seconds for which a link to a new address is good


class LinkError(Exception):
    """The link is not ours, too old, or of an address that is not asked for any more."""


@transaction.atomic
def change_contact(person: Person, said: dict[str, Any]) -> ContactDetails:
    """Write what the person says as the next version, and return it.

    `said` has email, telephone, language and channel. All of it counts at once, but for another
    e-mail address: that one once the person has shown to read it.
    """
    before = _held(person)
    asked = said["email"] if said["email"] and said["email"] != before.email else ""
    email = before.email if asked else said["email"]
    others = {name: said[name] for name in ("telephone", "language", "channel")}
    version = ContactDetails.objects.create(person=person, email=email, email_asked=asked, **others)
    _take_effect(person, version)
    if asked:
        publish("contact.asked", version.pk, person=person)
    return version


@transaction.atomic
def confirm_email(person: Person, token: str) -> ContactDetails:
    """Let the address count that the link was sent to; raise `LinkError`."""
    last = _held(person)
    if not last.pk or read_link(token) != last.pk or not last.email_asked:
        raise LinkError
    version = ContactDetails.objects.create(
        person=person,
        email=last.email_asked,
        telephone=last.telephone,
        language=last.language,
        channel=last.channel,
    )
    _take_effect(person, version)
    return version


def link_of(version: ContactDetails) -> str:
    """Return the address of the page that confirms a new e-mail address."""
    token = signing.dumps(version.pk, salt=SALT)
    return settings.BASE_URL + reverse("contact_confirm", args=[token])


def read_link(token: str) -> int:
    """Return the id of the version that a link confirms; raise `LinkError`."""
    try:
        return int(signing.loads(token, salt=SALT, max_age=LASTS))
    except signing.BadSignature:
        raise LinkError from None


def _held(person: Person) -> ContactDetails:
    """Return what counts now; of two that change it at once, one waits for the other."""
    Person.objects.select_for_update().get(pk=person.pk)
    return contact_of(person)


def _take_effect(person: Person, version: ContactDetails) -> None:
    """Let letters be in the language that was chosen, and tell the address that counted before."""
    Person.objects.filter(pk=person.pk).update(language=version.language)
    publish("contact.changed", version.pk, person=person)
