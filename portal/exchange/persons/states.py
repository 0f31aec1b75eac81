"""What is so of persons now, and which events tell how that differs from before."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

from portal.exchange.actions import publish
from portal.exchange.models import Message
from portal.people.models import HouseholdMember, Person


@dataclass(frozen=True)
class State:
    """What is so of a person; `together` are the ids of those in the household."""

    person: Person
    member: HouseholdMember | None
    together: frozenset[int]

    @property
    def name(self) -> tuple[str, str]:
        """Return first name and last name."""
        return self.person.first_name, self.person.last_name

    @property
    def living(self) -> tuple[str, frozenset[int]]:
        """Return the role in the household, and with whom."""
        return (self.member.role if self.member else ""), self.together

    @property
    def home(self) -> int | None:
        """Return the household, each of which has one address."""
        return self.member.household_id if self.member else None

    def identity(self) -> dict[str, Any]:
        """Return name and birth, as JSON holds them."""
        born = self.person.birth_date
        first, last = self.name
        return {
            "firstName": first,
            "lastName": last,
            "birthDate": born.isoformat() if born else None,
        }

    def death(self) -> dict[str, Any]:
        """Return the day of death, as JSON holds it; without a day it was told by mistake."""
        died = self.person.died_on
        return {"diedOn": died.isoformat() if died else None}

    def household(self) -> dict[str, Any] | None:
        """Return the place in the household, as JSON holds it; nobody else is named."""
        if self.member is None:
            return None
        since, size = self.member.since.isoformat(), len(self.together)
        return {"since": since, "role": self.member.role, "members": size}

    def address(self) -> dict[str, Any] | None:
        """Return the address, as JSON holds it."""
        if self.member is None:
            return None
        at = self.member.household
        return {
            "since": self.member.since.isoformat(),
            "street": at.street,
            "houseNumber": at.house_number,
            "box": at.box,
            "postalCode": at.postal_code,
            "city": at.city,
        }


def states(persons: Collection[int]) -> dict[int, State]:
    """Return the states of persons, by their ids."""
    standing = HouseholdMember.objects.filter(until__isnull=True).select_related("household")
    members = {each.person_id: each for each in standing.filter(person__in=persons)}
    together = defaultdict(set)
    for each in standing.filter(household__in={each.household_id for each in members.values()}):
        together[each.household_id].add(each.person_id)
    return {
        person.pk: State(
            person,
            member := members.get(person.pk),
            frozenset(together[member.household_id] if member else ()),
        )
        for person in Person.objects.filter(pk__in=persons).order_by("pk")
    }


def tell(message: Message, before: Mapping[int, State], after: Mapping[int, State]) -> None:
    """Publish what differs. Of the dead only their death is told; of the born, their birth."""
    for key, now in after.items():
        then = before.get(key)
        if then is None:
            continue
        about: dict[str, Any] = {"subject": key, "person": now.person, "message": message}
        if then.person.died_on != now.person.died_on:
            publish("person.died", **about, data={"identity": now.death()})
        if now.person.died_on:
            continue
        if then.person.birth_date != now.person.birth_date:
            publish("birth.corrected", **about, data={"identity": now.identity()})
        if then.name != now.name:
            publish("person.renamed", **about, data={"identity": now.identity()})
        if then.home != now.home:
            publish("person.moved", **about, data={"address": now.address()})
        if then.living != now.living:
            publish("household.changed", **about, data={"household": now.household()})


def tell_birth(message: Message, child: State, parents: Collection[Person]) -> None:
    """Publish a birth: about the child, and about each parent."""
    born = child.identity()["birthDate"]
    publish(
        "person.born",
        child.person.pk,
        person=child.person,
        message=message,
        data={"identity": child.identity(), "household": child.household()},
    )
    for parent in parents:
        publish(
            "child.born",
            child.person.pk,
            person=parent,
            message=message,
            data={"household": {"childBornOn": born}},
        )
