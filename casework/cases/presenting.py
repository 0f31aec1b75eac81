"""How an application reads for the caseworker: what is known, what was said, what happened."""

from collections.abc import Iterator
from datetime import date, datetime, time
from itertools import groupby
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from benefits.claims.applications import APPLICATIONS
from benefits.claims.headings import Filled, filled
from benefits.claims.models import Claim
from benefits.claims.presenting import employer_of, source, written
from casework.cases.models import Case
from declarations.channels.models import Declaration
from declarations.hiring.models import EmploymentPeriod
from portal.people.models import Person

GROUPS = {
    "you": _("The person"),
    "household": _("Household"),
    "work": _("Last work"),
    "pay": _("Pay declared"),
    "days": _("Days counted"),
    "child": _("The child"),
    "rights": _("Another right"),
    "statuses": _("Reported statuses"),
    "account": _("Account"),
}
DECLARED = {
    "DimonaIn": _("Hiring declared"),
    "DimonaOut": _("Leaving declared"),
    "DimonaUpdate": _("Declaration changed"),
    "DimonaCancel": _("Declaration cancelled"),
}
CLAIM_VERBS = {
    "prefill": _("Application prefilled"),
    "bring_up": _("Brought by what an employer declared"),
    "start": _("Application begun"),
    "submit": _("Application sent"),
    "decide": _("Application decided"),
    "withdraw": _("Application withdrawn"),
}
CASE_VERBS = {
    "take": _("Taken in hand"),
    "hand_over": _("Handed over"),
    "close": _("Case closed"),
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


def timeline(case: Case) -> list[dict[str, Any]]:
    """Return what happened, latest first, as events for `components/timeline.html`."""
    events = [*_work(case.person), *_declarations(case.person), *_moves(case)]
    return sorted(events, key=lambda event: _moment(event["date"]), reverse=True)


def _moment(when: date | datetime) -> datetime:
    if isinstance(when, datetime):
        return when
    return timezone.make_aware(datetime.combine(when, time.min))


def _work(person: Person) -> Iterator[dict[str, Any]]:
    for period in EmploymentPeriod.objects.of(person):
        yield {"date": period.since, "title": _("First day of work"), "body": period.company.name}
        if period.until:
            body = period.company.name
            yield {"date": period.until, "title": _("Last day of work"), "body": body}


def _declarations(person: Person) -> Iterator[dict[str, Any]]:
    told = Declaration.objects.filter(effect__period__person=person).select_related(
        "verdict", "effect__period__company"
    )
    for each in told:
        yield {
            "date": each.received_at,
            "title": DECLARED.get(each.action, each.action),
            "body": f"{each.effect.period.company.name}, {each.verdict.get_result_display()}",
        }


def _moves(case: Case) -> Iterator[dict[str, Any]]:
    for move in case.claim.moves.all() if case.claim else ():
        yield {"date": move.at, "title": CLAIM_VERBS[move.verb], "tone": "info"}
    if case.objection:
        yield {"date": case.objection.made_at, "title": gettext("Objection sent"), "tone": "info"}
    if case.finding:
        title = gettext("Left to a caseworker")
        yield {"date": case.finding.found_at, "title": title, "tone": "info"}
    for step in case.moves.select_related("user__person", "to__person"):
        body = str(step.user)
        if step.to:
            body = gettext("%(giver)s to %(taker)s") % {"giver": step.user, "taker": step.to}
        yield {"date": step.at, "title": CASE_VERBS[step.verb], "body": body, "tone": "info"}
