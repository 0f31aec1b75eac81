"""Where a person is paid and what they owe, for the page of the person's own data."""

from django.urls import reverse
from django.utils.translation import gettext as _

from benefits.decisions.presenting import institution_name, scheme_title
from benefits.payments.accounts import account_of
from benefits.payments.queries import debts_of
from portal.pages.own.data import Datum, Group, register_data
from portal.people.models import Person
from portal.people.numbers import format_iban
from portal.templatetags.solida import euros


@register_data(84)
def money(person: Person) -> Group:
    """Tell into which account is paid, and what is to be paid back of each right."""
    account = account_of(person)
    said = (
        [Datum(_("Your account"), format_iban(account.iban), _("you"), account.told_at)]
        if account
        else []
    )
    owed = [
        Datum(
            _("To be paid back: %(right)s") % {"right": scheme_title(scheme)},
            euros(cents),
            institution_name(scheme),
        )
        for scheme, cents in debts_of(person).items()
    ]
    return Group(
        _("Your account and what you pay back"),
        said + owed,
        _("You change your account yourself. If an amount is not right, object to its decision."),
        [(reverse("payments"), _("Your payments"))],
    )
