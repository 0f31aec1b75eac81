"""Which offers fit somebody, by rule, each with its reasons: where, in which language, which work.

An offer of another region or in another language fits nobody here; one that says nothing of it fits
everybody, and has no reason for that. Most reasons come first. Nobody is refused anything by it:
the counsellor may refer to every offer.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from benefits.schemes.child_benefit.postal_codes import region_of
from casework.plans.models import SupportFile
from casework.referrals.models import Offer
from declarations.hiring.models import EmploymentPeriod

MOST: Final = 20
REASONS: Final = {
    "region": _("It is in the region where you live."),
    "language": _("It is in your language."),
    "joint_committee": _("You worked in the same sector before."),
}


@dataclass(frozen=True)
class Match:
    """An offer that fits, and why: codes of `REASONS`."""

    offer: Offer
    reasons: list[str]


@dataclass(frozen=True)
class Known:
    """What the portal knows of a person that offers ask for."""

    region: str | None
    language: str
    committees: frozenset[str]


def matches_for(file: SupportFile) -> list[Match]:
    """Return the offers with room that fit the person of a support file, and were not told,
    the best first."""
    known, today = known_of(file), timezone.localdate()
    told = Q(suggestions__file=file) | Q(referrals__file=file)
    left = Offer.objects.with_room(today).exclude(told)
    found = [Match(each, reasons) for each in left if (reasons := reasons_for(each, known))]
    return sorted(found, key=lambda match: -len(match.reasons))[:MOST]


def known_of(file: SupportFile) -> Known:
    """Return what is known: where the person lives today, and where they worked."""
    home = file.person.household_on(timezone.localdate())
    committees = EmploymentPeriod.objects.of(file.person).values_list("joint_committee", flat=True)
    return Known(
        region_of(home.postal_code) if home else None,
        file.person.language,
        frozenset(committees),
    )


def reasons_for(offer: Offer, known: Known) -> list[str]:
    """Return why an offer fits; none where it does not."""
    if offer.region not in ("", known.region) or offer.language not in ("", known.language):
        return []
    fits = {
        "region": bool(offer.region),
        "language": bool(offer.language),
        "joint_committee": offer.joint_committee in known.committees,
    }
    return [reason for reason, holds in fits.items() if holds]


def reason_words(reasons: Iterable[str]) -> list[str]:
    """Return reasons in words to the person."""
    return [str(REASONS[each]) for each in reasons]
