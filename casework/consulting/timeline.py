"""What the timeline of staff tells of questions to institutions, for the cases of the office."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from casework.cases.models import Case
from casework.consulting.models import CaseConsultation
from portal.exchange.network.blocks import BLOCKS
from portal.exchange.network.outcomes import description_of
from portal.pages.timeline import MOST, Event, Reader, Subject, register_timeline
from portal.people.models import Person


@register_timeline(Subject.CASE)
def asked(person: Person, reader: Reader) -> Iterator[Event]:
    """Tell what was asked of the network, by whom, and what came of it."""
    ours = Case.objects.about_person(person).filter(office=reader.capacity.institution_id)
    found = CaseConsultation.objects.filter(case__in=ours).select_related("asked_by__person")
    for each in found.order_by("-asked_at", "-pk")[:MOST]:
        title = _("Asked through the network: %(what)s") % {"what": BLOCKS[each.block].contains}
        yield Event(each.asked_at, title, f"{each.asked_by}. {description_of(each.code)}", "info")
