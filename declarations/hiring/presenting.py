"""How employment periods are written on a page."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from declarations.channels.presenting import action_title
from declarations.hiring.models import EmploymentPeriod, PeriodDeclaration
from portal.dates import date_format


@dataclass(frozen=True)
class State:
    """Where a period stands on a day, in words and as the tone of a tag."""

    words: str
    tone: str


def state_of(period: EmploymentPeriod, day: date) -> State:
    """Return the state of a period on a day."""
    if period.is_cancelled:
        return State(_("cancelled"), "neutral")
    if period.since > day:
        return State(_("to start"), "info")
    if period.until is None or period.until >= day:
        return State(_("at work"), "success")
    return State(_("left"), "neutral")


def source_of(period: EmploymentPeriod) -> str:
    """Return where an answer comes from that was taken from a worker's earlier period."""
    return _("the period of this worker at your company since %(day)s") % {
        "day": date_format(period.since)
    }


def timeline_of(period: EmploymentPeriod, history: list[PeriodDeclaration]) -> list[dict[str, Any]]:
    """Return the first and last day and what was declared, latest first, for a timeline."""
    events: list[dict[str, Any]] = [
        {
            "date": each.declaration.received_at,
            "title": action_title(each.declaration.action),
            "body": _("Declared by %(sender)s")
            % {"sender": each.declaration.message.capacity.label},
            "url": reverse("declaration", args=[each.declaration.reference]),
            "tone": "info",
        }
        for each in history
    ]
    events.sort(key=lambda event: event["date"], reverse=True)
    return [*_days(period), *events]


def _days(period: EmploymentPeriod) -> list[dict[str, Any]]:
    if period.is_cancelled:
        return []
    first = {"date": period.since, "title": _("First day of work"), "tone": "success"}
    last = {"date": period.until, "title": _("Last day of work"), "tone": "neutral"}
    return [last, first] if period.until else [first]
