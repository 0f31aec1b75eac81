"""What the timeline of staff tells of what the rules left to people."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from benefits.decisions.presenting import scheme_title
from benefits.granting.models import FOR_PEOPLE, Finding
from portal.pages.timeline import MOST, Event, Reader, Subject, register_timeline
from portal.people.models import Person


@register_timeline(Subject.RIGHTS)
def left(person: Person, reader: Reader) -> Iterator[Event]:
    """Tell what waits, or waited, for a caseworker."""
    found = Finding.objects.filter(
        person=person, kind__in=FOR_PEOPLE, scheme__in=reader.schemes
    ).order_by("-found_at", "-pk")
    for each in found[:MOST]:
        body = f"{scheme_title(each.scheme)}: {each.get_kind_display()}"
        yield Event(each.found_at, _("Left to a caseworker"), body, "info")
