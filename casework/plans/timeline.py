"""What the timeline of staff tells of support towards work: agreements, and what was said of them.

What the support is about stands in its own file.
"""

from collections.abc import Iterator
from typing import Final

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from casework.plans.agreement.models import Signature
from casework.plans.agreement.statuses import Side
from portal.pages.timeline import MOST, Event, Reader, Subject, register_timeline
from portal.people.models import Person

SAID: Final = {
    (Side.OFFICE, True): gettext_lazy("Agreement on support offered"),
    (Side.PERSON, True): gettext_lazy("Agreement on support signed"),
    (Side.PERSON, False): gettext_lazy("Agreement on support refused"),
}


@register_timeline(Subject.CASE)
def agreed(person: Person, reader: Reader) -> Iterator[Event]:
    """Tell which versions the office offered, and which the person signed or refused."""
    ours = Signature.objects.filter(
        agreement__file__person=person, agreement__file__office=reader.capacity.institution_id
    )
    for each in ours.select_related("agreement").order_by("-signed_at", "-pk")[:MOST]:
        words = _("version %(number)s") % {"number": each.agreement.number}
        yield Event(each.signed_at, str(SAID[Side(each.side), each.agreed]), words)
