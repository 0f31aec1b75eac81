"""What the timeline of staff tells of appointments at the own office."""

from collections.abc import Iterator

from casework.appointments.models import Appointment
from casework.contacts.topics import topic_title
from portal.pages.timeline import MOST, Event, Reader, Subject, register_timeline
from portal.people.models import Person


@register_timeline(Subject.CONTACTS)
def seen(person: Person, reader: Reader) -> Iterator[Event]:
    """Tell when an appointment is or was, how, and what became of it."""
    ours = Appointment.objects.filter(person=person, office=reader.capacity.institution_id)
    for each in ours.order_by("-starts", "-pk")[:MOST]:
        title = f"{each.get_way_display()}: {each.get_status_display()}"
        yield Event(each.starts, title[:1].upper() + title[1:], topic_title(each.topic))
