"""Reads of agreements and their points."""

from datetime import date, timedelta
from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Prefetch

from casework.plans.agreement.statuses import AgreementStatus, PointKind
from casework.plans.statuses import SupportStatus

if TYPE_CHECKING:
    from casework.plans.agreement.models import Agreement, AgreementPoint
    from casework.plans.models import SupportFile


class AgreementQuerySet(models.QuerySet["Agreement"]):
    """Versions of agreements."""

    def with_text(self) -> "AgreementQuerySet":
        """Return them with their points, what was said of those, and the signatures."""
        from casework.plans.agreement.models import AgreementPoint

        points = AgreementPoint.objects.with_answers()
        return self.prefetch_related("signatures", Prefetch("points", points)).order_by("number")

    def offered(self) -> "AgreementQuerySet":
        """Return those that wait for the person."""
        return self.filter(status=AgreementStatus.OFFERED)

    def signed(self) -> "AgreementQuerySet":
        """Return those that stand."""
        return self.filter(status=AgreementStatus.SIGNED)


class PointQuerySet(models.QuerySet["AgreementPoint"]):
    """Points of agreements."""

    def with_answers(self) -> "PointQuerySet":
        """Return them with what was said, reported and noted."""
        return self.select_related("report", "missed").prefetch_related("messages")

    def to_report(self) -> "PointQuerySet":
        """Return the days of agreements that stand of which no report came, the first day first."""
        return self.filter(
            kind=PointKind.REPORT,
            report__isnull=True,
            missed__isnull=True,
            agreement__status=AgreementStatus.SIGNED,
            agreement__file__status=SupportStatus.OPEN,
        ).order_by("day", "pk")

    def missed(self, on: date, after: int) -> "PointQuerySet":
        """Return those whose day is over for more than `after` days."""
        return self.to_report().filter(day__lt=on - timedelta(days=after))

    def due_for_reminder(self, on: date, before: int) -> "PointQuerySet":
        """Return those whose day comes within `before` days, and of which nobody was reminded."""
        soon = self.to_report().filter(day__range=(on, on + timedelta(days=before)))
        return soon.filter(reminder__isnull=True)


def last_with_text(file: "SupportFile") -> "Agreement | None":
    """Return the newest version of a file's agreement, with its text."""
    from casework.plans.agreement.models import Agreement

    return Agreement.objects.filter(file=file).with_text().last()
