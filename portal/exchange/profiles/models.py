"""Changes of profiles: what an institution proposes, and the second person's word."""

import uuid

from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from portal.access.models import Capacity
from portal.directory.models import Authorisation, Profile
from portal.exchange.profiles import queries


class ChangeKind(models.TextChoices):
    """What is proposed."""

    ADD = "add", _("a new profile")
    CHANGE = "change", _("another profile in the place of one")
    END = "end", _("the end of a profile")


class ProfileChange(Profile):
    """A profile that would begin, in the place of another or not; or one that would end.

    `since` is the first day of the one that would begin, None where one only ends: then `until` is
    its last day, and without it the profile ends at once. Never edited.
    """

    reference = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    replaces = models.ForeignKey(
        Authorisation, models.PROTECT, null=True, blank=True, related_name="changes"
    )
    since = models.DateField(null=True, blank=True)
    until = models.DateField(null=True, blank=True)
    proposed_by = models.ForeignKey(Capacity, models.PROTECT, related_name="+")
    proposed_at = models.DateTimeField(db_default=Now())

    objects = queries.ProfileChangeQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="profile_change_begins_or_ends",
                condition=Q(since__isnull=False) | Q(replaces__isnull=False),
            ),
            models.CheckConstraint(
                name="profile_change_in_order",
                condition=Q(since__isnull=True)
                | Q(until__isnull=True)
                | Q(until__gte=models.F("since")),
            ),
        ]

    @property
    def kind(self) -> ChangeKind:
        """Return what is proposed."""
        if self.since is None:
            return ChangeKind.END
        return ChangeKind.CHANGE if self.replaces_id else ChangeKind.ADD


class ProfileReview(models.Model):
    """What the second person said: approved, with the profile that began, or why not.

    The database refuses who proposed it, and who lives with them.
    """

    change = models.OneToOneField(ProfileChange, models.PROTECT, related_name="review")
    approved = models.BooleanField()
    reason = models.TextField(blank=True)
    began = models.OneToOneField(Authorisation, models.PROTECT, null=True, related_name="review")
    reviewed_by = models.ForeignKey(Capacity, models.PROTECT, related_name="+")
    reviewed_at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="profile_review_approves_or_says_why",
                condition=Q(approved=True) | Q(began__isnull=True) & ~Q(reason=""),
            )
        ]
