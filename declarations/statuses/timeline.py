"""What the timeline of staff tells of the statuses that institutions reported."""

from collections.abc import Iterator

from declarations.statuses.models import StatusReport
from portal.pages.own.data import days
from portal.pages.timeline import MOST, Event, Reader, Subject, register_timeline
from portal.people.models import Person


@register_timeline(Subject.DECLARATIONS)
def reported(person: Person, reader: Reader) -> Iterator[Event]:
    """Tell each status, who reported it, and for which days."""
    told = StatusReport.objects.filter(person=person).select_related("institution")
    for each in told.order_by("-recorded_at", "-pk")[:MOST]:
        body = f"{each.institution}, {days(each.since, each.until)}"
        yield Event(each.recorded_at, str(each.get_kind_display()).capitalize(), body)
