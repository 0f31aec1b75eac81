"""Which rights a person may have and does not use, for the page of the own data."""

from django.utils.translation import gettext as _

from benefits.decisions.presenting import scheme_title
from benefits.takeup.models import Unclaimed
from benefits.takeup.presenting import reason_of
from portal.pages.own.data import Datum, Group, register_data
from portal.people.models import Person


@register_data(86)
def unclaimed(person: Person) -> Group:
    """Tell what searches found, newest first, and why."""
    found = Unclaimed.objects.filter(person=person).order_by("-pk")
    return Group(
        _("Rights that you may have and do not use"),
        [
            Datum(scheme_title(each.scheme), reason_of(each), _("a search of ours"), each.found_at)
            for each in found
        ],
        _("You need not do anything. If you do not want such searches, choose so for this right."),
    )
