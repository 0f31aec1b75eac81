"""What institutions said of a person, for the page of the person's own data."""

from django.utils.translation import gettext as _

from declarations.statuses.models import StatusReport
from portal.pages.own.data import Datum, Group, days, register_data
from portal.people.models import Person


@register_data(60)
def statuses(person: Person) -> Group:
    """Tell the statuses that institutions reported, newest first, each as it was said."""
    found = StatusReport.objects.filter(person=person).select_related("institution")
    return Group(
        _("What institutions reported"),
        [
            Datum(
                str(each.get_kind_display()),
                days(each.since, each.until),
                str(each.institution),
                each.recorded_at,
            )
            for each in found.order_by("-pk")
        ],
        _("Ask the institution that reported it. What it reports anew takes the place of this."),
    )
