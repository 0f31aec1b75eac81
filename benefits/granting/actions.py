"""Rights without asking: what follows from an event, by the rule alone."""

from dataclasses import replace
from datetime import date

import numpy as np
from django.db import transaction
from django.utils import timezone

from benefits.claims.actions import prefill, withdraw
from benefits.claims.applications.base import first_of_next_month
from benefits.claims.models import Claim
from benefits.decisions.actions import Cause, decide
from benefits.decisions.models import Decision, DecisionOutcome
from benefits.granting.covering import covered_by
from benefits.granting.graph import after, opened_by
from benefits.granting.models import Way, Wish
from benefits.granting.offers import offer
from benefits.granting.one import nothing, told_of
from benefits.granting.sources import SOURCES
from benefits.granting.splitting import before, is_moved, split, within
from benefits.schemes.outcome import Explanation
from benefits.schemes.single import evaluate
from declarations.hiring.models import EmploymentPeriod
from declarations.statuses.models import StatusReport
from portal.access.door import open_file
from portal.access.models import Purpose
from portal.exchange.actions import publish
from portal.exchange.models import Event
from portal.law.figures import MissingFigureError
from portal.people.models import Person

FOR_ALL = "granting.held"  # the topic of a run for everybody


def offer_unemployment(event: Event) -> Claim | None:
    """Put a prefilled application on the page of somebody whose last employment ended."""
    period = EmploymentPeriod.objects.select_related("company", "person").get(pk=event.subject)
    return offer_after(period, event)


def offer_after(period: EmploymentPeriod, event: Event) -> Claim | None:
    """Put the application for unemployment after a period of work on the person's page, once.

    Nothing is offered to who still works elsewhere, whose leaving was corrected in between, or who
    left so long ago that the tables of the law do not reach that day.
    """
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


def grant_by_status(event: Event) -> None:
    """Settle what a reported status opens by itself: grant it, change it or take it back.

    Of several statuses the one counts that would count at night.
    """
    report = StatusReport.objects.select_related("person").get(pk=event.subject)
    for scheme in opened_by(report.kind):
        settle_right(report.person, scheme, report.reported_on, event)


def grant_after(event: Event) -> None:
    """Settle what follows from a right that was decided, and is taken back with it.

    The energy tariff runs from the quarter in which that right was first decided, also where a
    correction gave it other days since.
    """
    cause = Decision.objects.select_related("person", "event").get(pk=event.subject)
    if cause.event and cause.event.topic == FOR_ALL:
        return  # who looks at everybody looks at these rights too
    for scheme in after(cause.scheme):
        settle_right(cause.person, scheme, timezone.localdate(cause.decided_at), event)


def grant_wanted(event: Event) -> None:
    """Look at once at the rights of which a person said that they are to be granted."""
    wish = Wish.objects.select_related("person").get(pk=event.subject)
    today = timezone.localdate(wish.told_at)
    for scheme in [wish.scheme] if wish.scheme else SOURCES:
        if scheme in SOURCES and told_of(wish.person, scheme, today) is not None:
            settle_right(wish.person, scheme, today, event)


@transaction.atomic
def wish(person: Person, scheme: str, way: Way) -> Wish:
    """Keep what a person wants done with a right, or with all ("") of them, from now on.

    What is to be granted is looked at within seconds.
    """
    told = Wish.objects.create(
        person=person, scheme=scheme, wanted=way != Way.LEAVE, ask_first=way == Way.ASK
    )
    if way == Way.GRANT:
        publish("right.wanted", told.pk, person=person)
    return told


def settle_right(person: Person, scheme: str, on: date, event: Event) -> Decision | None:
    """Decide by the rule alone; what stands already with the same days is left as it is.

    What the rule no longer gives takes the form of a new version that refuses.
    """
    person = Person.objects.select_for_update().get(pk=person.pk)  # one grant at a time
    standing = Decision.objects.standing(person, scheme)
    said = Wish.objects.last_word(person, scheme)
    way = said.way if said else Way.GRANT
    if way == Way.LEAVE and standing is None:
        return None
    open_file(person, None, Purpose.RIGHTS)
    facts = told_of(person, scheme, on) or nothing(scheme, on)
    explanation = within(standing, evaluate(scheme, facts, on))
    if explanation.needs_person or stands(standing, explanation):
        return None
    granted = explanation.granted
    if granted and way != Way.GRANT:
        offer(scheme, np.array([person.pk]), np.array([standing.pk if standing else 0]))
        return None
    cause = Cause(event=event, replaces=standing)
    counts = first_of_next_month(timezone.localdate())
    if granted and standing and before(standing, counts) and is_moved(standing, explanation, on):
        # What moved it counts from next month: what was given before stays as it was.
        cause = split(standing, counts, cause)
        explanation = replace(explanation, starts=counts)
    return decide(
        person,
        scheme,
        facts,
        on,
        cause,
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
