"""Whom a right covers besides the person to whom it is granted."""

from collections.abc import Mapping
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
    own = person.memberships.on(on).first()
    others = HouseholdMember.objects.living_with(person, on).exclude(person=person)
    roles = {
        member.person: covered_as(scheme, own.role, member.role)
        for member in others.select_related("person")
        if own
    }
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
