"""What the personal page shows of letters. It stands here because documents know no pages."""

from portal.access.mandates.statuses import Help
from portal.documents.models import Letter
from portal.pages.cards import Card, register_card
from portal.people.models import Person

SHOWN = 5  # the newest ones; the earlier ones are unfolded


@register_card(50, Help.APPLICATIONS)
def letters(person: Person) -> Card | None:
    """Show the letters to a person, newest first, each as PDF."""
    found = list(Letter.objects.filter(person=person).defer("data").order_by("-written_at", "-pk"))
    context = {"newest": found[:SHOWN], "earlier": found[SHOWN:]}
    return Card("pages/_letters_card.html", context) if found else None
