"""Reads of mandates. One clock decides, the database's; nothing is kept over a request."""

from collections.abc import Collection
from datetime import datetime
from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Q
from django.db.models.functions import Now, TruncDate
from django.utils import timezone

from portal.access.scoping import tenant_filter
from portal.people.queries import in_force

if TYPE_CHECKING:
    from portal.access.mandates.models import Mandate, MandateStep
    from portal.access.models import Service
    from portal.people.models import Company, Person


def in_force_now(path: str = "") -> Q:
    """Return the condition: the mandate at `path` ("mandate__") lets its holder act now."""
    today = TruncDate(Now())
    return Q(**{f"{path}status": "confirmed"}) & in_force(today, f"{path}since", f"{path}until")


class MandateQuerySet(models.QuerySet["Mandate"]):
    """Mandates."""

    def held_by(self, holder: "Company") -> "MandateQuerySet":
        """Return the mandates that a company holds."""
        return self.filter(holder_company=holder)

    def between(self, holder: int | None, giver: int) -> "MandateQuerySet":
        """Return the mandates that a company (its id) gave to another."""
        return self.filter(holder_company=holder, giver_company=giver)

    def between_any(
        self, holders: Collection[int | None], givers: Collection[int]
    ) -> "MandateQuerySet":
        """Return the mandates that some companies (their ids) gave to others."""
        return self.filter(holder_company__in=holders, giver_company__in=givers)

    def for_service(self, service: "Service") -> "MandateQuerySet":
        """Return the mandates of companies for a service."""
        return self.filter(service=service)

    def in_force(self) -> "MandateQuerySet":
        """Return the mandates by which one may act now, by the database's clock."""
        return self.filter(in_force_now())

    def ever_confirmed(self) -> "MandateQuerySet":
        """Return the mandates that were in force for some time, or are."""
        return self.filter(confirmed_at__isnull=False)

    def in_force_at(self, moment: datetime) -> "MandateQuerySet":
        """Return the mandates by which one could act at a moment, such as that of a receipt."""
        return self.filter(
            Q(ended_at__isnull=True) | Q(ended_at__gt=moment),
            in_force(timezone.localdate(moment)),
            confirmed_at__lte=moment,
        )

    def covering(self, first: int, last: int | None = None) -> "MandateQuerySet":
        """Return the mandates about a quarter (20261), or about one of those up to `last`."""
        return self.filter(
            Q(quarters_from__isnull=True) | Q(quarters_from__lte=last or first),
            Q(quarters_until__isnull=True) | Q(quarters_until__gte=first),
        )

    @tenant_filter
    def of(self, party: "Company | Person") -> "MandateQuerySet":
        """Return the mandates that somebody gave or holds, with both names, the latest first."""
        kind = party._meta.model_name
        either = Q(**{f"giver_{kind}": party}) | Q(**{f"holder_{kind}": party})
        return self.filter(either).with_names().order_by("-pk")

    def standing(self) -> "MandateQuerySet":
        """Return the mandates that are asked or confirmed, and whose last day is not over."""
        lasting = Q(until__isnull=True) | Q(until__gte=TruncDate(Now()))
        return self.filter(lasting, status__in=["asked", "confirmed"])

    def past(self) -> "MandateQuerySet":
        """Return the mandates that were refused or ended, or whose last day is over."""
        over = Q(until__lt=TruncDate(Now())) | Q(status__in=["refused", "ended"])
        return self.filter(over)

    def to_lapse(self) -> "MandateQuerySet":
        """Return the mandates of companies that stand as confirmed, though their last day is over.

        Those of persons end with what the register says, and are nobody's event.
        """
        over = Q(until__lt=TruncDate(Now()))
        return self.filter(over, status="confirmed", giver_company__isnull=False)

    def waiting_for(self, party: "Company | Person") -> "MandateQuerySet":
        """Return the mandates that somebody is asked to confirm."""
        kind = party._meta.model_name
        asked = Q(asked_by="giver", **{f"holder_{kind}": party})
        asked |= Q(asked_by="holder", **{f"giver_{kind}": party})
        return self.filter(asked, status="asked").with_names().order_by("-pk")

    def with_names(self) -> "MandateQuerySet":
        """Add who gives and who holds, and what the register says."""
        return self.select_related(
            "giver_company", "giver_person", "holder_company", "holder_person", "representation"
        )


class MandateStepQuerySet(models.QuerySet["MandateStep"]):
    """Steps of mandates."""

    def with_who(self) -> "MandateStepQuerySet":
        """Return the steps, latest first, with what is said of who took them."""
        who = ("company", "user__person", "mandate__giver_person", "mandate__representation")
        return self.select_related(*(f"capacity__{each}" for each in who)).order_by("-at", "-pk")
