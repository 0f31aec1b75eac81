"""What the personal page shows of payments: the last ones."""

from benefits.payments.presenting import row_of
from benefits.payments.queries import payments_of
from portal.access.mandates.statuses import Help
from portal.pages.cards import Card, register_card
from portal.people.models import Person

SHOWN = 3


@register_card(25, Help.APPLICATIONS)
def paid(person: Person) -> Card:
    """Show the latest payments."""
    rows = [row_of(payment) for payment in payments_of(person)[:SHOWN]]
    return Card("benefits/_payments_card.html", {"rows": rows})
