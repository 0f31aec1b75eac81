"""What the timeline of staff tells of questions to a person, and of the answers."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from casework.questions.models import Question
from portal.pages.timeline import MOST, Event, Reader, Subject, register_timeline
from portal.people.models import Person


@register_timeline(Subject.CONTACTS)
def asked(person: Person, reader: Reader) -> Iterator[Event]:
    """Tell what the office asked for, and that there was an answer."""
    ours = Question.objects.to_person(person).filter(case__office=reader.capacity.institution_id)
    for each in ours.with_answers().order_by("-asked_at", "-pk")[:MOST]:
        wanted = {"wanted": each.get_wanted_display()}
        yield Event(each.asked_at, _("Asked for %(wanted)s") % wanted, str(each.asked_by), "info")
        for answer in each.answers.all():
            yield Event(answer.given_at, _("The person answered"), answer.text[:80], "success")
