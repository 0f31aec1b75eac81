"""What a person's page of who looked shows of cases: the way to one's own application."""

from collections.abc import Collection
from uuid import UUID

from django.urls import reverse

from casework.cases.models import Case
from portal.pages.access_card import register_own_cases
from portal.people.models import Person


@register_own_cases
def own_applications(person: Person, cases: Collection[UUID]) -> dict[UUID, str]:
    """Return the addresses of what the person's own cases are about; none where a right was only
    looked at."""
    own = Case.objects.about_person(person).filter(reference__in=cases)
    columns = ("claim__reference", "objection__reference", "finding__decision__reference")
    found = own.values_list("reference", *columns) if cases else ()
    return {
        case: reverse(name, args=[reference])
        for case, *about in found
        for name, reference in zip(("claim", "objection", "decision"), about, strict=True)
        if reference
    }
