"""What the timeline of staff tells of social risks: those that were delivered to the own office."""

from collections.abc import Iterator

from declarations.social_risk.models import RiskDelivery
from declarations.social_risk.scenarios import scenarios
from portal.pages.own.data import days
from portal.pages.timeline import MOST, Event, Reader, Subject, register_timeline
from portal.people.models import Person


@register_timeline(Subject.DECLARATIONS)
def delivered(person: Person, reader: Reader) -> Iterator[Event]:
    """Tell what employers declared to the office, and of which days."""
    found = RiskDelivery.objects.to(reader.capacity).filter(risk__person=person)
    for each in found.select_related("risk__company").order_by("-at", "-pk")[:MOST]:
        risk = each.risk
        body = f"{risk.company.name}, {days(risk.since, risk.until)}"
        yield Event(each.at, scenarios()[risk.flow].kind_words(risk.kind), body)
