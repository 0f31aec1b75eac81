"""What the personal page asks: how did we do, of the latest contact and the latest decision."""

from casework.ratings.queries import contacts_to_rate, decisions_to_rate
from portal.pages.cards import Card, register_card
from portal.people.models import Person


@register_card(55)
def how_did_we_do(person: Person) -> Card | None:
    """Show what can be rated, the latest of each kind."""
    contact = contacts_to_rate(person).first()
    decision = decisions_to_rate(person).first()
    if not contact and not decision:
        return None
    return Card("ratings/_card.html", {"contact": contact, "decision": decision})
