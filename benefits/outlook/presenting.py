"""Rights and months as pages show them."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from benefits.decisions.presenting import institution_name, reason_texts, scheme_title, step_rows
from benefits.outlook.looking import Month, Right
from portal.pages.charts import shares
from portal.templatetags.solida import euros


@dataclass(frozen=True)
class Line:
    """A right as a page shows it: its state in words, the amount, why, and the steps."""

    title: str
    institution: str
    state: str
    tone: str
    amount: str
    why: list[str]
    steps: list[list[dict[str, Any]]]


def line_of(right: Right) -> Line:
    """Return a right in words."""
    state, tone = _state(right)
    why = [reason for each in right.explanations for reason in reason_texts(each.reasons)]
    if right.missing:
        why = [_("We do not know %(what)s.") % {"what": right.missing}]
    return Line(
        title=scheme_title(right.scheme),
        institution=institution_name(right.scheme),
        state=state,
        tone=tone,
        amount=_("about %(amount)s a month") % {"amount": euros(right.cents)}
        if right.cents
        else "",
        why=list(dict.fromkeys(why)),
        steps=[step_rows(each.steps) for each in right.explanations if each.granted],
    )


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
            "label": date_format(before.first, "M Y"),
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
        f"{scheme_title(scheme)}: {euros(cents)}" for scheme, cents in month.rights.items()
    ]
