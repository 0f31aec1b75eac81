"""What a person's page of who looked shows of cases: the way to one's own application."""

from collections.abc import Collection
from uuid import UUID

from django.urls import reverse

from casework.cases.models import Case
from portal.pages.access_card import register_own_cases
from portal.people.models import Person


@register_own_cases
def own_applications(person: Person, cases: Collection[UUID]) -> dict[UUID, str]:
    """Return the addresses of the person's own applications and objections, by their cases."""
    own = Case.objects.about_person(person).filter(reference__in=cases)
    columns = ("reference", "claim__reference", "objection__reference")
    found = own.values_list(*columns) if cases else ()
    return {
        case: reverse("claim", args=[claim]) if claim else reverse("objection", args=[objection])
        for case, claim, objection in found
    }
