"""What the timeline of staff tells of letters: those of the cases of the office, and others on what
it answers for."""

from collections.abc import Iterator
from typing import Final

from django.db.models import Q
from django.utils.translation import gettext as _

from casework.cases.models import Case
from casework.letters.models import CaseLetter
from portal.documents.models import Letter
from portal.pages.timeline import MOST, Event, Reader, Subject, register_timeline
from portal.people.models import Person

# Letters that no case has. Those with a decision stand with it, among the rights.
OUTSIDE: Final = ("agreement", "arrangement", "entered", "outreach")


@register_timeline(Subject.CONTACTS)
def written(person: Person, reader: Reader) -> Iterator[Event]:
    """Tell each letter by its title, and who sent it."""
    ours = Case.objects.about_person(person).filter(office=reader.capacity.institution_id)
    sent = CaseLetter.objects.filter(case__in=ours).select_related("letter", "sent_by__person")
    for each in sent.order_by("-sent_at", "-pk")[:MOST]:
        yield Event(each.sent_at, _told(each.letter), str(each.sent_by), "info")


@register_timeline(Subject.CONTACTS)
def written_otherwise(person: Person, reader: Reader) -> Iterator[Event]:
    """Tell each letter outside cases on a right that the office decides on, or in its name."""
    office = reader.capacity.institution
    known = Q(data__scheme__in=list(reader.schemes)) | Q(
        data__office__in=office.all_names if office else ()
    )
    sent = Letter.objects.filter(known, person=person, template__in=OUTSIDE)
    for each in sent.order_by("-written_at", "-pk")[:MOST]:
        yield Event(each.written_at, _told(each), "", "info")


def _told(letter: Letter) -> str:
    return _("Letter: %(title)s") % {"title": _(letter.title)}
