"""What a person's page of who looked shows of cases: the way to one's own application."""

from collections.abc import Collection
from uuid import UUID

from django.urls import reverse

from casework.cases.models import Case
from portal.pages.access_card import register_own_cases
from portal.people.models import Person


@register_own_cases
def own_applications(person: Person, cases: Collection[UUID]) -> dict[UUID, str]:
    """Return the addresses of the person's own applications, by the cases made of them."""
    own = Case.objects.filter(reference__in=cases, claim__person=person)
    found = own.values_list("reference", "claim__reference") if cases else ()
    return {case: reverse("claim", args=[claim]) for case, claim in found}
