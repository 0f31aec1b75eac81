"""What the register of persons tells the network: identity, addresses, household."""

from collections import defaultdict
from collections.abc import Mapping
from datetime import date

from django.db.models import OuterRef, Q, QuerySet, Subquery
from django.utils.translation import gettext_lazy as _
from pydantic import Field

from portal.access.models import Service
from portal.exchange.network.blocks import Asked, Found, data_block
from portal.exchange.problems import Reply
from portal.people.models import HouseholdMember, HouseholdRole, Person, PersonNumber

IN_USE = PersonNumber.objects.filter(until__isnull=True)


class Identity(Reply):
    """Who a person is; `ssin` is the number in use."""

    ssin: str
    first_name: str
    last_name: str
    birth_date: date | None
    died_on: date | None
    language: str


class AddressPart(Reply):
    """Where a person lives or lived, over a period."""

    street: str
    house_number: str
    box: str
    postal_code: str
    city: str
    since: date
    until: date | None


class MemberPart(Reply):
    """Somebody of the household; who needs more of them must have a file of them."""

    ssin: str
    role: HouseholdRole
    since: date


class HouseholdPart(Reply):
    """The household of a person on the last day of the period."""

    on: date
    role: HouseholdRole = Field(description="What the person is to the reference person")
    members: list[MemberPart] = Field(description="The others")


@data_block(
    "identity",
    Service.IDENTITY,
    contains=_("name, dates of birth and death, number in use"),
    shape=Identity,
)
def identity(asked: Asked) -> Mapping[int, Found]:
    """Read who persons are today."""
    number = Subquery(IN_USE.filter(person=OuterRef("pk")).values("number")[:1])
    persons = Person.objects.filter(pk__in=asked.persons).annotate(number_in_use=number)
    return {
        person.pk: Found(
            Identity(
                ssin=person.number_in_use,
                first_name=person.first_name,
                last_name=person.last_name,
                birth_date=person.birth_date,
                died_on=person.died_on,
                language=person.language,
            )
        )
        for person in persons
    }


@data_block(
    "address", Service.IDENTITY, contains=_("addresses in the period"), shape=list[AddressPart]
)
def address(asked: Asked) -> Mapping[int, Found]:
    """Read where persons lived in the period, the latest first."""
    found: defaultdict[int, list[AddressPart]] = defaultdict(list)
    for member in _memberships(asked).filter(since__lte=asked.until).order_by("-since"):
        home = member.household
        found[member.person_id].append(
            AddressPart(
                street=home.street,
                house_number=home.house_number,
                box=home.box,
                postal_code=home.postal_code,
                city=home.city,
                since=member.since,
                until=member.until,
            )
        )
    return {person: Found(content) for person, content in found.items()}


@data_block(
    "household",
    Service.IDENTITY,
    contains=_("with whom the person lives on the last day of the period"),
    shape=HouseholdPart,
)
def household(asked: Asked) -> Mapping[int, Found]:
    """Read with whom persons live; of the others only what says who they are."""
    own = HouseholdMember.objects.on(asked.until).filter(person__in=asked.persons)
    number = Subquery(IN_USE.filter(person=OuterRef("person")).values("number")[:1])
    members = HouseholdMember.objects.on(asked.until).filter(household__in=own.values("household"))
    homes: defaultdict[int, list[HouseholdMember]] = defaultdict(list)
    for member in members.annotate(inss=number).order_by("household", "pk"):
        homes[member.household_id].append(member)
    return {
        member.person_id: _household(member, home, asked.until)
        for home in homes.values()
        for member in home
        if member.person_id in asked.persons
    }


def _household(who: HouseholdMember, home: list[HouseholdMember], on: date) -> Found:
    others = [member for member in home if member.pk != who.pk]
    parts = [
        MemberPart(ssin=each.inss, role=HouseholdRole(each.role), since=each.since)  # type: ignore[attr-defined]
        for each in others
    ]
    content = HouseholdPart(on=on, role=HouseholdRole(who.role), members=parts)
    return Found(content, tuple(each.person_id for each in others))


def _memberships(asked: Asked) -> QuerySet[HouseholdMember]:
    lasting = Q(until__isnull=True) | Q(until__gte=asked.since)
    members = HouseholdMember.objects.filter(lasting, person__in=asked.persons)
    return members.select_related("household")
