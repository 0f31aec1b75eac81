"""What the personal page shows of applications: on top those that wait for the person."""

from benefits.claims.models import Claim
from benefits.claims.presenting import all_next
from benefits.claims.statuses import ClaimStatus
from portal.access.mandates.statuses import Help
from portal.pages.cards import Card, register_card
from portal.people.models import Person

MOST = 20  # applications on the personal page; each opens its own page


@register_card(10, Help.APPLICATIONS)
def to_complete(person: Person) -> Card | None:
    """Ask for what is left of the prefilled applications."""
    claims = list(Claim.objects.of(person).to_complete().select_related("period__company")[:MOST])
    if not claims:
        return None
    return Card("benefits/_to_complete_card.html", {"claims": claims}, to_do=True)


@register_card(30, Help.APPLICATIONS)
def applications(person: Person) -> Card | None:
    """Show how far the other applications are and what happens next."""
    others = Claim.objects.of(person).exclude(status=ClaimStatus.DRAFT)
    claims = all_next(list(others[:MOST]))
    return Card("benefits/_applications_card.html", {"claims": claims}) if claims else None
