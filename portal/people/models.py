"""Persons, households, companies: who they are, with the history of their numbers."""

import uuid
from datetime import date

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeOperators
from django.db import models
from django.db.models import Expression, F, Func, Q
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from portal.people import queries


class DateSpan(Func):
    """SQL `daterange(since, until, '[]')`: both days included, an open end is NULL."""

    function = "daterange"
    template = "%(function)s(%(expressions)s, '[]')"
    output_field = DateRangeField()


def one_at_a_time(
    name: str, *keys: str | Expression, condition: Q | None = None
) -> ExclusionConstraint:
    """Return a constraint: periods `since`–`until` of the same keys may not overlap."""
    return ExclusionConstraint(
        name=name,
        expressions=[
            *((key, RangeOperators.EQUAL) for key in keys),
            (DateSpan("since", "until"), RangeOperators.OVERLAPS),
        ],
        condition=condition,
    )


def in_order(name: str) -> models.CheckConstraint:
    """Return a constraint: a period does not end before it starts."""
    return models.CheckConstraint(
        name=name, condition=Q(until__isnull=True) | Q(until__gte=F("since"))
    )


class Said(models.Model):
    """What the register said. It is never overwritten: what no longer holds is marked.

    `entered` and `withdrawn` are the tickets of the messages that said it and took it back; without
    the first it stood before the register told of changes. `objects` are those that stand.
    """

    entered = models.UUIDField(null=True, blank=True, editable=False)
    withdrawn = models.UUIDField(null=True, blank=True, editable=False)

    class Meta:
        abstract = True


STANDS = Q(withdrawn__isnull=True)


def address_line(street: str, house_number: str, box: str, postal_code: str, city: str) -> str:
    """Return the lines of an address as one."""
    between = f" / {box}" if box else ""
    return f"{street} {house_number}{between}, {postal_code} {city}"


class Address(models.Model):
    """The lines of an address, as the national register and the directories have them."""

    street = models.CharField(max_length=64)
    house_number = models.CharField(max_length=10)
    box = models.CharField(max_length=10, blank=True)
    postal_code = models.CharField(max_length=9)
    city = models.CharField(max_length=40)

    class Meta:
        abstract = True

    @property
    def address(self) -> str:
        """Return the address on one line."""
        return address_line(self.street, self.house_number, self.box, self.postal_code, self.city)


def full_name(first_name: str, last_name: str) -> str:
    """Return first name and last name as one; some people have only one of them."""
    return f"{first_name} {last_name}".strip()


class Person(models.Model):
    """A person. Keyed by an internal id; a national number is dated history."""

    reference = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    first_name = models.CharField(max_length=64)
    last_name = models.CharField(max_length=64)
    birth_date = models.DateField(null=True, blank=True)
    died_on = models.DateField(null=True, blank=True)
    language = models.CharField(max_length=2, default="en")

    objects = queries.PersonQuerySet.as_manager()

    def __str__(self) -> str:
        return self.full_name

    @property
    def full_name(self) -> str:
        """Return first name and last name."""
        return full_name(self.first_name, self.last_name)

    @property
    def inss(self) -> str:
        """Return the number in use today, compact."""
        return self.numbers.get(until__isnull=True).number

    def household_on(self, day: date) -> "Household | None":
        """Return the household in which the person lives on the day, if it is known."""
        member = self.memberships.on(day).select_related("household").first()
        return member.household if member else None


class PersonNumber(models.Model):
    """A national register or BIS number that a person has, or had until it was replaced."""

    person = models.ForeignKey(Person, models.PROTECT, related_name="numbers")
    number = models.CharField(max_length=11, unique=True)
    since = models.DateField()
    until = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [
            in_order("person_number_in_order"),
            one_at_a_time("person_one_number_at_a_time", "person"),
            models.CheckConstraint(
                name="person_number_is_digits", condition=Q(number__regex=r"^[0-9]{11}$")
            ),
        ]


class IdentityCard(models.Model):
    """An identity card of a person: who shows its number has seen the card."""

    person = models.ForeignKey(Person, models.PROTECT, related_name="cards")
    number = models.CharField(max_length=12, unique=True)
    since = models.DateField()
    until = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [
            in_order("identity_card_in_order"),
            one_at_a_time("person_one_card_at_a_time", "person"),
            models.CheckConstraint(
                name="identity_card_is_digits", condition=Q(number__regex=r"^[0-9]{12}$")
            ),
        ]


class Household(Address):
    """People who live together at an address."""

    class Meta:
        indexes = [models.Index(fields=["postal_code", "house_number"], name="household_at")]

    def __str__(self) -> str:
        return self.address


