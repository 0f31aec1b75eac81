"""Refer people to what is offered, and answer: the only writers of a referral's status."""

from typing import Any, Final

from django.db import IntegrityError, transaction
from django.utils import timezone

from casework.plans.access import may_counsel
from casework.plans.actions import locked
from casework.plans.models import SupportFile
from casework.referrals.access import may_see_referral
from casework.referrals.models import Offer, Referral, ReferralMove
from casework.referrals.purposes import PURPOSES
from casework.referrals.statuses import MOVES, TAKES_PLACE, Outcome
from portal.access.models import Capacity, User

PLACE: Final = "referral_place_once"  # the constraint that a race for a place meets
ONCE: Final = "referral_once"


class ReferralRefusedError(Exception):
    """The referral is not in a status, or not in the hands, from which this can be done."""


class NoPlaceError(Exception):
    """The offer has no place left."""


def move(referral: Referral, verb: str, user: User, words: str = "", **changes: Any) -> None:
    """Change the status: the one door, which checks, writes and logs together."""
    sources, target = MOVES[verb]
    if target not in TAKES_PLACE:
        changes["place"] = None
    standing = Referral.objects.filter(pk=referral.pk, status__in=sources)
    if not standing.update(status=target, **changes):
        raise ReferralRefusedError(verb)
    ReferralMove.objects.create(referral=referral, verb=verb, user=user, words=words)
    referral.refresh_from_db(fields=["status", "place", "outcome"])


@transaction.atomic
def refer(file: SupportFile, capacity: Capacity, offer: Offer, words: str) -> Referral:
    """Refer the person of a file to an offer, with a place of it.

    Raises `ReferralRefusedError` where the file is not in this caseworker's hands, the offer is
    over or the person is referred to it already, and `NoPlaceError`.
    """
    file = locked(file)
    offer = Offer.objects.select_for_update(of=("self",), no_key=True).get(pk=offer.pk)
    over = offer.ended_at or offer.partner.ended_at or offer.until < timezone.localdate()
    if not may_counsel(capacity, file) or over:
        raise ReferralRefusedError("refer")
    given = Referral.objects.filter(offer=offer).values_list("place", flat=True)
    for place in sorted(set(range(1, offer.places + 1)) - set(given)):
        try:
            with transaction.atomic():
                referral = Referral.objects.create(
                    file=file,
                    person=file.person,
                    offer=offer,
                    status=MOVES["refer"][1],
                    place=place,
                    words=words,
                    shares=PURPOSES[offer.purpose].shares,
                )
        except IntegrityError as error:
            if ONCE in str(error):
                raise ReferralRefusedError("refer") from error
            if PLACE not in str(error):
                raise
        else:
            verb = {"verb": "refer", "user": capacity.user}
            ReferralMove.objects.create(referral=referral, **verb)
            return referral
    raise NoPlaceError


@transaction.atomic
def withdraw(referral: Referral, capacity: Capacity) -> None:
    """Take a referral back, for the office: the partner reads nothing of the person any more."""
    if not may_counsel(capacity, locked(referral.file)):
        raise ReferralRefusedError("withdraw")
    move(referral, "withdraw", capacity.user)


@transaction.atomic
def accept(referral: Referral, capacity: Capacity) -> None:
    """Accept who was referred, for the partner."""
    _answer(referral, capacity, "accept")


@transaction.atomic
def decline(referral: Referral, capacity: Capacity, reason: str) -> None:
    """Decline who was referred, for a reason; the place is free again."""
    _answer(referral, capacity, "decline", reason)


@transaction.atomic
def end(referral: Referral, capacity: Capacity, outcome: Outcome, words: str) -> None:
    """Say what came of it; the partner reads nothing of the person any more."""
    _answer(referral, capacity, "end", words, outcome=outcome)


def _answer(
    referral: Referral, capacity: Capacity, verb: str, words: str = "", **changes: Any
) -> None:
    if not may_see_referral(capacity, referral):
        raise ReferralRefusedError(verb)
    move(referral, verb, capacity.user, words, **changes)
