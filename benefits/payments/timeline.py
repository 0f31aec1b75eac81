"""What the timeline of staff tells of payments of the rights of the office."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from benefits.decisions.presenting import scheme_title
from benefits.payments.models import BankVerdict
from benefits.payments.queries import payments_of
from portal.pages.timeline import MOST, Event, Reader, Subject, register_timeline
from portal.people.models import Person
from portal.templatetags.solida import euros


@register_timeline(Subject.PAYMENTS)
def paid(person: Person, reader: Reader) -> Iterator[Event]:
    """Tell what was ordered, and what the bank sent back."""
    for payment in payments_of(person).filter(scheme__in=reader.schemes)[:MOST]:
        body = f"{euros(payment.cents)}, {scheme_title(payment.scheme)}"
        yield Event(payment.run.pay_on, _("Payment"), body, "success")
        for answer in payment.answers.all():
            if answer.verdict == BankVerdict.REJECTED:
                title = _("Payment sent back by the bank")
                yield Event(answer.received_at, title, body, "attention")
