"""What the timeline of staff tells of call-backs that were asked of the own office."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from casework.callbacks.models import CallBack
from casework.contacts.topics import topic_title
from portal.pages.timeline import MOST, Event, Reader, Subject, register_timeline
from portal.people.models import Person


@register_timeline(Subject.CONTACTS)
def called(person: Person, reader: Reader) -> Iterator[Event]:
    """Tell who wanted to be called, and what came of it."""
    ours = CallBack.objects.filter(person=person, office=reader.capacity.institution_id)
    for each in ours.order_by("-asked_at", "-pk")[:MOST]:
        body = f"{topic_title(each.topic)}, {each.get_status_display()}"
        yield Event(each.asked_at, _("Wanted to be called"), body)
