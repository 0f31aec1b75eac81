"""What the timeline of staff tells of decisions that wanted a second person."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from casework.approval.models import Proposal
from casework.cases.models import Case
from portal.pages.timeline import MOST, Event, Reader, Subject, register_timeline
from portal.people.models import Person


@register_timeline(Subject.CASE)
def proposed(person: Person, reader: Reader) -> Iterator[Event]:
    """Tell what was proposed, and what the second person said."""
    ours = Case.objects.about_person(person).filter(office=reader.capacity.institution_id)
    made = Proposal.objects.filter(case__in=ours).select_related(
        "proposed_by__person", "review__reviewed_by__person"
    )
    for each in made.order_by("-proposed_at", "-pk")[:MOST]:
        yield Event(each.proposed_at, _("Second person asked"), str(each.proposed_by), "info")
        review = getattr(each, "review", None)
        if review:
            title = _("Approved") if review.approved else _("Not approved")
            yield Event(review.reviewed_at, title, str(review.reviewed_by), "info")
