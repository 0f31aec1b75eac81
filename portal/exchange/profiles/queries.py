"""Reads of changes of profiles."""

from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Exists, Q

from portal.access.models import Capacity, Service
from portal.access.scoping import tenant_filter
from portal.directory.models import Authorisation, Profile

if TYPE_CHECKING:
    from portal.exchange.profiles.models import ProfileChange


class ProfileChangeQuerySet(models.QuerySet["ProfileChange"]):
    """What was proposed."""

    @tenant_filter
    def seen_by(self, capacity: Capacity) -> "ProfileChangeQuerySet":
        """Return what the own institution proposed; to who keeps the profiles, all of it."""
        keeps = Authorisation.objects.for_use_by(capacity, Service.PROFILES)
        return self.filter(Q(institution=capacity.institution_id) | Exists(keeps))

    def waiting(self) -> "ProfileChangeQuerySet":
        """Return what nobody reviewed yet."""
        return self.filter(review__isnull=True)

    def about_the_same(self, profile: Profile) -> "ProfileChangeQuerySet":
        """Return what is proposed for the use of a profile: of which there is one at a time."""
        return self.filter(
            institution=profile.institution,
            application=profile.application,
            service=profile.service,
            quality=profile.quality,
            legal_context=profile.legal_context,
        )

    def waiting_first(self) -> "ProfileChangeQuerySet":
        """Put what waits first, the oldest before, and then what was reviewed last."""
        return self.order_by(models.F("review").desc(nulls_first=True), "pk")

    def with_parts(self) -> "ProfileChangeQuerySet":
        """Add what a page shows of it."""
        return self.select_related(
            "institution",
            "application__user",
            "replaces__application__user",
            "proposed_by__user",
            "review__reviewed_by",
        )
