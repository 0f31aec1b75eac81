"""Mandates for tests that are about something else: confirmed long ago, or ended just now."""

from datetime import UTC, datetime

from django.db.models.functions import Now

from portal.access.mandates.models import Mandate
from portal.access.mandates.queries import MandateQuerySet
from portal.access.mandates.statuses import MandateStatus
from portal.access.models import Service
from portal.people.models import Company

LONG_AGO = datetime(2022, 1, 1, tzinfo=UTC)


def mandated(giver: Company, holder: Company, service: Service) -> Mandate:
    """Let a company declare for another since long ago."""
    return Mandate.objects.create(
        giver_company=giver,
        holder_company=holder,
        service=service,
        since=LONG_AGO.date(),
        status=MandateStatus.CONFIRMED,
        confirmed_at=LONG_AGO,
    )


def end(mandates: MandateQuerySet) -> None:
    """End mandates at this moment of the database's."""
    mandates.update(status=MandateStatus.ENDED, ended_at=Now())
