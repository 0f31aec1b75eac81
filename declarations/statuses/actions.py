"""Take in the statuses that institutions report."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from declarations.statuses.models import QUALITY_OF, StatusKind, StatusReport
from portal.access.door import open_file
from portal.access.models import Capacity, Purpose, Service
from portal.directory.control import control
from portal.exchange.actions import publish, receive
from portal.exchange.models import Channel


@dataclass(frozen=True)
class Status:
    """What an institution says: the person, the status, its days (both included), the ground."""

    ssin: str
    kind: StatusKind
    since: date
    until: date | None
    legal_context: str


@transaction.atomic
def report_status(
    capacity: Capacity,
    channel: Channel,
    key: str,
    body: bytes,
    status: Status,
    received_at: datetime | None = None,
) -> tuple[StatusReport, bool]:
    """Store a status report once and tell who subscribed; return it with "is it new".

    Raises `ControlError` when the integration control stops it, and `KeyReusedError` when the key
    served for another message.
    """
    passage = control(
        capacity, Service.STATUSES, QUALITY_OF[status.kind], status.ssin, status.since
    )
    message, new = receive(capacity, Service.STATUSES, channel, key, body, received_at)
    if not new:
        return message.status_report, False
    report = StatusReport.objects.create(
        message=message,
        institution=passage.institution,
        person=passage.person,
        kind=status.kind,
        legal_context=status.legal_context,
        since=status.since,
        until=status.until,
        reported_on=timezone.localdate(message.received_at),
    )
    open_file(passage.person, capacity, Purpose.STATUS)
    publish("status.reported", report.pk, person=passage.person, message=message)
    return report, True
