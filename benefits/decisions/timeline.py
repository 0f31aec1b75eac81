"""What the timeline of staff tells of decisions on the rights of the office."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from benefits.decisions.models import Decision, DecisionOutcome
from benefits.decisions.presenting import amount_text, scheme_title
from portal.pages.timeline import MOST, Event, Reader, Subject, register_timeline
from portal.people.models import Person


@register_timeline(Subject.RIGHTS)
def decided(person: Person, reader: Reader) -> Iterator[Event]:
    """Tell each version: what was decided, how much, and by whom."""
    made = Decision.objects.filter(person=person, scheme__in=reader.schemes)
    for each in made.select_related("decided_by__person").order_by("-decided_at", "-pk")[:MOST]:
        granted = each.outcome == DecisionOutcome.GRANTED
        title = _("Granted: %(right)s") if granted else _("Refused: %(right)s")
        by = str(each.decided_by) if each.decided_by else _("by the rule alone")
        yield Event(
            each.decided_at,
            title % {"right": scheme_title(each.scheme)},
            ", ".join(filter(None, (amount_text(each), by))),
            "success" if granted else "attention",
        )
