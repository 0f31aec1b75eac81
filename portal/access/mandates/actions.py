"""Ask for, confirm, refuse and end mandates: the only writers of their status.

Two parties make a mandate: one asks, by giving it or by asking to get it, and the other confirms.
"""

from contextlib import suppress
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db import IntegrityError, transaction
from django.db.models.functions import Now
from django.utils import timezone

from portal.access.mandates.access import may_move
from portal.access.mandates.models import Mandate, MandateStep
from portal.access.mandates.statuses import MOVES, Help, MandateStatus, Party
from portal.access.models import Capacity, CapacityKind, Environment, Service, User
from portal.people.models import Company, Person, Representation, RepresentationKind

FULL_AGE = 18  # old Civil Code, article 388


class MandateRefusedError(Exception):
    """The mandate is not in a status, or not with a party, from which this can be done."""


@dataclass(frozen=True)
class Scope:
    """What a mandate is for: the service, the days on which its holder may act, the quarters
    (20261) about which; None is without an end."""

    service: Service | Help
    since: date
    until: date | None = None
    quarters_from: int | None = None
    quarters_until: int | None = None


@transaction.atomic
def ask(
    capacity: Capacity,
    other: Company | Person,
    asked_by: Party,
    scope: Scope,
    at: datetime | None = None,
) -> Mandate:
    """Give a mandate to another, or ask for one (`asked_by` the holder); the other confirms it.

    `at` is when that was done, where it is told later. Raises `MandateRefusedError` when one
    between the two for the service stands on one of these days, or with oneself.
    """
    own = capacity.company or capacity.person
    giver, holder = (own, other) if asked_by == Party.GIVER else (other, own)
    parties = {
        f"giver_{giver._meta.model_name}": giver,
        f"holder_{holder._meta.model_name}": holder,
    }
    try:
        with transaction.atomic():
            mandate = Mandate.objects.create(**parties, **vars(scope), asked_by=asked_by)
    except IntegrityError as error:
        raise MandateRefusedError("ask") from error
    MandateStep.objects.create(mandate=mandate, verb="ask", capacity=capacity, at=at or Now())
    return mandate


@transaction.atomic
def move(
    mandate: Mandate, verb: str, capacity: Capacity, note: str = "", at: datetime | None = None
) -> None:
    """Confirm, refuse, withdraw or end a mandate, in the name of one of its parties.

    Raises `MandateRefusedError` when this party may not, or not any more: of two who move it at
    once, one does.
    """
    mandate = Mandate.objects.select_for_update(of=("self",)).get(pk=mandate.pk)
    if not may_move(capacity, mandate, verb):
        raise MandateRefusedError(verb)
    _move(mandate, verb, capacity, note, at)
    if verb == "confirm":
        _let_act(mandate)


def _move(
    mandate: Mandate, verb: str, capacity: Capacity | None, note: str, at: datetime | None
) -> None:
    """Change the status: the one door, which checks, writes and logs together."""
    sources, target, _by = MOVES[verb]
    moments = {MandateStatus.CONFIRMED: "confirmed_at", MandateStatus.ENDED: "ended_at"}
    changes = {moments[target]: at or Now()} if target in moments else {}
    moved = Mandate.objects.filter(pk=mandate.pk, status__in=sources)
    if not moved.update(status=target, **changes):
        raise MandateRefusedError(verb)
    MandateStep.objects.create(
        mandate=mandate, verb=verb, capacity=capacity, note=note, at=at or Now()
    )
    mandate.refresh_from_db()


def lapse() -> int:
    """End each mandate of companies whose last day is over; return how many were.

    Nobody may act by them since that day; this writes it down, once, so that both are told.
    """
    ended = 0
    for mandate in Mandate.objects.to_lapse().order_by("pk"):
        with suppress(MandateRefusedError), transaction.atomic():  # one of the two just ended it
            _move(mandate, "end", None, "", None)
            ended += 1
    return ended


def _let_act(mandate: Mandate) -> None:
    """Give the holder what it acts in; whether it may is asked of the mandate at each request."""
    if mandate.holder_person:
        account = User.objects.filter(person=mandate.holder_person).first()
        if account:
            Capacity.objects.create(
                user=account,
                kind=CapacityKind.CITIZEN,
                mandate=mandate,
                since=mandate.since,
            )
        return
    # Who acts for the company itself acts for those who mandated it, too.
    own = {"kind": CapacityKind.COMPANY, "company": mandate.holder_company}
    for capacity in Capacity.objects.in_use().filter(**own, environment=Environment.REAL):
        Capacity.objects.get_or_create(
            user=capacity.user,
            kind=CapacityKind.PAYROLL_OFFICE,
            company=mandate.holder_company,
            environment=Environment.REAL,
            defaults={"since": capacity.since, "until": capacity.until},
        )


@transaction.atomic
def represent(representation: Representation) -> Mandate:
    """Let somebody act for another whom the register says they represent; a parent until the child
    is of age. Done twice it is done once."""
    with_names = {"giver_person": representation.person, "service": Help.EVERYTHING}
    mandate, new = Mandate.objects.get_or_create(
        representation=representation,
        defaults={
            **with_names,
            "holder_person": representation.representative,
            "since": representation.since,
            "until": _last_day(representation),
            "status": MandateStatus.CONFIRMED,
            "confirmed_at": Now(),
        },
    )
    if new:
        MandateStep.objects.create(mandate=mandate, verb="confirm", note=representation.source)
        mandate.refresh_from_db()
        _let_act(mandate)
    return mandate


@transaction.atomic
def stop_representing(representation: Representation, last: date) -> None:
    """End a representation in the register, and what follows from it at once if it is over."""
    representation.until = last
    representation.save(update_fields=["until"])
    mandate = Mandate.objects.select_for_update(of=("self",)).get(representation=representation)
    if last < timezone.localdate():
        _move(mandate, "end", None, representation.source, None)
    else:
        Mandate.objects.filter(pk=mandate.pk).update(until=_last_day(representation))


def reckon_of_age(representation: Representation) -> None:
    """Let a parent act until the child is of age, once the day of birth was corrected."""
    last = _last_day(representation)
    mandates = Mandate.objects.filter(representation=representation, status=MandateStatus.CONFIRMED)
    for mandate in mandates.select_for_update(of=("self",)):
        until = last and max(last, mandate.since)  # who was of age before has nobody act for them
        Mandate.objects.filter(pk=mandate.pk).update(until=until)


def _last_day(representation: Representation) -> date | None:
    """The last day of a representation: of a child, at the latest the last one under age."""
    born = representation.person.birth_date
    if representation.kind != RepresentationKind.PARENT or born is None:
        return representation.until
    # Who was born on 29 February is of age on 1 March.
    of_age = born + timedelta(days=1) if (born.month, born.day) == (2, 29) else born
    under_age = of_age.replace(year=of_age.year + FULL_AGE) - timedelta(days=1)
    return min(under_age, representation.until or under_age)
