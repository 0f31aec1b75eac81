"""Reads of persons, households and companies, each with a name."""

from datetime import date
from typing import TYPE_CHECKING, TypeVar

from django.db import models
from django.db.models import Expression, Q

if TYPE_CHECKING:
    from portal.people.models import Company, HouseholdMember, Person


def in_force(on: date | Expression, since: str = "since", until: str = "until") -> Q:
    """Return the condition: the period `since`–`until` (both included) holds on the day."""
    return Q(**{f"{since}__lte": on}) & (
        Q(**{f"{until}__isnull": True}) | Q(**{f"{until}__gte": on})
    )


class PersonQuerySet(models.QuerySet["Person"]):
    """Persons."""

    def with_number(self, inss: str) -> "PersonQuerySet":
        """Return the person who has this number, or had it before it was replaced."""
        return self.filter(numbers__number=inss)

    def identify(self, inss: str) -> "Person | None":
        """Return the person `with_number`, whoever asks: who has the whole number may know whose.

        The only way from a number to somebody of whom one has no file; who takes it leaves a line.
        """
        found = self.raw("SELECT * FROM person_with_number(%s)", [inss])
        return next(iter(found), None)

    def identify_by_card(self, number: str) -> "Person | None":
        """Return the person whose identity card, valid today, has this number; as `identify`."""
        found = self.raw("SELECT * FROM person_with_card(%s)", [number])
        return next(iter(found), None)


Row = TypeVar("Row", bound=models.Model)


class StandingManager(models.Manager[Row]):
    """What was said and was not taken back."""

    def get_queryset(self) -> models.QuerySet[Row]:
        """Return the rows that stand."""
        return super().get_queryset().filter(withdrawn__isnull=True)


class HouseholdMemberQuerySet(models.QuerySet["HouseholdMember"]):
    """Memberships of households."""

    def on(self, day: date) -> "HouseholdMemberQuerySet":
        """Return the memberships that hold on the day."""
        return self.filter(in_force(day))

    def living_with(self, person: "Person", day: date) -> "HouseholdMemberQuerySet":
        """Return those who share the person's household on the day, the person included."""
        return self.on(day).filter(
            household__in=self.model._default_manager.filter(in_force(day), person=person).values(
                "household"
            )
        )


class CompanyQuerySet(models.QuerySet["Company"]):
    """Companies."""

    def active_on(self, day: date) -> "CompanyQuerySet":
        """Return the companies that are active on the day."""
        return self.filter(in_force(day))

    def identified_by(
        self, *, nsso_number: str = "", enterprise_number: str = ""
    ) -> "CompanyQuerySet":
        """Return the company with that number; the NSSO number has priority, empty: not given."""
        if nsso_number:
            return self.filter(nsso_number=nsso_number)
        return self.filter(enterprise_number=enterprise_number)
