"""What the timeline of staff tells of contacts: what was said to the own office, in short."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from casework.contacts.models import Contact, Direction
from casework.contacts.topics import topic_title
from portal.pages.timeline import MOST, Event, Reader, Subject, register_timeline
from portal.people.models import Person

SHORT = 120  # letters of a question


@register_timeline(Subject.CONTACTS)
def spoken(person: Person, reader: Reader) -> Iterator[Event]:
    """Tell through which channel, about what, and whether it was answered."""
    ours = Contact.objects.of(person).filter(office=reader.capacity.institution_id)
    for each in ours[:MOST]:
        way = {"way": each.get_channel_display()}
        began = each.direction == Direction.IN
        title = _("The person asked: %(way)s") if began else _("We told: %(way)s")
        said = each.question if len(each.question) <= SHORT else each.question[:SHORT] + "…"
        yield Event(each.at, title % way, f"{topic_title(each.topic)}: {said}")
        answer = getattr(each, "answer", None)
        if answer and began:
            yield Event(answer.given_at, _("We answered: %(way)s") % way, topic_title(each.topic))
