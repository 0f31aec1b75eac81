"""Rights that are given in parts: what employers declare of one day is not so of another.

A part is named by its first day; None names the first, which the application was about. Each is
decided on by itself, so that a month that is declared later, or work that is resumed for some
hours, changes nothing of the days before.
"""

from collections.abc import Callable, Mapping
from datetime import date, timedelta
from typing import Any, Final

from django.utils import timezone

from benefits.claims.applications.incapacity import first_paid
from benefits.claims.applications.without_work import cause_of
from benefits.claims.headings import Known, entry
from benefits.claims.models import Claim
from benefits.decisions.models import Decision, DecisionOutcome
from benefits.schemes.single import Scalars
from declarations.social_risk.models import Risk
from declarations.social_risk.queries import RiskQuerySet
from declarations.social_risk.saying import months_without_work, percent_worked

Part = date | None
Parts = dict[Part, Scalars]
Parting = Callable[[Claim, Mapping[str, Any]], Parts]
ONE_DAY: Final = timedelta(days=1)
ILL: Final = "001"  # adapted work during an incapacity


def _declared(claim: Claim) -> RiskQuerySet:
    """Return what the employer of an application declared of its person, in order."""
    risks = Risk.objects.of_person(claim.person).select_related("standing").order_by("since", "pk")
    return risks.filter(company=claim.period.company_id) if claim.period else risks


def _months(claim: Claim, whole: Mapping[str, Any]) -> Parts:
    """Each month for which hours of temporary unemployment were declared, from the first one on.

    A first month that was declared and is no more has no hours.
    """
    start: date = whole["month_start"]
    hours = 0 if "month_without_work" in claim.known else whole["hours"]
    parts: Parts = {None: {**whole, "hours": hours}}
    declared = _declared(claim).filter(flow="wech005", since__gte=start)
    given = _given_by_others(claim)
    for month in months_without_work(declared):
        if month.first in given:
            continue
        part = None if month.first == start else month.first
        until = claim.period.until if claim.period else None
        parts[part] = {
            **whole,
            "month_start": month.first,
            "month_end": month.last,
            "cause": cause_of(month),
            "hours": sum(month.hours.values()),
            "contract": until is None or until >= month.last,
        }
    return parts


def _given_by_others(claim: Claim) -> set[date | None]:
    """Return the first days of what other applications of the person give of the same right."""
    granted = Decision.objects.latest_versions().filter(
        person=claim.person, scheme=claim.scheme, outcome=DecisionOutcome.GRANTED
    )
    return set(granted.exclude(claim=claim).values_list("starts", flat=True))


def said_of(scheme: str, facts: Scalars) -> Known:
    """Return the headings by which an application for one part alone differs from the others."""
    today = timezone.localdate()
    return {key: entry(facts[name], today) for key, name in SAID.get(scheme, {}).items()}


def _resuming(claim: Claim, whole: Mapping[str, Any]) -> Parts:
    """An incapacity in which work is resumed for some hours, until it is resumed in full."""
    began = _first_day(claim, whole["began"])
    if began is None:
        return {}
    after = _declared(claim).filter(since__gt=began)
    until = _last_day(after, "zima006", whole["until"])
    adapted = after.filter(flow="zima002", kind=ILL)
    shares = {risk.since: percent_worked(risk) for risk in adapted}
    facts = {**whole, "began": began, "until": until}
    return _split(facts, {day: share for day, share in shares.items() if not until or day <= until})


def _split(facts: dict[str, Any], shares: Mapping[date, int]) -> Parts:
    """Cut a right at each day from which another share of the hours is worked."""
    paid_from = first_paid(facts, facts["began"])
    parts: dict[Part, dict[str, Any]] = {None: facts}
    last: Part = None
    for day, share in sorted(shares.items()):
        if parts[last]["work_percent"] == share:
            continue
        if day <= paid_from:
            parts[None] = {**facts, "work_percent": share}
            continue
        parts[day] = {**parts[last], "work_percent": share}
        parts[last] = {**parts[last], "until": day - ONE_DAY}
        last = day
    return dict(parts)


def _until_back(claim: Claim, whole: Mapping[str, Any]) -> Parts:
    """An incapacity after an accident at work, until work is resumed."""
    began = _first_day(claim, whole["accident_on"])
    if began is None:
        return {}
    after = _declared(claim).filter(since__gt=began)
    until = _last_day(after, "aoat003", whole["until"])
    return {None: {**whole, "accident_on": began, "until": until}}


def _rest(claim: Claim, whole: Mapping[str, Any]) -> Parts:
    """A maternity rest, from the day that the employer declared."""
    began = _first_day(claim, whole["began"])
    return {None: {**whole, "began": began}} if began else {}


def _first_day(claim: Claim, told: date) -> date | None:
    """Return when the risk behind an application began; None where it was cancelled.

    What was told counts where no risk is behind it, or where somebody found another day.
    """
    event = claim.event
    if event is None or event.topic != "risk.declared":
        return told
    risk = Risk.objects.get(pk=event.subject)
    if risk.is_cancelled:
        return None
    as_sent = [claim.known[key]["value"] for key in AS_SENT if key in claim.known]
    return risk.since if told.isoformat() in as_sent else told


def _last_day(after: RiskQuerySet, back: str, told: date | None) -> date | None:
    """Return the day before work is resumed, or the one that was told where that is earlier."""
    resumed = after.filter(flow=back).first()
    days = [day for day in (told, resumed and resumed.since - ONE_DAY) if day]
    return min(days, default=None)


SAID: Final = {
    "temporary_unemployment": {
        "month_without_work": "month_start",
        "cause_without_work": "cause",
        "hours_without_work": "hours",
    }
}
AS_SENT: Final = ("ill_since", "rest_since", "accident_on")
PARTS: Final[dict[str, Parting]] = {
    "temporary_unemployment": _months,
    "incapacity": _resuming,
    "maternity": _rest,
    "work_accident": _until_back,
}
