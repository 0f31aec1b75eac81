"""What decisions tell the network: the rights of a person, and to suppliers the energy tariff."""

from collections.abc import Mapping
from datetime import date
from typing import Literal

from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from pydantic import Field

from benefits.decisions.models import Beneficiary, BeneficiaryRole, DecisionOutcome
from portal.access.models import Service
from portal.exchange.network.blocks import Asked, Found, data_block
from portal.exchange.problems import Reply


class RightPart(Reply):
    """A right in force, also through somebody else, who is not named; what it rests on is not."""

    right: str
    role: BeneficiaryRole = Field(description="Why the person has it")
    starts: date | None
    ends: date | None
    amount: int | None = Field(description="In cents, of the holder alone")
    amount_unit: str
    decided_on: date


@data_block(
    "rights", Service.SUPPORT, contains=_("rights in force in the period"), shape=list[RightPart]
)
def rights(asked: Asked) -> Mapping[int, Found]:
    """Read the rights of persons, the latest first."""
    found: dict[int, list[RightPart]] = {}
    for each in _in_force(asked).select_related("decision").order_by("-decision__starts", "pk"):
        found.setdefault(each.person_id, []).append(_part(each))
    return {person: Found(content) for person, content in found.items()}


class TariffPart(Reply):
    """Whether the social tariff for gas and electricity applies to a customer, and no more."""

    applies: bool
    starts: date | None = None
    ends: date | None = None
    through: Literal["customer", "household"] | None = Field(
        default=None, description="By the customer's own status, or by somebody's of the household"
    )


@data_block(
    "social_tariff",
    Service.SUPPORT,
    contains=_("whether the social tariff for energy applies"),
    shape=TariffPart,
)
def social_tariff(asked: Asked) -> Mapping[int, Found]:
    """Say of each person whether the tariff applies in the period: as holder, or at the address.

    Of whose status it is, only whether it is the customer's own; never who else's, nor which
    status. Act of 29 April 1999, article 20.
    """
    held = _in_force(asked).filter(decision__scheme="social_energy_tariff")
    days = held.order_by("decision__ends").values_list(
        "person", "decision__starts", "decision__ends", "role"
    )
    applies = {
        person: TariffPart(
            applies=True,
            starts=starts,
            ends=ends,
            through="customer" if role == BeneficiaryRole.HOLDER else "household",
        )
        for person, starts, ends, role in days
    }
    return {
        person: Found(applies.get(person, TariffPart(applies=False))) for person in asked.persons
    }


def _in_force(asked: Asked) -> QuerySet[Beneficiary]:
    """Return whom granted rights cover on a day of the period."""
    lasting = Q(decision__ends__isnull=True) | Q(decision__ends__gte=asked.since)
    return Beneficiary.objects.filter(
        lasting,
        person__in=asked.persons,
        decision__starts__lte=asked.until,
        decision__outcome=DecisionOutcome.GRANTED,
        decision__replaced_by__isnull=True,
    )


def _part(benefit: Beneficiary) -> RightPart:
    decision, own = benefit.decision, benefit.role == BeneficiaryRole.HOLDER
    return RightPart(
        right=decision.scheme,
        role=BeneficiaryRole(benefit.role),
        starts=decision.starts,
        ends=decision.ends,
        amount=decision.amount if own else None,
        amount_unit=decision.amount_unit if own else "",
        decided_on=timezone.localdate(decision.decided_at),
    )
