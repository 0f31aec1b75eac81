"""Carry out one change of the register on the histories of persons."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, timedelta
from typing import Any, Final
from uuid import UUID

from django.conf import settings
from django.db import connection
from django.db.models import Q

from portal.access.mandates.actions import reckon_of_age, represent, stop_representing
from portal.exchange.persons.messages import (
    Birth,
    BirthCorrection,
    Change,
    Death,
    Joining,
    Leaving,
    Move,
    NotSoError,
    Rename,
    RepresentationEnd,
    Representing,
    RoleChange,
)
from portal.people.history import begin, finish
from portal.people.models import (
    Household,
    HouseholdMember,
    HouseholdRole,
    Person,
    PersonName,
    PersonNumber,
    Representation,
    RepresentationKind,
)
from portal.people.numbers import clean_inss

SOURCE: Final = "National Register"
LONG_AGO: Final = date(1900, 1, 1)  # where a name begins of somebody whose birth is not known
DAY: Final = timedelta(days=1)


def today() -> date:
    """Return the day on the database's clock."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT (now() AT TIME ZONE %s)::date", [settings.TIME_ZONE])
        found: date = cursor.fetchone()[0]
    return found


def known(number: str) -> Person:
    """Return who has the number, or had it; raise `InvalidNumber` or `Person.DoesNotExist`."""
    return Person.objects.with_number(clean_inss(number)).get()


def carry_out(person: Person, said: Change, ticket: UUID) -> None:
    """Let a change count; raise `NotSoError` or `LaterChangeError` for what cannot be."""
    if said.since > today():
        raise NotSoError("future", "since")
    if person.birth_date and said.since < person.birth_date:
        raise NotSoError("before birth", "since")
    if person.died_on and (said.since > person.died_on or isinstance(said, Death)):
        raise NotSoError("dead", "since")
    _VERBS[type(said)](person, said, ticket)


def enter_child(said: Birth, parents: Sequence[Person], ticket: UUID) -> Person:
    """Enter a person who was born, whom the parents represent; raise `NotSoError`.

    Raises `IntegrityError` for a number that somebody has.
    """
    if said.birth_date > today():
        raise NotSoError("future", "birthDate")
    older = all(p.birth_date is None or p.birth_date < said.birth_date for p in parents)
    if len({parent.pk for parent in parents}) < len(parents) or not older:
        raise NotSoError("parents", "parents")
    child = Person.objects.create(
        first_name=said.first_name,
        last_name=said.last_name,
        birth_date=said.birth_date,
        language=said.language,
    )
    since = said.birth_date
    PersonNumber.objects.create(person=child, number=clean_inss(said.ssin), since=since)
    home = parents[0].household_on(since) if parents else None
    if home:
        _live(child.pk, home, HouseholdRole.CHILD, since, ticket)
    for parent in parents:
        said_by = {"kind": RepresentationKind.PARENT, "source": SOURCE, "since": since}
        represent(Representation.objects.create(person=child, representative=parent, **said_by))
    return child


def correct_birth(person: Person, said: BirthCorrection) -> None:
    """Let a person be born on another day; parents act until the child is of age by that day.

    Raises `NotSoError` for a day that has not come, after the death, or not after the birth of a
    parent and before that of a child.
    """
    born = said.birth_date
    if born > today():
        raise NotSoError("future", "birthDate")
    if person.died_on and born > person.died_on:
        raise NotSoError("dead", "birthDate")
    of_parents = Representation.objects.filter(kind=RepresentationKind.PARENT)
    older = of_parents.filter(person=person, representative__birth_date__gte=born)
    younger = of_parents.filter(representative=person, person__birth_date__lte=born)
    if older.exists() or younger.exists():
        raise NotSoError("parents", "birthDate")
    Person.objects.filter(pk=person.pk).update(birth_date=born)
    for representation in of_parents.filter(person=person).select_related("person"):
        reckon_of_age(representation)


def call_by_name(person: Person) -> None:
    """Call a person by the last name that stands."""
    name = PersonName.objects.filter(person=person).order_by("-since").first()
    if name:
        Person.objects.filter(pk=person.pk).update(
            first_name=name.first_name, last_name=name.last_name
        )


def _move(person: Person, said: Move, ticket: UUID) -> None:
    home = Household.objects.create(**said.address.model_dump())
    roles = {person.pk: HouseholdRole.REFERENCE.value}
    if said.together:
        left = HouseholdMember.objects.filter(household=_home(person), until__isnull=True)
        roles = {each.person_id: each.role for each in left}
    for key, role in sorted(roles.items()):
        _live(key, home, role, said.since, ticket)


