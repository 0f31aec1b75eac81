"""What the timeline of staff tells of objections about the rights of the office."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from benefits.decisions.presenting import scheme_title
from benefits.objections.models import Objection
from portal.pages.timeline import MOST, Event, Reader, Subject, register_timeline
from portal.people.models import Person


@register_timeline(Subject.RIGHTS)
def objected(person: Person, reader: Reader) -> Iterator[Event]:
    """Tell what was objected to, and the answer."""
    made = Objection.objects.filter(person=person, scheme__in=reader.schemes)
    for each in made.select_related("answer").order_by("-made_at", "-pk")[:MOST]:
        right = scheme_title(each.scheme)
        yield Event(each.made_at, _("Objection sent"), right, "info")
        answer = getattr(each, "answer", None)
        if answer:
            outcome = f"{right}, {answer.get_outcome_display()}"
            yield Event(answer.answered_at, _("Objection answered"), outcome, "info")
