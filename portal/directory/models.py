"""The reference directory: which institution may do what, about whom, and who is told."""

from django.db import models

from portal.access.models import Service
from portal.directory import queries
from portal.people.models import Institution, Person, in_order, one_at_a_time


class Authorisation(models.Model):
    """An institution may use a service for data subjects in one capacity, on a legal ground."""

    institution = models.ForeignKey(Institution, models.PROTECT, related_name="authorisations")
    service = models.CharField(max_length=16, choices=Service)
    quality = models.CharField(max_length=16)  # the network's "sector/code", such as 17/2
    legal_ground = models.CharField(max_length=200)
    since = models.DateField()
    until = models.DateField(null=True, blank=True)

    objects = queries.AuthorisationQuerySet.as_manager()

    class Meta:
        constraints = [
            in_order("authorisation_in_order"),
            one_at_a_time("authorisation_once_at_a_time", "institution", "service", "quality"),
        ]


class Registration(models.Model):
    """A person has a file at an institution, in a capacity, over a period ("inscription")."""

    institution = models.ForeignKey(Institution, models.PROTECT, related_name="registrations")
    person = models.ForeignKey(Person, models.PROTECT, related_name="registrations")
    quality = models.CharField(max_length=16)
    since = models.DateField()
    until = models.DateField(null=True, blank=True)

    objects = queries.RegistrationQuerySet.as_manager()

    class Meta:
        constraints = [
            in_order("registration_in_order"),
            one_at_a_time("registration_once_at_a_time", "institution", "person", "quality"),
        ]


class Subscription(models.Model):
    """Who wants to be told of which events: one of our own apps, or an institution."""

    subscriber = models.CharField(max_length=80)  # the name of a registered subscriber
    topic = models.CharField(max_length=40)

    class Meta:
        constraints = [
            models.UniqueConstraint(name="subscription_once", fields=["subscriber", "topic"])
        ]
