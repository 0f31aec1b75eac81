"""What the timeline of staff tells of notes: that there is one, and how it begins."""

from collections.abc import Iterator

from django.utils.text import Truncator
from django.utils.translation import gettext as _

from casework.cases.models import Case
from casework.notes.models import CaseNote
from portal.pages.timeline import MOST, Event, Reader, Subject, register_timeline
from portal.people.models import Person


@register_timeline(Subject.CASE)
def noted(person: Person, reader: Reader) -> Iterator[Event]:
    """Tell the notes of the person's cases at the office."""
    ours = Case.objects.about_person(person).filter(office=reader.capacity.institution_id)
    notes = CaseNote.objects.filter(case__in=ours).select_related("written_by__person")
    for each in notes.order_by("-written_at", "-pk")[:MOST]:
        title = _("Document added") if each.content_id else _("Note")
        words = Truncator(each.text or each.name).chars(80)
        yield Event(each.written_at, title, f"{each.written_by}: {words}")
