"""What decisions tell the network: the rights that a person has."""

from collections.abc import Mapping
from datetime import date

from django.db.models import Q
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
    lasting = Q(decision__ends__isnull=True) | Q(decision__ends__gte=asked.since)
    benefits = Beneficiary.objects.filter(
        lasting,
        person__in=asked.persons,
        decision__starts__lte=asked.until,
        decision__outcome=DecisionOutcome.GRANTED,
        decision__replaced_by__isnull=True,
    )
    found: dict[int, list[RightPart]] = {}
    for each in benefits.select_related("decision").order_by("-decision__starts", "pk"):
        found.setdefault(each.person_id, []).append(_part(each))
    return {person: Found(content) for person, content in found.items()}


def _part(benefit: Beneficiary) -> RightPart:
    decision, own = benefit.decision, benefit.role == BeneficiaryRole.HOLDER
    return RightPart(
        right=decision.scheme,
        role=BeneficiaryRole(benefit.role),
        starts=decision.starts,
        ends=decision.ends,
        amount=decision.amount if own else None,
        amount_unit=decision.amount_unit if own else "",
        decided_on=decision.decided_at.date(),
    )
