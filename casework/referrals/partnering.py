"""Register and end partner organisations: the only writers of partners, with their history."""

from django.db import transaction
from django.db.models.functions import Now

from casework.referrals.access import may_manage_partner
from casework.referrals.models import Partner, PartnerMove
from portal.access.models import Capacity, CapacityKind
from portal.people.models import Institution


class PartnerRefusedError(Exception):
    """The partner is another office's, or ended already."""


class PartnerTwiceError(Exception):
    """The organisation is a partner already."""


@transaction.atomic
def register_partner(capacity: Capacity, institution: Institution, kind: str) -> Partner:
    """Let people be referred to an organisation, as the supervisor of an office; also to one that
    the office ended before.

    Raises `PartnerTwiceError`, and `PartnerRefusedError` for anybody else.
    """
    if capacity.kind != CapacityKind.SUPERVISOR or capacity.institution is None:
        raise PartnerRefusedError("register")
    partner, new = Partner.objects.get_or_create(
        institution=institution, defaults={"kind": kind, "office": capacity.institution}
    )
    if not new:
        if partner.ended_at and not may_manage_partner(capacity, partner):
            raise PartnerRefusedError("register")
        again = Partner.objects.filter(pk=partner.pk, ended_at__isnull=False)
        if not again.update(kind=kind, ended_at=None):  # of two at once the second waits here
            raise PartnerTwiceError
        partner.refresh_from_db()
    _log(partner, "register", capacity)
    return partner


@transaction.atomic
def end_partner(partner: Partner, capacity: Capacity) -> None:
    """Let nobody be referred to an organisation any more; people who are, stay.

    Raises `PartnerRefusedError`.
    """
    standing = Partner.objects.filter(pk=partner.pk, ended_at__isnull=True)
    if not may_manage_partner(capacity, partner) or not standing.update(ended_at=Now()):
        raise PartnerRefusedError("end")
    partner.refresh_from_db()
    _log(partner, "end", capacity)


def _log(partner: Partner, verb: str, capacity: Capacity) -> None:
    PartnerMove.objects.create(partner=partner, verb=verb, kind=partner.kind, capacity=capacity)
