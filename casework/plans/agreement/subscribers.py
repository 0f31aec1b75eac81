"""Telling the person that an agreement waits, what both signed, and that a report is due."""

from typing import Any

from django.conf import settings
from django.core.mail import send_mail
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext, gettext_noop, override

from casework.plans.agreement.models import Agreement, AgreementPoint
from portal.documents.actions import write_letter
from portal.exchange.models import Event
from portal.exchange.subscribers import subscribe
from portal.pages.own.queries import contact_of
from portal.people.contact.models import ContactChannel
from portal.people.models import Person

OFFERED = gettext_noop("An agreement on support waits for you")
SIGNED = gettext_noop("Your agreement on support towards work")
DUE = gettext_noop("Tell how it goes")


@subscribe("agreement.offered")
def tell_offer(event: Event) -> None:
    """Tell somebody that an agreement waits: by a letter with its text, or by mail."""
    agreement = Agreement.objects.with_text().get(pk=event.subject)
    person = agreement.file.person
    if contact_of(person).channel == ContactChannel.POST:
        write_letter(person, "agreement", OFFERED, _letter_data(agreement))
    else:
        _mail(person, OFFERED, "casework/mail/agreement.txt")


@subscribe("agreement.signed")
def write_signed(event: Event) -> None:
    """Write the letter of what both signed: it stands on the person's page."""
    agreement = Agreement.objects.with_text().get(pk=event.subject)
    write_letter(agreement.file.person, "agreement", SIGNED, _letter_data(agreement))


@subscribe("report.due")
def remind(event: Event) -> None:
    """Remind somebody by mail that a report is due; who gets no mail sees it on their page."""
    point = AgreementPoint.objects.select_related("agreement__file__person").get(pk=event.subject)
    _mail(point.agreement.file.person, DUE, "casework/mail/report.txt", day=point.day)


def _mail(person: Person, title: str, template: str, **words: Any) -> None:
    """Send a mail in which nothing of the support stands: anybody may see it."""
    contact = contact_of(person)
    if not contact.email:
        return
    with override(contact.language):
        address = f"{settings.BASE_URL}{reverse('plan')}"
        given = {"service": settings.SERVICE_NAME, "address": address, **words}
        text = render_to_string(template, given)
        send_mail(gettext(title), text, None, [contact.email])


def _letter_data(agreement: Agreement) -> dict[str, Any]:
    """Return what the letter says, in plain values, so that it can be made again as it was."""
    person = agreement.file.person
    household = person.household_on(timezone.localdate())
    with override(person.language):
        office = str(agreement.file.office)
    signatures = {each.side: each for each in agreement.signatures.all()}
    signed = signatures.get("person")
    return {
        "name": person.full_name,
        "address": household.address if household else "",
        "office": office,
        "agreement": str(agreement.reference),
        "number": agreement.number,
        "points": [
            {"kind": each.kind, "text": each.text, "day": each.day.isoformat() if each.day else ""}
            for each in agreement.points.all()
        ],
        "fingerprint": signatures["office"].fingerprint,
        "offered_on": timezone.localdate(agreement.offered_at).isoformat(),
        "signed_on": timezone.localdate(signed.signed_at).isoformat() if signed else "",
        "address_of_plan": f"{settings.BASE_URL}{reverse('plan')}",
    }
