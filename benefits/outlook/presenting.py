"""Rights and months as pages show them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple

from django.urls import reverse
from django.utils.dateparse import parse_date
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from benefits.claims.applications import APPLICATIONS, FOLLOWS
from benefits.claims.models import Claim
from benefits.claims.statuses import ClaimStatus
from benefits.decisions.models import Decision
from benefits.decisions.presenting import institution_name, reason_texts, scheme_title, step_rows
from benefits.outlook.changes import CHANGES
from benefits.outlook.looking import Month, Right
from benefits.outlook.models import Trial
from portal.dates import date_format
from portal.pages.charts import shares
from portal.people.models import Person
from portal.templatetags.solida import euros


class Way(NamedTuple):
    """Where a right leads: an address, and words; `quiet` where there is nothing to do."""

    url: str
    words: str
    quiet: bool = False


@dataclass(frozen=True)
class Line:
    """A right as a page shows it: its state in words, the amount, why, and the steps."""

    scheme: str
    title: str
    institution: str
    state: str
    tone: str
    amount: str
    why: list[str]
    steps: list[list[dict[str, Any]]]
    way: Way | None


def line_of(right: Right, ways: Mapping[str, Way]) -> Line:
    """Return a right in words, with where it leads."""
    state, tone = _state(right)
    why = [reason for each in right.explanations for reason in reason_texts(each.reasons)]
    if right.missing:
        why = [_("We do not know %(what)s.") % {"what": right.missing}]
    return Line(
        scheme=right.scheme,
        title=scheme_title(right.scheme),
        institution=institution_name(right.scheme),
        state=state,
        tone=tone,
        amount=_("about %(amount)s a month") % {"amount": euros(right.cents)}
        if right.cents
        else "",
        why=list(dict.fromkeys(why)),
        steps=[step_rows(each.steps) for each in right.explanations if each.granted],
        way=ways.get(right.scheme),
    )


def ways_of(person: Person, on: date) -> dict[str, Way]:
    """Return where each right leads: to its decision, to an open application, or to a new one."""
    found = {
        scheme: Way(reverse("apply", args=[scheme]), _("Apply: we fill in what we know"))
        for scheme in APPLICATIONS
    }
    found |= {
        scheme: Way(reverse("apply", args=[scheme]), _("How you get it"), quiet=True)
        for scheme in FOLLOWS
    }
    for decision in Decision.objects.granted_on(on).filter(person=person):
        address = reverse("decision", args=[decision.reference])
        found[decision.scheme] = Way(address, _("See the decision"), quiet=True)
    for claim in Claim.objects.of(person).filter(status=ClaimStatus.SUBMITTED):
        address = reverse("claim", args=[claim.reference])
        found[claim.scheme] = Way(address, _("See your application"), quiet=True)
    for claim in Claim.objects.of(person).to_complete():
        address = reverse("claim", args=[claim.reference])
        found[claim.scheme] = Way(address, _("Go on with your application"))
    return found


def _state(right: Right) -> tuple[str, str]:
    if right.missing:
        return _("we cannot tell yet"), "neutral"
    if right.granted:
        sure = not right.asks_person
        return (_("you have a right to it"), "success") if sure else (_("probably"), "info")
    return (_("somebody has to look"), "info") if right.asks_person else (_("not now"), "neutral")


def picture(now: Sequence[Month], then: Sequence[Month]) -> list[dict[str, Any]]:
    """Return the months as rows: what comes in as things are, and as they would be.

    Both bars are drawn on one scale.
    """
    widths = shares([each.cents for each in (*now, *then)])
    return [
        {
            "label": date_format(before.first, "N Y"),
            "now": euros(before.cents),
            "now_width": widths[place],
            "then": euros(after.cents),
            "then_width": widths[len(now) + place],
            "difference": euros(after.cents - before.cents),
            "parts": _parts(after),
        }
        for place, (before, after) in enumerate(zip(now, then, strict=True))
    ]


def _parts(month: Month) -> list[str]:
    """Return what a month is made of, in words."""
    pay = [_("pay: %(amount)s") % {"amount": euros(month.pay)}] if month.pay else []
    return pay + [
        _("%(right)s: %(amount)s") % {"right": scheme_title(scheme), "amount": euros(cents)}
        for scheme, cents in month.rights.items()
    ]


def kept_rows(person: Person) -> list[dict[str, Any]]:
    """Return the questions that a person keeps, the newest first, each with its way back."""
    rows = []
    for trial in Trial.objects.filter(person=person).order_by("-pk"):
        change = CHANGES.get(trial.asked.get("change", ""))
        day = parse_date(trial.asked.get("day", ""))
        if change and day:
            words = {"question": change.question, "day": date_format(day)}
            rows.append(
                {
                    "reference": trial.reference,
                    "words": _("If %(question)s on %(day)s") % words,
                    "url": f"{reverse('what_if')}?{urlencode(trial.asked)}",
                }
            )
    return rows
