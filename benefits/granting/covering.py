"""Whom a right covers besides the person to whom it is granted."""

from collections.abc import Mapping
from datetime import date
from typing import Final

from benefits.decisions.models import BeneficiaryRole
from portal.people.models import HouseholdMember, HouseholdRole, Person

FAMILY: Final[dict[str, BeneficiaryRole]] = {
    HouseholdRole.PARTNER: BeneficiaryRole.PARTNER,
    HouseholdRole.REFERENCE: BeneficiaryRole.PARTNER,
    HouseholdRole.CHILD: BeneficiaryRole.DEPENDANT,
}
REIMBURSEMENTS: Final = ("increased_reimbursement", "increased_reimbursement_income")


def covered_as(scheme: str, own: str, other: str) -> BeneficiaryRole | None:
    """Return how a right covers somebody, by the roles of holder and other in their household.

    The tariff is that of all at the address; increased reimbursement covers partner and dependants
    (Royal Decree of 15 January 2014, article 2); other rights are the holder's alone.
    """
    if scheme == "social_energy_tariff":
        return BeneficiaryRole.MEMBER
    if scheme in REIMBURSEMENTS and own in (HouseholdRole.REFERENCE, HouseholdRole.PARTNER):
        return FAMILY.get(other)
    return None


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
