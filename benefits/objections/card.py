"""What the personal page shows of objections: those that wait for an answer."""

from benefits.objections.actions import answer_due
from benefits.objections.models import Objection
from portal.access.mandates.statuses import Help
from portal.pages.cards import Card, register_card
from portal.people.models import Person


@register_card(15, Help.APPLICATIONS)
def waiting(person: Person) -> Card | None:
    """Show what somebody objected to and until when it is answered."""
    rows = [
        {"objection": each, "answer_by": answer_due(each)}
        for each in Objection.objects.of(person).filter(answer__isnull=True)
    ]
    return Card("benefits/_objections_card.html", {"rows": rows}) if rows else None
