"""What is declared of an employer as a whole, beside its workers."""

from typing import Final

from django.db import models
from django.db.models import Exists, OuterRef
from django.utils.translation import gettext_lazy as _

from declarations.channels.models import Declaration, Result
from declarations.wages.models import Filing


class EntryKind(models.TextChoices):
    """Which block declares an entry."""

    CONTRIBUTION = "C", _("contribution that concerns no worker")
    VEHICLE = "V", _("company vehicle")
    COMPENSATION = "E", _("compensation of the employer")


# The zones by which entries of a kind are told apart.
KEYS: Final = {
    EntryKind.CONTRIBUTION: ("UnrelatedEmployerClass", "UnrelatedWorkerCode"),
    EntryKind.VEHICLE: ("LicensePlate",),
    EntryKind.COMPENSATION: ("CompensationCode",),
}


class EntryQuerySet(models.QuerySet["EmployerEntry"]):
    """Versions of entries."""

    def accepted(self) -> "EntryQuerySet":
        """Return those of declarations that were accepted."""
        return self.filter(declaration__verdict__result__in=[Result.ACCEPTED, Result.WARNING])

    def current(self) -> "EntryQuerySet":
        """Return what holds today: accepted, replaced by no other version, and no deletion."""
        later = EmployerEntry.objects.accepted().filter(replaces=OuterRef("pk"))
        return self.accepted().filter(~Exists(later), deleted=False)


class EmployerEntry(models.Model):
    """A version of a contribution that concerns no worker, a vehicle or a compensation.

    Its key is the official version number. `content` holds the zones, as they were sent; `cents` is
    what it adds to what is owed, below zero for a compensation. Entries of a declaration that was
    refused stay, and count nowhere.
    """

    filing = models.ForeignKey(Filing, models.PROTECT, related_name="entries")
    declaration = models.ForeignKey(Declaration, models.PROTECT, related_name="entries")
    kind = models.CharField(max_length=1, choices=EntryKind)
    content = models.JSONField()
    cents = models.BigIntegerField()
    replaces = models.BigIntegerField(null=True)  # what a refused declaration names need not exist
    deleted = models.BooleanField(default=False)

    objects = EntryQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(
                fields=["replaces"],
                name="entry_replaced",
                condition=models.Q(replaces__isnull=False),
            )
        ]

    @property
    def key(self) -> tuple[str, ...]:
        """Return what tells the entry from those of its kind in a filing."""
        return tuple(self.content[zone] for zone in KEYS[EntryKind(self.kind)])
