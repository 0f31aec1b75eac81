"""Copies that were asked for, and mails about how somebody wants to be reached.

A mail that cannot be sent is tried again, as any delivery.
"""

from django.conf import settings
from django.core.mail import send_mail
from django.template.loader import render_to_string
from django.utils.translation import gettext as _
from django.utils.translation import override

from portal.exchange.models import Event
from portal.exchange.subscribers import subscribe
from portal.pages.own.actions import make_export
from portal.pages.own.contact import link_of
from portal.pages.own.models import Export
from portal.people.contact.models import ContactDetails


@subscribe("export.asked")
def make_copy(event: Event) -> None:
    """Make the copy that somebody asked for, unless its time has run out meanwhile."""
    export = Export.objects.filter(pk=event.subject).select_related("person").first()
    if export:
        make_export(export)


@subscribe("contact.asked")
def send_link(event: Event) -> None:
    """Send the link by which somebody shows to read a new address, if it is still asked for."""
    version = ContactDetails.objects.get(pk=event.subject)
    with override(version.language):
        words = {"link": link_of(version), "service": settings.SERVICE_NAME}
        text = render_to_string("pages/mail/contact_link.txt", words)
        send_mail(_("Confirm your e-mail address"), text, None, [version.email_asked])


@subscribe("contact.changed")
def tell_the_old_address(event: Event) -> None:
    """Tell the address that counted before that something was changed, and what to do."""
    version = ContactDetails.objects.get(pk=event.subject)
    earlier = ContactDetails.objects.filter(person=version.person, pk__lt=version.pk)
    before = earlier.order_by("-pk").first()
    account = getattr(version.person, "account", None)
    told = before.email if before else account.email if account else ""
    if not told:
        return
    with override(before.language if before else version.language):
        words = {"service": settings.SERVICE_NAME, "address": settings.BASE_URL}
        text = render_to_string("pages/mail/contact_changed.txt", words)
        send_mail(_("Your contact data were changed"), text, None, [told])