def _join(person: Person, said: Joining, ticket: UUID) -> None:
    whose = known(said.household_of)
    if whose == person:
        raise NotSoError("own household", "householdOf")
    home = _home(whose, "householdOf")
    if HouseholdMember.objects.filter(person=person, household=home, until__isnull=True).exists():
        raise NotSoError("same household", "householdOf")
    _assert_one_reference(home, said.role, person)
    _live(person.pk, home, said.role, said.since, ticket)


def _change_role(person: Person, said: RoleChange, ticket: UUID) -> None:
    home = _home(person)
    others = HouseholdMember.objects.filter(household=home, until__isnull=True)
    if said.role == HouseholdRole.PARTNER and not others.exclude(person=person).exists():
        raise NotSoError("partner of nobody", "role")
    _assert_one_reference(home, said.role, person)
    _live(person.pk, home, said.role, said.since, ticket)


def _leave(person: Person, said: Leaving, ticket: UUID) -> None:
    if not finish(HouseholdMember, person.pk, said.since - DAY, ticket):
        raise NotSoError("no household", "ssin")


def _die(person: Person, said: Death, ticket: UUID) -> None:
    finish(HouseholdMember, person.pk, said.since, ticket)
    Person.objects.filter(pk=person.pk).update(died_on=said.since)
    of_either = Q(person=person) | Q(representative=person)
    for each in Representation.objects.filter(of_either, until__isnull=True):
        stop_representing(each, said.since)


def _rename(person: Person, said: Rename, ticket: UUID) -> None:
    if not PersonName.objects.filter(person=person).exists():
        PersonName.objects.create(
            person=person,
            first_name=person.first_name,
            last_name=person.last_name,
            since=person.birth_date or LONG_AGO,
        )
    names = {"first_name": said.first_name, "last_name": said.last_name}
    begin(PersonName(person=person, since=said.since, **names), ticket)
    call_by_name(person)


def _represent(person: Person, said: Representing, ticket: UUID) -> None:
    representative = known(said.representative)
    if representative == person:
        raise NotSoError("oneself", "representative")
    over = Q(until__lt=said.since)
    if said.by == RepresentationKind.PARENT and not _is_older(representative, person):
        raise NotSoError("parents", "representative")
    if person.pk in _above(representative, over):
        raise NotSoError("in a circle", "representative")
    if person.representations.filter(~over, representative=representative).exists():
        raise NotSoError("represented", "representative")
    represent(
        Representation.objects.create(
            person=person,
            representative=representative,
            kind=said.by,
            source=SOURCE,
            since=said.since,
        )
    )


def _is_older(parent: Person, child: Person) -> bool:
    """Say whether a parent was born before a child, as far as both days are known."""
    if parent.birth_date is None or child.birth_date is None:
        return True
    return parent.birth_date < child.birth_date


def _above(person: Person, over: Q) -> set[int]:
    """Return who acts for a person, for those who do, and so on."""
    found: set[int] = set()
    newer = {person.pk}
    while newer:
        standing = Representation.objects.filter(~over, person__in=newer)
        newer = set(standing.values_list("representative", flat=True)) - found
        found |= newer
    return found


def _end_representation(person: Person, said: RepresentationEnd, ticket: UUID) -> None:
    standing = person.representations.filter(
        Q(until__isnull=True) | Q(until__gte=said.since),
        representative=known(said.representative),
        since__lt=said.since,
    ).first()
    if standing is None:
        raise NotSoError("not represented", "representative")
    stop_representing(standing, said.since - DAY)


def _home(person: Person, field: str = "ssin") -> Household:
    """Return where a person lives now."""
    members = HouseholdMember.objects.filter(person=person, until__isnull=True)
    member = members.select_related("household").first()
    if member is None:
        raise NotSoError("no household", field)
    return member.household


def _assert_one_reference(home: Household, role: str, person: Person) -> None:
    """Raise `NotSoError` where a second person would be the reference of a household."""
    others = HouseholdMember.objects.filter(household=home, until__isnull=True)
    reference = HouseholdRole.REFERENCE
    if role == reference and others.filter(role=reference).exclude(person=person).exists():
        raise NotSoError("reference", "role")


def _live(person: int, home: Household, role: str, since: date, ticket: UUID) -> None:
    member = HouseholdMember(person_id=person, household=home, role=role, since=since)
    begin(member, ticket)


_VERBS: Final[dict[type[Change], Callable[[Person, Any, UUID], None]]] = {
    Move: _move,
    Joining: _join,
    RoleChange: _change_role,
    Leaving: _leave,
    Rename: _rename,
    Death: _die,
    Representing: _represent,
    RepresentationEnd: _end_representation,
}
CORRECTABLE: Final = {model.kind for model in _VERBS} - {
    Representing.kind,
    RepresentationEnd.kind,
}