class HouseholdRole(models.TextChoices):
    """What a member is to the household's reference person."""

    REFERENCE = "reference", _("reference person")
    PARTNER = "partner", _("partner")
    CHILD = "child", _("child")
    OTHER = "other", _("other member")


class HouseholdMember(Said):
    """A person in a household over a period; in one household at a time."""

    household = models.ForeignKey(Household, models.PROTECT, related_name="members")
    person = models.ForeignKey(Person, models.PROTECT, related_name="memberships")
    role = models.CharField(max_length=10, choices=HouseholdRole)
    since = models.DateField()
    until = models.DateField(null=True, blank=True)

    objects = queries.StandingManager.from_queryset(queries.HouseholdMemberQuerySet)()
    all_said = models.Manager()  # noqa: DJ012 - a manager too

    class Meta:
        constraints = [
            in_order("household_member_in_order"),
            one_at_a_time("person_one_household_at_a_time", "person", condition=STANDS),
        ]
        indexes = [
            models.Index(fields=["entered"], name="household_member_entered"),
            models.Index(fields=["withdrawn"], name="household_member_withdrawn"),
        ]


class PersonName(Said):
    """A name that a person has or had; who has no row here always had the one of today."""

    person = models.ForeignKey(Person, models.PROTECT, related_name="names")
    first_name = models.CharField(max_length=64)
    last_name = models.CharField(max_length=64)
    since = models.DateField()
    until = models.DateField(null=True, blank=True)

    objects = queries.StandingManager["PersonName"]()
    all_said = models.Manager()  # noqa: DJ012 - a manager too

    class Meta:
        constraints = [
            in_order("person_name_in_order"),
            one_at_a_time("person_one_name_at_a_time", "person", condition=STANDS),
        ]
        indexes = [
            models.Index(fields=["entered"], name="person_name_entered"),
            models.Index(fields=["withdrawn"], name="person_name_withdrawn"),
        ]


class RepresentationKind(models.TextChoices):
    """By what somebody acts for another whom the law does not let act alone."""

    PARENT = "parent", _("parent")
    GUARDIAN = "guardian", _("guardian")


class Representation(models.Model):
    """The law lets a person act for another over a period, as the register says.

    A parent for a child under age (old Civil Code, articles 373 and 374); a guardian, or an
    administrator of a protected person (articles 389 and 492/1).
    """

    person = models.ForeignKey(Person, models.PROTECT, related_name="representations")
    representative = models.ForeignKey(Person, models.PROTECT, related_name="+")
    kind = models.CharField(max_length=8, choices=RepresentationKind)
    source = models.CharField(max_length=80)  # who said so, such as a register or a court
    since = models.DateField()
    until = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [
            in_order("representation_in_order"),
            one_at_a_time("representation_once_at_a_time", "person", "representative"),
            models.CheckConstraint(
                name="representation_not_of_oneself",
                condition=~Q(person=F("representative")),
            ),
        ]


class Company(Address):
    """An employer or another enterprise, as the directory of companies knows it."""

    reference = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    name = models.CharField(max_length=96)
    enterprise_number = models.CharField(max_length=10, unique=True)
    nsso_number = models.CharField(max_length=9, unique=True, null=True, blank=True)
    joint_committee = models.CharField(max_length=9, default="XXX")
    since = models.DateField()
    until = models.DateField(null=True, blank=True)

    objects = queries.CompanyQuerySet.as_manager()

    class Meta:
        constraints = [
            in_order("company_in_order"),
            models.CheckConstraint(
                name="company_number_is_digits",
                condition=Q(enterprise_number__regex=r"^[01][0-9]{9}$"),
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Institution(models.Model):
    """A public institution of the network: its sector, its number within it, and its name."""

    code = models.SlugField(unique=True)
    name = models.CharField(max_length=120)
    # What it is called in other languages than that of `name`, by language.
    names = models.JSONField(default=dict, db_default={}, blank=True)
    sector = models.PositiveSmallIntegerField()
    number = models.PositiveSmallIntegerField(default=0, db_default=0)
    enterprise_number = models.CharField(max_length=10, unique=True, null=True, blank=True)

    def __str__(self) -> str:
        """Return what it is called in the active language, for every page, mail and letter."""
        return str(self.names.get(get_language() or "", self.name))

    @property
    def all_names(self) -> list[str]:
        """What it is called in any language: one of them stands in a letter that it sent."""
        return [self.name, *self.names.values()]
