"""What first pages show of mandates: those that wait to be confirmed."""

from portal.access.mandates.models import Mandate
from portal.pages.cards import Card, register_card, register_company_card
from portal.people.models import Company, Person

MOST = 5  # by name; all of them stand in the list


@register_card(15)
def waiting_for_a_person(person: Person) -> Card | None:
    """Show who asks to act for a person, or to be helped by them."""
    return _waiting(person)


@register_company_card(5)
def waiting_for_a_company(company: Company) -> Card | None:
    """Show who asks a company for a mandate, or gives it one."""
    return _waiting(company)


def _waiting(party: Company | Person) -> Card | None:
    asked = list(Mandate.objects.waiting_for(party)[:MOST])
    return Card("mandates/_waiting_card.html", {"asked": asked}, to_do=True) if asked else None
