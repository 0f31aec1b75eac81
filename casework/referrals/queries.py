"""Reads of offers and referrals."""

from datetime import date
from typing import TYPE_CHECKING, Any

from django.db import connection, models
from django.db.models import Func

from casework.referrals.statuses import LIVE
from portal.people.models import Institution

if TYPE_CHECKING:
    from casework.referrals.models import Offer, Referral


TAKEN = Func("pk", function="offer_places_taken", output_field=models.IntegerField())


class OfferQuerySet(models.QuerySet["Offer"]):
    """What partners offer."""

    def counted(self) -> "OfferQuerySet":
        """Return them with the partner and `taken`, the places that are given, by whomever."""
        return self.select_related("partner__institution", "office").annotate(taken=TAKEN)

    def of(self, institution: Institution) -> "OfferQuerySet":
        """Return what an institution offers, the latest first, counted."""
        return self.filter(partner__institution=institution).counted().order_by("-since", "-pk")

    def entered_by(self, office: Institution | None) -> "OfferQuerySet":
        """Return what an office entered for partners, the latest first, counted."""
        return self.filter(office=office).counted().order_by("-since", "-pk")

    def with_room(self, day: date) -> "OfferQuerySet":
        """Return those that are not over and have a place left, counted, by their first day."""
        stands = self.filter(ended_at__isnull=True, partner__ended_at__isnull=True)
        left = stands.filter(until__gte=day, places__gt=TAKEN)
        return left.counted().order_by("since", "title", "pk")


class ReferralQuerySet(models.QuerySet["Referral"]):
    """Referrals."""

    def with_offer(self) -> "ReferralQuerySet":
        """Return them with the offer, the partner and the person."""
        return self.select_related("offer__partner__institution", "person")

    def at(self, institution: Institution) -> "ReferralQuerySet":
        """Return those that a partner has in hand, the oldest first."""
        ours = self.filter(offer__partner__institution=institution, status__in=LIVE)
        return ours.with_offer().order_by("made_at", "pk")


def shared_of(referral: "Referral") -> list[dict[str, Any]]:
    """Return what a partner reads of the support file for the purpose: {part, title, text, day}.

    The database gives what the referral opens, to the partner alone and while it is in hand.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM shared_with_partner(%s)", [referral.pk])
        names = ("part", "title", "text", "day")
        return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]
