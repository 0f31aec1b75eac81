"""Reads of social risks."""

from datetime import date
from typing import TYPE_CHECKING

from django.db import models
from django.db.models import OuterRef, Q, Subquery

from portal.access.models import Capacity, Environment
from portal.access.scoping import tenant_filter
from portal.people.models import Company, Person, PersonNumber

if TYPE_CHECKING:
    from declarations.social_risk.models import Risk, RiskDelivery


class RiskQuerySet(models.QuerySet["Risk"]):
    """Social risks."""

    def valid(self) -> "RiskQuerySet":
        """Return those that were not cancelled."""
        return self.filter(is_cancelled=False)

    def of_company(self, company: Company) -> "RiskQuerySet":
        """Return what a company declared, the latest change first, with the worker."""
        found = self.filter(company=company).select_related("person", "standing")
        return found.order_by("-changed_at", "-pk")

    def of_person(self, person: Person) -> "RiskQuerySet":
        """Return the valid risks of a person, newest first, with the employer."""
        return self.valid().filter(person=person).select_related("company").order_by("-since")

    def touching(self, since: date, until: date | None) -> "RiskQuerySet":
        """Return those that share a day with `since`–`until` (None: open)."""
        found = self.filter(Q(until__isnull=True) | Q(until__gte=since))
        return found if until is None else found.filter(since__lte=until)


class RiskDeliveryQuerySet(models.QuerySet["RiskDelivery"]):
    """What was delivered to institutions."""

    @tenant_filter
    def to(self, capacity: Capacity) -> "RiskDeliveryQuerySet":
        """Return what is for the institution of a capacity."""
        return self.filter(institution=capacity.institution_id)

    def with_all(self) -> "RiskDeliveryQuerySet":
        """Add what an answer names: the form, the risk, the person's number, the answers."""
        own = PersonNumber.objects.filter(person=OuterRef("risk__person"), until__isnull=True)
        return (
            self.select_related("declaration", "risk__company", "risk__person")
            .prefetch_related("answers")
            .annotate(number=Subquery(own.values("number")[:1]))
        )


class _RealManager(models.Manager["Risk"]):
    def get_queryset(self) -> RiskQuerySet:
        """Return what was really declared: no reader has to think of test messages."""
        return RiskQuerySet(self.model, using=self._db).filter(environment=Environment.REAL)


RealRiskManager = _RealManager.from_queryset(RiskQuerySet)
