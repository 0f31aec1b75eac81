"""What the timeline of staff tells of somebody's work: days of work, and what was declared."""

from collections.abc import Iterator
from typing import Final

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from declarations.channels.models import Declaration
from declarations.hiring.models import EmploymentPeriod
from portal.pages.timeline import MOST, Event, Reader, Subject, register_timeline
from portal.people.models import Person

TOLD: Final = {
    "DimonaIn": gettext_lazy("Hiring declared"),
    "DimonaOut": gettext_lazy("Leaving declared"),
    "DimonaUpdate": gettext_lazy("Declaration changed"),
    "DimonaCancel": gettext_lazy("Declaration cancelled"),
}


@register_timeline(Subject.DECLARATIONS)
def worked(person: Person, reader: Reader) -> Iterator[Event]:
    """Tell the first and the last day of each period of work."""
    for period in EmploymentPeriod.objects.of(person)[:MOST]:
        yield Event(period.since, _("First day of work"), period.company.name)
        if period.until:
            yield Event(period.until, _("Last day of work"), period.company.name)


@register_timeline(Subject.DECLARATIONS)
def declared(person: Person, reader: Reader) -> Iterator[Event]:
    """Tell what employers declared of hiring and leaving, and what was answered."""
    told = Declaration.objects.filter(effect__period__person=person)
    named = told.select_related("verdict", "effect__period__company").order_by("-received_at")
    for each in named[:MOST]:
        title = str(TOLD.get(each.action, each.action))
        employer = each.effect.period.company.name
        yield Event(each.received_at, title, f"{employer}, {each.verdict.get_result_display()}")
