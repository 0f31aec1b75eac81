"""What was asked for and decided, for the page of the person's own data."""

from django.utils.translation import gettext as _

from benefits.claims.models import Claim
from benefits.decisions.models import Decision
from benefits.decisions.presenting import institution_name, scheme_title
from portal.dates import date_format
from portal.pages.own.data import Datum, Group, register_data
from portal.people.models import Person


@register_data(80)
def rights(person: Person) -> Group:
    """Tell applications and decisions, newest first; the answers are with each of them."""
    claims = Claim.objects.filter(person=person).order_by("-made_at", "-pk")
    decided = Decision.objects.filter(person=person).order_by("-decided_at", "-pk")
    asked = [
        Datum(
            _("Application: %(right)s") % {"right": scheme_title(claim.scheme)},
            str(claim.get_status_display()),
            _("you, and what was known already"),
            claim.submitted_at or claim.made_at,
        )
        for claim in claims
    ]
    return Group(
        _("Your applications and decisions"),
        asked + [_decision(decision) for decision in decided],
        _(
            "Each decision says how you can object. In an application that you have not sent, you"
            " change your answers yourself."
        ),
    )


def _decision(decision: Decision) -> Datum:
    value = str(decision.get_outcome_display())
    if decision.starts:
        value = _("%(outcome)s from %(day)s") % {
            "outcome": value,
            "day": date_format(decision.starts),
        }
    label = _("Decision: %(right)s") % {"right": scheme_title(decision.scheme)}
    return Datum(label, value, institution_name(decision.scheme), decision.decided_at)
