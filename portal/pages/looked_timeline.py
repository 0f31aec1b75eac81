"""Who looked at a person's file, for the timeline of staff: in the case at hand, day by day."""

from collections.abc import Iterator

from django.db.models import Count, Max, Q
from django.db.models.functions import TruncDate
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from portal.access.models import AccessLine, Capacity, Purpose
from portal.pages.timeline import MOST, Event, Reader, Subject, register_timeline
from portal.people.models import Person


@register_timeline(Subject.LOOKED)
def looked(person: Person, reader: Reader) -> Iterator[Event]:
    """Tell who of the office opened the case at hand, and what its applications asked about."""
    office = reader.capacity.institution_id
    asked = Q(purpose=Purpose.CONSULTATION, capacity__institution=office)
    lines = AccessLine.objects.filter(asked | Q(case=reader.case), person=person, opened=True)
    by_day = lines.values("capacity", "purpose", day=TruncDate("at")).annotate(
        last=Max("at"), times=Count("pk")
    )
    rows = list(by_day.order_by("-last")[:MOST])
    names = Capacity.objects.select_related("user__person", "institution", "company").in_bulk(
        {row["capacity"] for row in rows}
    )
    for row in rows:
        capacity = names.get(row["capacity"])
        yield Event(row["last"], _title(row["purpose"]), _body(capacity, row["times"]))


def _title(purpose: str) -> str:
    return _("Asked through the network") if purpose == Purpose.CONSULTATION else _("File opened")


def _body(capacity: Capacity | None, times: int) -> str:
    who = str(capacity.user) if capacity else _("The portal itself")
    often = ngettext("once", "%(count)s times", times) % {"count": times}
    return _("%(who)s, %(often)s that day") % {"who": who, "often": often}
