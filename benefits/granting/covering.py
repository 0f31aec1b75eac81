"""Whom a right covers besides the person to whom it is granted."""

from typing import Final

from benefits.decisions.models import BeneficiaryRole
from portal.people.models import HouseholdRole

FAMILY: Final[dict[str, BeneficiaryRole]] = {
    HouseholdRole.PARTNER: BeneficiaryRole.PARTNER,
    HouseholdRole.REFERENCE: BeneficiaryRole.PARTNER,
    HouseholdRole.CHILD: BeneficiaryRole.DEPENDANT,
}


def covered_as(scheme: str, own: str, other: str) -> BeneficiaryRole | None:
    """Return how a right covers somebody, by the roles of holder and other in their household.

    The tariff is that of all at the address; increased reimbursement covers partner and dependants
    (Royal Decree of 15 January 2014, article 2); other rights are the holder's alone.
    """
    if scheme == "social_energy_tariff":
        return BeneficiaryRole.MEMBER
    if scheme == "increased_reimbursement" and own in (
        HouseholdRole.REFERENCE,
        HouseholdRole.PARTNER,
    ):
        return FAMILY.get(other)
    return None
