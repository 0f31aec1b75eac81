"""Rights without asking: what follows from an event, by the rule alone."""

from collections.abc import Sequence

from django.db import transaction
from django.utils import timezone

from benefits.claims.actions import prefill, withdraw
from benefits.claims.models import Claim
from benefits.decisions.models import Decision
from benefits.granting.deciding import Look, settle_right, settle_rights
from benefits.granting.graph import after, opened_by
from benefits.granting.models import Way, Wish
from benefits.granting.one import told_of
from benefits.granting.sources import SOURCES
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

    Nothing is offered to who still works elsewhere, whose leaving was corrected in between, whose
    work ended with their death, or who left so long ago that the tables of the law do not reach
    that day.
    """
    if period.is_cancelled or period.until is None:
        return None
    if period.person.died_on and period.person.died_on <= period.until:
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


def grant_by_status(events: Sequence[Event]) -> None:
    """Settle what reported statuses open by themselves: grant it, change it or take it back.

    Of several statuses of a person the one counts that would count at night.
    """
    reports = StatusReport.objects.in_bulk([event.subject for event in events])
    told = [(reports[event.subject], event) for event in events]
    settle_rights(
        [
            Look(report.person_id, scheme, report.reported_on, event)
            for report, event in told
            for scheme in opened_by(report.kind)
        ]
    )


def grant_after(events: Sequence[Event]) -> None:
    """Settle what follows from rights that were decided, and is taken back with them.

    The energy tariff runs from the quarter in which that right was first decided, also where a
    correction gave it other days since. What was decided for everybody is left to who looks at
    everybody, and so at these rights too.
    """
    made = Decision.objects.select_related("event").in_bulk([event.subject for event in events])
    told = [(made[event.subject], event) for event in events]
    settle_rights(
        [
            Look(cause.person_id, scheme, timezone.localdate(cause.decided_at), event)
            for cause, event in told
            if not cause.event or cause.event.topic != FOR_ALL
            for scheme in after(cause.scheme)
        ]
    )


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
