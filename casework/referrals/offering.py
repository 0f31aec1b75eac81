"""Offer places, change and end what is offered: the only writers of offers, with their history."""

from typing import Any, Final

from django.db import transaction
from django.db.models import Max
from django.db.models.functions import Now
from django.forms.models import model_to_dict

from casework.referrals.access import may_manage_offer, partner_of
from casework.referrals.models import Offer, OfferMove, Referral
from portal.access.models import Capacity, CapacityKind

# What is said of an offer and can be said anew; its purpose stays, as people were referred for it.
FIELDS: Final = (
    *("title", "text", "since", "until", "places"),
    *("region", "joint_committee", "language"),
)


class OfferRefusedError(Exception):
    """The offer is another's, or ended already."""


class PlacesGivenError(Exception):
    """More places are given than the offer shall have."""


class OfferChangedError(Exception):
    """Somebody said anew what is offered since it was shown."""


@transaction.atomic
def offer_places(capacity: Capacity, **offered: Any) -> Offer:
    """Offer something, by the fields of an offer: for the partner for which somebody acts, or, as
    the supervisor of an office, for the `partner` that is named.

    Raises `OfferRefusedError` for anybody else, and for a partner that is ended.
    """
    office = capacity.institution if capacity.kind == CapacityKind.SUPERVISOR else None
    partner = offered.pop("partner", None) if office else partner_of(capacity)
    if partner is None or partner.ended_at:
        raise OfferRefusedError("offer")
    offer = Offer.objects.create(partner=partner, office=office, **offered)
    _log(offer, "offer", capacity)
    return offer


@transaction.atomic
def change_offer(offer: Offer, capacity: Capacity, shown: int | None = None, **said: Any) -> None:
    """Say anew what is offered, by `FIELDS`; people who are referred to it stay.

    `shown` is the last step that was seen (`last_step`); of two who change it at once one does.
    Raises `OfferRefusedError`, `OfferChangedError` where there were other steps since, and
    `PlacesGivenError` with how many places are given.
    """
    standing = _held(offer, capacity, "change")
    if shown is not None and shown != last_step(standing):
        raise OfferChangedError
    given = Referral.objects.filter(offer=standing).aggregate(last=Max("place"))["last"] or 0
    if said.get("places", standing.places) < given:
        raise PlacesGivenError(given)
    changed = {name: said[name] for name in FIELDS if name in said}
    Offer.objects.filter(pk=standing.pk).update(**changed)
    offer.refresh_from_db()
    _log(offer, "change", capacity)


@transaction.atomic
def end_offer(offer: Offer, capacity: Capacity) -> None:
    """Let nobody be referred to it any more; people who are, stay. Raises `OfferRefusedError`."""
    Offer.objects.filter(pk=_held(offer, capacity, "end").pk).update(ended_at=Now())
    offer.refresh_from_db()
    _log(offer, "end", capacity)


def last_step(offer: Offer) -> int:
    """Return the number of the last step in the history of an offer."""
    return offer.moves.latest("pk").pk


def _held(offer: Offer, capacity: Capacity, verb: str) -> Offer:
    """Return an offer as it stands; who refers somebody to it meanwhile waits until we are done."""
    standing = Offer.objects.select_for_update(of=("self",), no_key=True).get(pk=offer.pk)
    if not may_manage_offer(capacity, standing) or standing.ended_at:
        raise OfferRefusedError(verb)
    return standing


def _log(offer: Offer, verb: str, capacity: Capacity) -> None:
    said = {name: str(value) for name, value in model_to_dict(offer, FIELDS).items()}
    OfferMove.objects.create(offer=offer, verb=verb, capacity=capacity, said=said)
