"""Say what a caseworker may take; let somebody work at the office until a day."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Final

from django.db import IntegrityError, connection, transaction
from django.db.models.functions import Now
from django.utils import timezone

from casework.staff.models import Absence, Profile
from portal.access.models import Capacity, CapacityKind, Environment, User

LONGEST: Final = timedelta(days=366)  # of temporary work; a year at most, by policy


class OverlapError(Exception):
    """The caseworker is away already on some of the days."""


class StaffRefusedError(Exception):
    """Who asks is no supervisor of that caseworker, or asks for the own account."""


def say_profile(
    capacity: Capacity,
    of: Capacity,
    limits: Mapping[str, Sequence[str]],
    since: date,
    words: str,
) -> Profile:
    """Say what a caseworker of the supervisor's office may take from a day on, and why.

    `limits` holds `schemes`, `kinds` and `languages`; an empty one is no limit; and `exercises`
    that have to be passed first. Raises `StaffRefusedError`.
    """
    office = capacity.institution
    if office is None or capacity.kind != CapacityKind.SUPERVISOR:
        raise StaffRefusedError
    if of.institution_id != office.pk or of.user_id == capacity.user_id:
        raise StaffRefusedError
    return Profile.objects.create(
        capacity=of,
        office=office,
        since=since,
        words=words,
        said_by=capacity,
        exercises=list(limits.get("exercises", ())),
        **{name: list(limits[name]) for name in ("schemes", "kinds", "languages")},
    )


@transaction.atomic
def engage(
    capacity: Capacity,
    user: User,
    until: date,
    limits: Mapping[str, Sequence[str]],
    words: str,
) -> Capacity:
    """Let somebody who has an account work at the supervisor's office until a day, and take what
    the `limits` say and no more.

    After that day nothing of the office opens, by the database's clock. Raises
    `StaffRefusedError`, also for who works there already.
    """
    today = timezone.localdate()
    if capacity.kind != CapacityKind.SUPERVISOR or user == capacity.user:
        raise StaffRefusedError
    if not today <= until <= today + LONGEST or user.person_id is None:
        raise StaffRefusedError
    at_work = Capacity.objects.in_use().filter(user=user, institution=capacity.institution)
    if at_work.exists():
        raise StaffRefusedError
    engaged = Capacity.objects.create(
        user=user,
        kind=CapacityKind.CASEWORKER,
        institution=capacity.institution,
        environment=Environment.REAL,
        since=today,
        until=until,
    )
    say_profile(capacity, engaged, limits, today, words)
    return engaged


def release(capacity: Capacity, of: Capacity) -> bool:
    """Let the temporary work of somebody at the supervisor's office end with this day; say whether
    it ended by that. Raises `StaffRefusedError`."""
    if capacity.kind != CapacityKind.SUPERVISOR or of.institution_id != capacity.institution_id:
        raise StaffRefusedError
    if of.until is None or of.user_id == capacity.user_id:
        raise StaffRefusedError
    with connection.cursor() as cursor:
        cursor.execute("SELECT release_today(%s)", [of.pk])
        ((ended,),) = cursor.fetchall()
    return bool(ended)


def enter_absence(
    capacity: Capacity, of: Capacity, substitute: Capacity, since: date, until: date
) -> Absence:
    """Say that a caseworker is away on some days, and which colleague acts for them.

    Raises `StaffRefusedError` where they are not of the supervisor's office, and `OverlapError`.
    """
    office = capacity.institution
    if office is None or capacity.kind != CapacityKind.SUPERVISOR or of == substitute:
        raise StaffRefusedError
    if {of.institution_id, substitute.institution_id} != {office.pk}:
        raise StaffRefusedError
    try:
        with transaction.atomic():
            return Absence.objects.create(
                office=office,
                capacity=of,
                substitute=substitute,
                since=since,
                until=until,
                entered_by=capacity,
            )
    except IntegrityError as error:
        raise OverlapError from error


def end_absence(capacity: Capacity, absence: Absence) -> None:
    """Let a caseworker be back at once; said twice, it is said once. Raises `StaffRefusedError`."""
    if capacity.kind != CapacityKind.SUPERVISOR or absence.office_id != capacity.institution_id:
        raise StaffRefusedError
    Absence.objects.filter(pk=absence.pk, ended_at__isnull=True).update(ended_at=Now())
