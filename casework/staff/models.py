"""What a caseworker may take, in versions that are never edited; and who is away."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now

from benefits.schemes import SCHEMES
from casework.staff import queries
from portal.access.models import Capacity
from portal.people.models import Institution, in_order, one_at_a_time


class Profile(models.Model):
    """The competences of a caseworker from a day on: which rights, kinds of case and languages.

    An empty list is no limit. The last one said for a day counts. A caseworker without any takes
    whatever the office decides on. Before all `exercises` are passed, nothing is taken.
    """

    capacity = models.ForeignKey(Capacity, models.PROTECT, related_name="profiles", db_index=False)
    office = models.ForeignKey(Institution, models.PROTECT, related_name="+")
    schemes = ArrayField(models.CharField(max_length=40))
    kinds = ArrayField(models.CharField(max_length=9))
    languages = ArrayField(models.CharField(max_length=2))
    exercises = ArrayField(models.CharField(max_length=40), default=list, db_default=[])
    since = models.DateField()
    words = models.CharField(max_length=200)  # why
    said_by = models.ForeignKey(Capacity, models.PROTECT, related_name="+")
    said_at = models.DateTimeField(db_default=Now())

    objects = queries.ProfileQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["capacity", "-since", "-id"], name="profile_of_a_day")]

    def takes(self, scheme: str) -> bool:
        """Say whether a right is among the competences; what is no right, is."""
        return not self.schemes or scheme in self.schemes or scheme not in SCHEMES

    def handles(self, kind: str) -> bool:
        """Say whether a kind of case is."""
        return not self.kinds or kind in self.kinds

    def speaks(self, language: str) -> bool:
        """Say whether a language is."""
        return not self.languages or language in self.languages

    def allows(self, scheme: str, kind: str, language: str) -> bool:
        """Say whether something of a right, a kind and a language is."""
        return self.takes(scheme) and self.handles(kind) and self.speaks(language)


class Absence(models.Model):
    """A caseworker is away from one day to another, and a colleague acts for them.

    It ends before its last day where `ended_at` says so. The database holds one at a time.
    """

    office = models.ForeignKey(Institution, models.PROTECT, related_name="+")
    capacity = models.ForeignKey(Capacity, models.PROTECT, related_name="absences")
    substitute = models.ForeignKey(
        Capacity, models.PROTECT, related_name="substitutions", db_index=False
    )
    since = models.DateField()
    until = models.DateField()
    entered_by = models.ForeignKey(Capacity, models.PROTECT, related_name="+")
    entered_at = models.DateTimeField(db_default=Now())
    ended_at = models.DateTimeField(null=True, blank=True)

    objects = queries.AbsenceQuerySet.as_manager()

    class Meta:
        constraints = [
            in_order("absence_in_order"),
            models.CheckConstraint(
                name="absence_with_another", condition=~Q(capacity=F("substitute"))
            ),
            one_at_a_time("absence_once_at_a_time", "capacity", condition=Q(ended_at__isnull=True)),
        ]
        indexes = [models.Index(fields=["substitute", "until"], name="absence_of_substitute")]
