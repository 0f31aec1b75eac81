"""How a support file reads: what happened, and what was known of work since."""

from typing import Any

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from casework.plans.models import SupportFile
from declarations.hiring.models import EmploymentPeriod

VERBS = {
    "ask": _("Support asked for"),
    "open": _("Support opened"),
    "take": _("Taken on by a counsellor"),
    "choose": _("Kind of support chosen"),
    "hand_over": _("Handed over to another counsellor"),
    "give_back": _("Waits for another counsellor: the time at the office ended"),
    "end": _("Support ended"),
}


def timeline(file: SupportFile, *, staff: bool) -> list[dict[str, Any]]:
    """Return what happened, latest first, for `components/timeline.html`; `staff` reads who."""
    events = [
        {"date": step.at, "title": VERBS[step.verb], "body": _body(step, staff), "tone": "info"}
        for step in file.moves.select_related("user__person", "to__person")
    ]
    for period in jobs_since(file):
        body = {"body": period.company.name}
        events.append(
            {"date": period.since, "title": _("Hiring declared"), "tone": "success"} | body
        )
    return sorted(events, key=lambda event: f"{event['date']:%Y-%m-%d %H:%M:%S.%f}", reverse=True)


def _body(step: Any, staff: bool) -> str:
    who = f"{step.user}" if staff else ""
    to = f"{step.to}" if staff and step.to else ""
    return " → ".join(filter(None, (who, to))) + (f" {step.words}" if step.words else "")


def jobs_since(file: SupportFile) -> list[EmploymentPeriod]:
    """Return the work that employers declared from the day on which support began."""
    since = timezone.localdate(file.begun_at)
    return list(EmploymentPeriod.objects.of(file.person).filter(since__gte=since))
