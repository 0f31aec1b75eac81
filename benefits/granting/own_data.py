"""What a person chose about rights without asking, for the page of the own data."""

from django.utils.translation import gettext as _

from benefits.decisions.presenting import scheme_title
from benefits.granting.models import Wish
from portal.pages.own.data import Datum, Group, register_data
from portal.people.models import Person


@register_data(85)
def choices(person: Person) -> Group:
    """Tell each choice, newest first."""
    return Group(
        _("Your choices about rights without asking"),
        [
            Datum(
                scheme_title(each.scheme) if each.scheme else _("All rights"),
                str(each.way.label),
                _("you"),
                each.told_at,
            )
            for each in Wish.objects.of(person)
        ],
        _("You choose again at any time; what you say last counts."),
    )
