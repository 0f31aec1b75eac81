"""Where lines of who looked for a referral lead."""

from collections.abc import Collection
from uuid import UUID

from django.urls import reverse

from casework.referrals.models import Referral
from portal.pages.access_card import register_own_cases
from portal.people.models import Person


@register_own_cases
def own_referrals(person: Person, cases: Collection[UUID]) -> dict[UUID, str]:
    """Return the address of the own plan for lines that are about the own referrals."""
    own = Referral.objects.filter(person=person, reference__in=cases)
    return dict.fromkeys(own.values_list("reference", flat=True) if cases else (), reverse("plan"))
