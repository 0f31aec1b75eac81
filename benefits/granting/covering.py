"""Whom a right covers besides the person to whom it is granted."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from datetime import date
from typing import Final

import numpy as np

from benefits.decisions.models import BeneficiaryRole
from benefits.granting.graph import covered_as
from benefits.granting.reading import ROLES
from benefits.schemes.many import Columns
from portal.law.money import Ints
from portal.people.models import HouseholdMember, Person

BENEFICIARY_ROLES: Final = tuple(BeneficiaryRole)
NOT_COVERED: Final = -1


def covered_by(person: Person, scheme: str, on: date) -> Mapping[Person, BeneficiaryRole]:
    """Return the members of the household whom a right of a person covers on a day."""
    return covered_by_each([person.pk], scheme, on)[person.pk]


def covered_by_each(
    holders: Collection[int], scheme: str, on: date
) -> dict[int, dict[Person, BeneficiaryRole]]:
    """Return by holder (ids) the members of their households whom a right covers on a day."""
    members = HouseholdMember.objects.on(on)
    homes = members.filter(person__in=holders).values("household")
    living: dict[int, list[HouseholdMember]] = defaultdict(list)
    for member in members.filter(household__in=homes).select_related("person").order_by("pk"):
        living[member.household_id].append(member)
    covered: dict[int, dict[Person, BeneficiaryRole]] = {holder: {} for holder in holders}
    for home in living.values():
        for own in home:
            if own.person_id in covered:
                covered[own.person_id] = _covered_at_home(scheme, own, home)
    return covered


def _covered_at_home(
    scheme: str, own: HouseholdMember, home: Iterable[HouseholdMember]
) -> dict[Person, BeneficiaryRole]:
    others = (member for member in home if member.person_id != own.person_id)
    roles = {member.person: covered_as(scheme, own.role, member.role) for member in others}
    return {other: role for other, role in roles.items() if role}


def covered_of(
    scheme: str, holders: Ints, homes: Ints, members: Columns
) -> tuple[Ints, Ints, Ints]:
    """Return whom a right of many persons covers, each a place of a holder, a person and a role.

    `homes` are those of the holders; `members` are all who live there, in order of their homes. A
    role is a place in BENEFICIARY_ROLES.
    """
    first = np.searchsorted(members["home"], homes)
    many = np.searchsorted(members["home"], homes, side="right") - first
    many[homes == 0] = 0
    holder = np.repeat(np.arange(len(homes)), many)
    member = np.repeat(first - np.cumsum(many) + many, many) + np.arange(len(holder))
    person, role = members["person"][member], members["role"][member]
    own = person == holders[holder]
    roles = np.zeros(len(homes), dtype=np.int64)
    roles[holder[own]] = role[own]
    how = _covered(scheme)[roles[holder], role]
    there = ~own & (how != NOT_COVERED)
    return holder[there], person[there], how[there]


def _covered(scheme: str) -> Ints:
    """Return how a right covers a member of the household, by the holder's role and theirs."""
    how = [[covered_as(scheme, own, other) for other in ROLES] for own in ROLES]
    return np.array(
        [[BENEFICIARY_ROLES.index(one) if one else NOT_COVERED for one in row] for row in how]
    )
