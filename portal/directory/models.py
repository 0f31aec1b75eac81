"""The reference directory: who has which data, who may ask for them, about whom, and who is told.

1. `AvailableService`: which data are to be had, from whom.
2. `Authorisation`: the profiles of institutions and of their applications.
3. `Registration`: who has a file where, in which capacity, over which period.
4. `Subscription`: who wants to be told.

A capacity of the network ("quality") is written "sector/code", such as 17/2; see `qualities`.
"""

import uuid
from datetime import timedelta

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.functions import RandomUUID
from django.db import models
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from portal.access.models import Capacity, Service
from portal.directory import queries
from portal.people.models import Company, Institution, Person, in_order, one_at_a_time


class AvailableService(models.Model):
    """A block of data is to be had from an institution, about whom it knows in a capacity.

    Where `asks_registration`, the institution gives it only about persons who have a file there in
    that capacity; where not, it holds the register itself. A block may come from several.
    """

    service = models.CharField(max_length=16, choices=Service)
    block = models.CharField(max_length=24)
    institution = models.ForeignKey(Institution, models.PROTECT, related_name="services")
    quality = models.CharField(max_length=16)
    asks_registration = models.BooleanField(default=False)
    since = models.DateField()
    until = models.DateField(null=True, blank=True)

    objects = queries.AvailableServiceQuerySet.as_manager()

    class Meta:
        constraints = [
            in_order("available_service_in_order"),
            one_at_a_time("available_service_once_at_a_time", "block", "institution", "quality"),
        ]


class Profile(models.Model):
    """What a profile says: who may use which service, in which capacity and situation, for which
    data, how far back in time, and on which legal ground."""

    institution = models.ForeignKey(Institution, models.PROTECT, related_name="%(class)ss")
    application = models.ForeignKey(Capacity, models.PROTECT, null=True, blank=True)
    service = models.CharField(max_length=16, choices=Service)
    quality = models.CharField(max_length=16)
    legal_context = models.CharField(max_length=64, blank=True, default="", db_default="")
    blocks = ArrayField(models.CharField(max_length=24), default=list, db_default=[], blank=True)
    months_back = models.PositiveSmallIntegerField(null=True, blank=True)
    legal_ground = models.CharField(max_length=200)
    deliberation = models.CharField(max_length=40, blank=True, default="", db_default="")

    class Meta:
        abstract = True

    @property
    def ground(self) -> str:
        """Return the law and the deliberation on which it rests, as the citizen reads it."""
        return ", ".join(filter(None, (self.legal_ground, self.deliberation)))


class Authorisation(Profile):
    """A profile: an institution may use a service in one capacity, on a legal ground.

    One of its applications (`application`) may have a profile of its own, and so may a situation,
    named by its legal context; the narrowest profile that fits is the one that counts. `blocks` are
    the data that it gives, and `months_back` is how far back in time one may ask (None: without
    end). Of the same institution, application, service, capacity and situation there is one profile
    at a time, whatever its blocks: so it is never in doubt which blocks somebody may have.
    `ended_at` ends it at once, for the next request. It is never edited: the database lets it end,
    sooner than was said, and nothing else.
    """

    reference = models.UUIDField(
        default=uuid.uuid4, db_default=RandomUUID(), unique=True, editable=False
    )
    since = models.DateField()
    until = models.DateField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)

    objects = queries.AuthorisationQuerySet.as_manager()

    class Meta:
        constraints = [
            in_order("authorisation_in_order"),
            one_at_a_time(
                "authorisation_once_at_a_time",
                "institution",
                Coalesce("application", 0),
                "service",
                "quality",
                "legal_context",
                condition=queries.STANDS,
            ),
        ]


class Phase(models.IntegerChoices):
    """How certain a registration is, with the network's codes for all sectors."""

    DEFINITIVE = 0, _("definitive")
    PROVISIONAL = 902, _("provisional")


class File(models.Model):
    """Somebody has a file at an institution, in a capacity, over a period ("inscription").

    `ended_at` takes it away as a whole and at once, for the next request; a file that comes to its
    end has an `until`.
    """

    institution = models.ForeignKey(Institution, models.PROTECT, related_name="%(class)ss")
    quality = models.CharField(max_length=16)
    phase = models.PositiveSmallIntegerField(
        choices=Phase, default=Phase.DEFINITIVE, db_default=Phase.DEFINITIVE
    )
    since = models.DateField()
    until = models.DateField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        abstract = True


class Registration(File):
    """A person has a file."""

    person = models.ForeignKey(Person, models.PROTECT, related_name="registrations")

    objects = queries.RegistrationQuerySet.as_manager()

    class Meta:
        constraints = [
            in_order("registration_in_order"),
            one_at_a_time(
                "registration_once_at_a_time",
                "institution",
                "person",
                "quality",
                condition=queries.STANDS,
            ),
        ]


class CompanyRegistration(File):
    """A company has a file."""

    company = models.ForeignKey(Company, models.PROTECT, related_name="registrations")

    objects = queries.CompanyRegistrationQuerySet.as_manager()

    class Meta:
        constraints = [
            in_order("company_registration_in_order"),
            one_at_a_time(
                "company_registration_once_at_a_time",
                "institution",
                "company",
                "quality",
                condition=queries.STANDS,
            ),
        ]


class Subscription(models.Model):
    """Which of our own apps wants to be told of which events."""

    subscriber = models.CharField(max_length=80)  # the name of a registered subscriber
    topic = models.CharField(max_length=40)
    # How long what others wait for goes before it: a rank in the order of work, no delay.
    patience = models.DurationField(default=timedelta(0), db_default=timedelta(0))

    class Meta:
        constraints = [
            models.UniqueConstraint(name="subscription_once", fields=["subscriber", "topic"])
        ]
