"""Reads of the reference directory."""

from datetime import date
from typing import TYPE_CHECKING

from django.db import models

from portal.people.queries import in_force

if TYPE_CHECKING:
    from portal.directory.models import Authorisation, Registration


class AuthorisationQuerySet(models.QuerySet["Authorisation"]):
    """Profiles of authorised users and applications."""

    def on(self, day: date) -> "AuthorisationQuerySet":
        """Return the profiles that hold on the day."""
        return self.filter(in_force(day))


class RegistrationQuerySet(models.QuerySet["Registration"]):
    """Data subjects."""

    def on(self, day: date) -> "RegistrationQuerySet":
        """Return the registrations that hold on the day."""
        return self.filter(in_force(day))
