"""Emma on the way to work: she asks for support, is assessed, and an agreement waits for her."""

from datetime import timedelta
from typing import Final

from django.utils import timezone

from casework.demo.building import Cast
from casework.plans.actions import ask, take
from casework.plans.agreement.actions import offer
from casework.plans.agreement.statuses import PointKind
from casework.plans.agreement.text import Line
from casework.plans.models import SupportFile
from casework.plans.profiling.actions import assess, choose, count_outcomes
from casework.plans.statuses import Segment
from casework.referrals.actions import refer
from casework.referrals.models import Offer
from casework.referrals.offering import offer_places
from casework.referrals.partnering import register_partner
from casework.referrals.statuses import PartnerKind
from portal.access.models import Capacity, CapacityKind

ANSWERS: Final = {
    "out_of_work": "short",
    "experience": "much",
    "goal": "vague",
    "schooling": "secondary",
    "language": "well",
    "digital": "alone",
    "care": "shared",
    "transport": "partly",
    "health": "free",
    "worries": "some",
}


def support(cast: Cast) -> None:
    """Let Emma be supported by Marie; what stands is left as it is."""
    emma, office = cast.persons["emma"], cast.institutions["unemployment-office"]
    count_outcomes(timezone.localdate())
    if SupportFile.objects.filter(person=emma).exists():
        return
    marie = Capacity.objects.get(
        user__person=cast.persons["marie"], kind=CapacityKind.CASEWORKER, institution=office
    )
    file = ask(emma, office, "I would like to work closer to home.", emma.account)
    take(file, marie)
    why = "She knows her trade. A training in costing would open more doors."
    assessment = assess(file, marie, ANSWERS, Segment.HELP, why)
    reason = "We agreed on a short training first."
    choose(assessment, marie, Segment.HELP, reason)
    offer(file, marie, _lines())
    refer(file, marie, _training(cast), "Emma has the trade; she needs costing on a computer.")


def _training(cast: Cast) -> Offer:
    """Return what the welfare centre, a partner of the office, offers."""
    centre = cast.institutions["welfare-centre"]
    hugo = Capacity.objects.get(user__person=cast.persons["hugo"], kind=CapacityKind.SUPERVISOR)
    register_partner(hugo, centre, PartnerKind.MUNICIPALITY)
    alice = Capacity.objects.get(user__person=cast.persons["alice"], institution=centre)
    today = timezone.localdate()
    days = {"since": today + timedelta(days=21), "until": today + timedelta(days=80)}
    first = {"title": "Costing on a computer", "purpose": "training", "places": 8, "language": "nl"}
    second = {
        "title": "Half a year in the repair shop",
        "purpose": "experience",
        "places": 2,
        "region": "wallonia",
    }
    offer_places(alice, text="Evenings, twice a week.", **second, **days)
    return offer_places(alice, text="Evenings, twice a week.", **first, **days)


def _lines() -> list[Line]:
    today = timezone.localdate()
    return [
        Line(PointKind.GOAL, "Work as an estimator in a building company near Namur"),
        Line(PointKind.ACTION, "Bring the curriculum vitae up to date", today + timedelta(days=7)),
        Line(PointKind.ACTION, "Follow the training in costing", today + timedelta(days=60)),
        Line(PointKind.PERSON, "Answer two vacancies a week"),
        Line(PointKind.OFFICE, "Look for a place in the training and pay for it"),
        Line(PointKind.REPORT, "", today + timedelta(days=14)),
        Line(PointKind.REPORT, "", today + timedelta(days=42)),
    ]
