"""What the timeline of staff tells of wages: for which quarters which employers declared them."""

from collections.abc import Iterator

from django.utils import timezone
from django.utils.translation import gettext as _

from declarations.wages.filed import records_of_person
from declarations.wages.own_data import TOLD
from declarations.wages.quarters import moved, quarter_of, title
from portal.pages.timeline import Event, Reader, Subject, register_timeline
from portal.people.models import Person


@register_timeline(Subject.DECLARATIONS)
def wages(person: Person, reader: Reader) -> Iterator[Event]:
    """Tell the quarters of the last years of which something stands."""
    now = quarter_of(timezone.localdate())
    records = records_of_person(person, [moved(now, -by) for by in range(TOLD)])
    received = records.received()
    for record in records.select_related("filing__company"):
        words = _("Wages declared: %(quarter)s") % {"quarter": title(record.quarter)}
        yield Event(received[record.pk], words, record.filing.company.name)
