"""Where people want to be paid: what they last said."""

from benefits.claims.models import Claim
from benefits.payments.models import PayAccount
from portal.people.models import Person


def account_of(person: Person) -> PayAccount | None:
    """Return the account that holds."""
    return PayAccount.objects.filter(person=person).order_by("-pk").first()


def tell_account(person: Person, iban: str, claim: Claim | None = None) -> PayAccount:
    """Keep the account to which a person wants to be paid from now on.

    `iban` is compact and was checked; the account that holds already is returned as it stands.
    """
    last = account_of(person)
    if last and last.iban == iban:
        return last
    return PayAccount.objects.create(person=person, iban=iban, claim=claim)
