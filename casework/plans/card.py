"""What a person's page shows of support towards work, and where lines of it lead."""

from collections.abc import Collection
from uuid import UUID

from django.urls import reverse

from casework.plans.models import SupportFile
from portal.access.mandates.statuses import Help
from portal.pages.access_card import register_own_cases
from portal.pages.cards import Card, register_card
from portal.people.models import Person


@register_card(45, Help.APPLICATIONS)
def support(person: Person) -> Card:
    """Show how far the support is, or that one can ask for it."""
    file = SupportFile.objects.of(person).first()
    return Card("casework/_support_card.html", {"file": file})


@register_own_cases
def own_support(person: Person, cases: Collection[UUID]) -> dict[UUID, str]:
    """Return the address of the own plan for lines that are about the own support."""
    own = SupportFile.objects.filter(person=person, reference__in=cases)
    return dict.fromkeys(own.values_list("reference", flat=True) if cases else (), reverse("plan"))
