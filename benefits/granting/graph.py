"""Which right follows from what, and whom it covers: in this one place, for events, nights, pages.

Domain: what is automatic today (statuses from their source institutions by way of the Crossroads
Bank). Days and figures stand with each rule; the words here say the same to people.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Final

from django.utils.translation.trans_null import gettext_noop

from benefits.decisions.models import BeneficiaryRole
from declarations.statuses.models import StatusKind
from portal.people.models import HouseholdRole


class Covers(StrEnum):
    """Whom a right covers besides its holder."""

    NOBODY = "nobody"
    FAMILY = "family"  # partner and dependants, where the holder heads the household
    ADDRESS = "address"  # all who live there


@dataclass(frozen=True)
class Derived:
    """A right that follows, by English messages: from what (`source`), from and until when.

    `statuses` are those that open it, each with the code by which the rule knows it; `after` is the
    right that has to be granted first, if any. `granted` says whether it needs no application.
    """

    scheme: str
    source: str
    covers: Covers
    starts: str
    ends: str
    statuses: Mapping[StatusKind, str] = field(default_factory=dict)
    after: str = ""
    granted: bool = True


GRAPH: Final[Mapping[str, Derived]] = {
    derived.scheme: derived
    for derived in (
        Derived(
            "increased_reimbursement",
            gettext_noop("A status that an institution reports"),
            Covers.FAMILY,
            gettext_noop(
                "From the first day of the status; for integration income and equal aid once it has"
                " lasted three full months."
            ),
            gettext_noop("To the end of the year after the last day on which the status is known."),
            {kind: kind.value for kind in StatusKind},
        ),
        Derived(
            "social_energy_tariff",
            gettext_noop("Increased reimbursement, by one of these statuses of the holder"),
            Covers.ADDRESS,
            gettext_noop("From the first day of the quarter in which that right was decided."),
            gettext_noop("To the end of the last year in which the status is known."),
            {
                StatusKind.INTEGRATION_INCOME: "welfare_centre_allowance",
                StatusKind.EQUIVALENT_AID: "welfare_centre_allowance",
                StatusKind.ELDERLY_INCOME_GUARANTEE: "elderly_income_guarantee",
                StatusKind.INCOME_REPLACEMENT: "disability_allowance",
            },
            after="increased_reimbursement",
        ),
        Derived(
            "child_benefit",
            gettext_noop("A child in a household, and the region of its address"),
            Covers.NOBODY,
            gettext_noop("From the month after the birth, or the move."),
            gettext_noop("As long as the law of the region gives it at the child's age."),
        ),
        Derived(
            "increased_reimbursement_income",
            gettext_noop("An application, and the income of the household"),
            Covers.FAMILY,
            gettext_noop("From the day of the application."),
            gettext_noop("To the end of the next year; it is then looked at again."),
            granted=False,
        ),
    )
}
HEADS: Final = (HouseholdRole.REFERENCE, HouseholdRole.PARTNER)
FAMILY: Final[Mapping[str, BeneficiaryRole]] = {
    HouseholdRole.PARTNER: BeneficiaryRole.PARTNER,
    HouseholdRole.REFERENCE: BeneficiaryRole.PARTNER,
    HouseholdRole.CHILD: BeneficiaryRole.DEPENDANT,
}


def covered_as(scheme: str, own: str, other: str) -> BeneficiaryRole | None:
    """Return how a right covers somebody, by the roles of holder and other in their household.

    Partner and dependants: Royal Decree of 15 January 2014, article 2. The tariff is that of all
    at the address: Act of 29 April 1999, article 20. Other rights are the holder's alone.
    """
    covers = GRAPH[scheme].covers if scheme in GRAPH else Covers.NOBODY
    if covers == Covers.ADDRESS:
        return BeneficiaryRole.MEMBER
    return FAMILY.get(other) if covers == Covers.FAMILY and own in HEADS else None


def after(scheme: str) -> list[str]:
    """Return the rights that follow from another that was decided."""
    return [each.scheme for each in GRAPH.values() if each.after == scheme]


def opened_by(status: str) -> list[str]:
    """Return the rights that a reported status opens by itself."""
    return [each.scheme for each in GRAPH.values() if status in each.statuses and not each.after]
