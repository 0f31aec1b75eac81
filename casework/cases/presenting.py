"""How an application reads for the caseworker: what was known when it was made."""

from itertools import groupby
from typing import Any

from django.utils.translation import gettext_lazy as _

from benefits.claims.applications import APPLICATIONS
from benefits.claims.headings import Filled, filled
from benefits.claims.models import Claim
from benefits.claims.presenting import employer_of, source, written

GROUPS = {
    "you": _("The person"),
    "household": _("Household"),
    "work": _("Last work"),
    "pay": _("Pay declared"),
    "risk": _("What the employer declared"),
    "days": _("Days counted"),
    "child": _("The child"),
    "rights": _("Another right"),
    "statuses": _("Reported statuses"),
    "account": _("Account"),
}


def known_groups(claim: Claim) -> list[dict[str, Any]]:
    """Return what the portal knew, by group: {title, rows} for `components/summary_list.html`."""
    employer = employer_of(claim)
    headings = filled(APPLICATIONS[claim.scheme].headings, claim.known)
    return [
        {"title": GROUPS[group], "rows": [_row(each, employer) for each in members]}
        for group, members in groupby(headings, lambda each: each.heading.group)
    ]


def _row(each: Filled, employer: str) -> dict[str, Any]:
    label = each.heading.label
    return {"label": label, "value": written(each), "source": source(each, employer)}
