"""Whom a right covers besides the person to whom it is granted."""

from collections.abc import Mapping
from datetime import date

from benefits.decisions.models import BeneficiaryRole
from benefits.granting.graph import covered_as
from portal.people.models import HouseholdMember, Person


def covered_by(person: Person, scheme: str, on: date) -> Mapping[Person, BeneficiaryRole]:
    """Return the members of the household whom a right of a person covers on a day."""
    own = person.memberships.on(on).first()
    others = HouseholdMember.objects.living_with(person, on).exclude(person=person)
    roles = {
        member.person: covered_as(scheme, own.role, member.role)
        for member in others.select_related("person")
        if own
    }
    return {other: role for other, role in roles.items() if role}
