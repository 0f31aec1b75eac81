"""How referrals read: for the office and the person, and for the partner."""

from datetime import date
from typing import Any, Final

from django.utils import timezone
from django.utils.translation import gettext, gettext_lazy

from casework.plans.agreement.statuses import PointKind
from casework.plans.models import SupportFile
from casework.plans.presenting import jobs_since
from casework.plans.profiling.questionnaire import QUESTIONS
from casework.referrals.access import may_manage_partner
from casework.referrals.matching import reason_words
from casework.referrals.models import Offer, Partner, PartnerMove, Referral, Suggestion
from casework.referrals.purposes import PURPOSES
from portal.access.models import Capacity
from portal.dates import date_format
from portal.people.models import Institution

MOST: Final = 50  # steps on a page
OFFER_STEPS: Final = {
    "offer": gettext_lazy("Offered"),
    "change": gettext_lazy("Changed"),
    "end": gettext_lazy("Ended"),
}


PARTNER_STEPS: Final = {
    "register": gettext_lazy("Registered"),
    "end": gettext_lazy("Ended"),
}


def partner_rows(capacity: Capacity) -> dict[str, Any]:
    """Return all partners, {partner, own}, by their name, and the steps of those that are the
    office's own, the latest first."""
    partners = Partner.objects.select_related("institution", "office")
    moves = PartnerMove.objects.filter(partner__office=capacity.institution)
    by_whom = ("partner__institution", "capacity__user__person")
    return {
        "rows": [
            {"partner": each, "own": may_manage_partner(capacity, each)}
            for each in sorted(partners, key=lambda each: str(each.institution))
        ],
        "moves": [
            {"step": PARTNER_STEPS[each.verb], "move": each}
            for each in moves.select_related(*by_whom).order_by("-pk")[:MOST]
        ],
    }


def offer_history(offer: Offer, reader: Institution | None) -> list[dict[str, Any]]:
    """Return the steps of an offer, the latest first: {step, at, by, institution, said, says}.

    `by` is told of the reader's own institution alone.
    """
    moves = offer.moves.select_related("capacity__user__person", "capacity__institution")
    return [
        {
            "step": OFFER_STEPS[each.verb],
            "at": each.at,
            "by": each.capacity.user if each.capacity.institution == reader else "",
            "institution": each.capacity.institution,
            "said": each.said,
            "says": gettext("%(places)s places, %(since)s to %(until)s")
            % {
                "places": each.said["places"],
                "since": date_format(date.fromisoformat(each.said["since"]), "SHORT_DATE_FORMAT"),
                "until": date_format(date.fromisoformat(each.said["until"]), "SHORT_DATE_FORMAT"),
            },
        }
        for each in moves.order_by("-pk")
    ]


def referrals_of(file: SupportFile) -> list[dict[str, Any]]:
    """Return the referrals of a file, the latest first: {referral, purpose, reads, last, work}.

    `reads` is what the partner reads, in words; `work` the day on which an employer's declaration
    says that work began since, which nobody has to tell.
    """
    made = Referral.objects.filter(file=file).with_offer().prefetch_related("moves")
    jobs = [job.since for job in jobs_since(file)]
    return [_row(each, jobs) for each in made.order_by("-pk")]


def _row(referral: Referral, jobs: list[date]) -> dict[str, Any]:
    steps = sorted(referral.moves.all(), key=lambda step: step.pk)
    since = [day for day in jobs if day >= timezone.localdate(referral.made_at)]
    return {
        "referral": referral,
        "purpose": purpose_of(referral),
        "reads": reads(referral.shares),
        "last": steps[-1].words if steps else "",
        "work": min(since, default=None),
    }


def purpose_of(referral: Referral) -> str:
    """Return the name of the purpose of a referral."""
    return gettext(PURPOSES[referral.offer.purpose].label)


def reads(shares: dict[str, list[str]]) -> list[str]:
    """Return in words what a referral opens to the partner."""
    asked = [gettext(each.label) for each in QUESTIONS if each.key in shares["answers"]]
    kinds = [str(PointKind(kind).label) for kind in shares["points"]]
    return [gettext("your name"), *asked, *kinds]


def shared_rows(shared: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return what a partner reads, as rows of `components/summary_list.html`."""
    return [
        {
            "label": gettext(each["title"])
            if each["part"] == "answer"
            else PointKind(each["part"]).label,
            "value": gettext(each["text"]) if each["part"] == "answer" else each["text"],
        }
        for each in shared
    ]


def suggestions_of(file: SupportFile) -> list[dict[str, Any]]:
    """Return what was suggested, the latest first: {suggestion, answer, reasons, referral}.

    `referral` is what followed: the person was referred to the same offer, and its outcome.
    """
    made = Suggestion.objects.filter(file=file).select_related(
        "offer__partner__institution", "answer"
    )
    referred = {each.offer_id: each for each in Referral.objects.filter(file=file).order_by("pk")}
    return [
        {
            "suggestion": each,
            "answer": getattr(each, "answer", None),
            "reasons": " ".join(reason_words(each.reasons)),
            "referral": referred.get(each.offer_id),
        }
        for each in made.order_by("-pk")
    ]
