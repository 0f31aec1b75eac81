"""What a person objected to, for the page of the person's own data."""

from django.utils.translation import gettext as _

from benefits.decisions.presenting import scheme_title
from benefits.objections.models import Objection
from portal.pages.own.data import Datum, Group, register_data
from portal.people.models import Person


@register_data(82)
def objections(person: Person) -> Group:
    """Tell each objection and what became of it, newest first."""
    return Group(
        _("Your objections"),
        [
            Datum(
                _("Objection: %(right)s") % {"right": scheme_title(each.scheme)},
                str(each.answer.get_outcome_display())
                if hasattr(each, "answer")
                else _("not answered yet"),
                _("you"),
                each.made_at,
            )
            for each in Objection.objects.of(person)
        ],
        _("You can read each objection and its answer on your page."),
    )
