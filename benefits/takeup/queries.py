"""Reads of who does not take up a right."""

from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Exists, OuterRef, Subquery
from django.db.models.functions import Coalesce

from benefits.claims.models import Claim
from benefits.granting.models import Wish

if TYPE_CHECKING:
    from benefits.takeup.models import Unclaimed


class UnclaimedQuerySet(models.QuerySet["Unclaimed"]):
    """People who were found."""

    def of(self, scheme: str, region: int = 0) -> "UnclaimedQuerySet":
        """Return those of a right, of one region where it is not 0; the first found first."""
        found = self.filter(scheme=scheme)
        return (found.filter(region=region) if region else found).order_by("pk")

    def to_reach(self) -> "UnclaimedQuerySet":
        """Return those to whom nobody wrote yet, and who want to hear of it.

        Not who died, who applied since, or whose last word is that nobody is to look.
        """
        about = {"person": OuterRef("person"), "scheme": OuterRef("scheme")}
        on_all = Wish.objects.filter(
            models.Q(scheme="") | models.Q(scheme=OuterRef("scheme")), person=OuterRef("person")
        )
        applied = Claim.objects.filter(**about, submitted_at__gte=OuterRef("found_at"))
        wanted = Subquery(on_all.order_by("-pk").values("wanted")[:1])
        found = self.annotate(wanted=Coalesce(wanted, True)).filter(wanted=True)
        return found.filter(~Exists(applied), outreach__isnull=True, person__died_on__isnull=True)
