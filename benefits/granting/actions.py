"""Rights without asking: what follows from an event, by the rule alone."""

from datetime import date

from django.utils import timezone

from benefits.claims.actions import prefill, withdraw
from benefits.claims.models import Claim
from benefits.decisions.actions import Cause, decide
from benefits.decisions.models import Decision, DecisionOutcome
from benefits.granting.covering import covered_by
from benefits.granting.models import Wish
from benefits.schemes.outcome import Explanation
from benefits.schemes.single import Scalars, evaluate
from declarations.hiring.models import EmploymentPeriod
from declarations.statuses.models import StatusKind, StatusReport
from portal.access.door import open_file
from portal.access.models import Purpose
from portal.exchange.models import Event
from portal.law.figures import MissingFigureError
from portal.people.models import Person

FOR_ALL = "granting.held"  # the topic of a run for everybody
# The category of the energy tariff in which a reported status counts.
TARIFF_STATUS = {
    StatusKind.INTEGRATION_INCOME: "welfare_centre_allowance",
    StatusKind.EQUIVALENT_AID: "welfare_centre_allowance",
    StatusKind.ELDERLY_INCOME_GUARANTEE: "elderly_income_guarantee",
    StatusKind.INCOME_REPLACEMENT: "disability_allowance",
}


def offer_unemployment(event: Event) -> Claim | None:
    """Put a prefilled application on the page of somebody whose last employment ended.

    Nothing is offered to who still works elsewhere, whose leaving was corrected in between, or who
    left so long ago that the tables of the law do not reach that day.
    """
    period = EmploymentPeriod.objects.select_related("company", "person").get(pk=event.subject)
    if period.is_cancelled or period.until is None:
        return None
    after = EmploymentPeriod.objects.of(period.person).overlapping(period.until, None)
    if after.exclude(pk=period.pk).exclude(until=period.until).exists():
        return None
    open_file(period.person, None, Purpose.RIGHTS)
    try:
        return prefill(period.person, "unemployment", period, event)
    except MissingFigureError:
        return None


def take_back_offers(event: Event) -> None:
    """Withdraw the unsent applications of a period that was cancelled or opened again."""
    period = EmploymentPeriod.objects.get(pk=event.subject)
    if period.is_cancelled or period.until is None:
        for claim in period.claims.to_complete().select_for_update():
            withdraw(claim, None)


def grant_increased_reimbursement(event: Event) -> Decision | None:
    """Settle increased reimbursement by a reported status: grant it, change it or take it back."""
    report = StatusReport.objects.select_related("person").get(pk=event.subject)
    spell = StatusReport.objects.last_spell(report.person, report.kind)
    if spell is None:
        return None
    facts: Scalars = {
        "status": report.kind,
        "since": spell.since,
        "until": spell.until,
        # It only matters for the care allowance of the elderly, which nobody reports here yet.
        "german_speaking_community": False,
    }
    return _settle(report.person, "increased_reimbursement", facts, report.reported_on, event)


def grant_social_energy_tariff(event: Event) -> Decision | None:
    """Grant the social energy tariff that follows from a status behind another decision.

    It runs from the quarter in which that right was first decided, also where a correction gave
    it other days since, and is taken back with it.
    """
    cause = Decision.objects.select_related("person", "event").get(pk=event.subject)
    if cause.scheme != "increased_reimbursement":
        return None
    if cause.event and cause.event.topic == FOR_ALL:
        return None  # who looks at everybody looks at this right too
    facts = _tariff_facts(cause)
    return _settle(
        cause.person, "social_energy_tariff", facts, timezone.localdate(cause.decided_at), event
    )


def _tariff_facts(cause: Decision) -> Scalars:
    on = timezone.localdate(cause.decided_at)
    at_address = cause.person.household_on(on) is not None
    if cause.outcome != DecisionOutcome.GRANTED:
        return {"status": "none", "decided_on": None, "until": None, "at_address": at_address}
    report = StatusReport.objects.filter(person=cause.person).latest("recorded_at")
    spell = StatusReport.objects.last_spell(cause.person, report.kind)
    first = Decision.objects.versions(cause)[-1]
    return {
        "status": TARIFF_STATUS[StatusKind(report.kind)],
        "decided_on": timezone.localdate(first.decided_at),
        "until": spell.until if spell else None,
        "at_address": at_address,
    }


def _settle(person: Person, scheme: str, facts: Scalars, on: date, event: Event) -> Decision | None:
    """Decide by the rule alone; what stands already with the same days is left as it is.

    What the rule no longer gives takes the form of a new version that refuses.
    """
    person = Person.objects.select_for_update().get(pk=person.pk)  # one grant at a time
    standing = Decision.objects.about(person).latest_versions().filter(scheme=scheme).first()
    wanted = Wish.objects.wants(person, scheme)
    if not wanted and standing is None:
        return None
    open_file(person, None, Purpose.RIGHTS)
    explanation = evaluate(scheme, facts, on)
    unwanted = explanation.granted and not wanted
    if unwanted or explanation.needs_person or stands(standing, explanation):
        return None
    granted = explanation.granted
    return decide(
        person,
        scheme,
        facts,
        on,
        Cause(event=event, replaces=standing),
        outcome=DecisionOutcome.GRANTED if granted else DecisionOutcome.REFUSED,
        explanation=explanation,
        covered=covered_by(person, scheme, on) if granted else None,
    )


def stands(standing: Decision | None, explanation: Explanation) -> bool:
    """Say whether what was decided is what the rule says: its days, its amount, or nothing."""
    if not explanation.granted:
        return standing is None or standing.outcome != DecisionOutcome.GRANTED
    return (
        standing is not None
        and standing.gives(explanation.starts, explanation.ends)
        and (standing.amount or 0) == explanation.amount_cents
    )
