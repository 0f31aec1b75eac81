"""Who may offer places, and answer who is referred to them."""

from casework.referrals.models import Offer, Partner, Referral, Suggestion
from casework.referrals.statuses import LIVE
from portal.access.door import is_near
from portal.access.models import Capacity, CapacityKind
from portal.access.scoping import tenant_filter


def partner_of(capacity: Capacity) -> Partner | None:
    """Return the partner organisation for which somebody acts, if it is one; also one that is
    ended, while people are still referred to it."""
    if capacity.kind != CapacityKind.INSTITUTION:
        return None
    return Partner.objects.filter(institution=capacity.institution_id).first()


@tenant_filter
def may_manage_partner(capacity: Capacity, partner: Partner) -> bool:
    """Say whether somebody may end a partner: a supervisor of the office that registered it."""
    return (
        capacity.kind == CapacityKind.SUPERVISOR
        and capacity.institution_id is not None
        and partner.office_id == capacity.institution_id
    )


@tenant_filter
def may_see_referral(capacity: Capacity, referral: Referral) -> bool:
    """Say whether a partner's agent may open a referral: to the own organisation, while it is in
    hand, of nobody near."""
    return (
        capacity.kind == CapacityKind.INSTITUTION
        and referral.offer.partner.institution_id == capacity.institution_id
        and referral.status in LIVE
        and not is_near(capacity, referral.person)
    )


@tenant_filter
def may_see_suggestion(capacity: Capacity, suggestion: Suggestion) -> bool:
    """Say whether somebody may open and answer a suggestion: the person, or who helps them."""
    return capacity.kind == CapacityKind.CITIZEN and suggestion.file.person_id == capacity.person.pk


@tenant_filter
def may_manage_offer(capacity: Capacity, offer: Offer) -> bool:
    """Say whether somebody may change and end an offer: an agent of the partner, or a supervisor
    of the office that entered it for the partner."""
    office = capacity.institution_id
    if capacity.kind == CapacityKind.SUPERVISOR:
        return office is not None and offer.office_id == office
    return capacity.kind == CapacityKind.INSTITUTION and offer.partner.institution_id == office
