"""Take in the statuses that institutions report."""

from dataclasses import dataclass, replace
from datetime import date, datetime
from uuid import uuid4

from django.db import transaction
from django.utils import timezone

from declarations.statuses.models import QUALITY_OF, StatusKind, StatusReport
from portal.access.door import open_file
from portal.access.models import Capacity, Purpose, Service
from portal.directory.control import ControlError, control
from portal.exchange.actions import publish, receive
from portal.exchange.models import Channel
from portal.exchange.network.log import Call, Entry, log_one


@dataclass(frozen=True)
class Status:
    """What an institution says: the person, the status, its days (both included), the ground."""

    ssin: str
    kind: StatusKind
    since: date
    until: date | None
    legal_context: str


def report_status(
    capacity: Capacity,
    channel: Channel,
    key: str,
    body: bytes,
    status: Status,
    received_at: datetime | None = None,
) -> tuple[StatusReport, bool]:
    """Store a status report once and tell who subscribed; return it with "is it new".

    Raises `ControlError` when the integration control stops it, which the log of exchanges keeps,
    and `KeyReusedError` when the key served for another message.
    """
    call = Call(
        capacity=capacity,
        service=Service.STATUSES,
        action="REPORT",
        ticket=uuid4(),
        customer_ticket=key,
        legal_context=status.legal_context,
        quality=QUALITY_OF[status.kind],
        received_at=timezone.now(),
        asked_from=status.since,
        asked_until=status.until,
    )
    try:
        with transaction.atomic():
            return _store(call, channel, body, status, received_at)
    except ControlError as error:
        error.ticket = log_one(call, Entry(error.code)).ticket
        raise


def _store(
    call: Call, channel: Channel, body: bytes, status: Status, received_at: datetime | None
) -> tuple[StatusReport, bool]:
    capacity = call.capacity
    passage = control(
        capacity, call.service, call.quality, status.ssin, status.since, status.legal_context
    )
    message, new = receive(capacity, call.service, channel, call.customer_ticket, body, received_at)
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
    kept = replace(call, ticket=message.ticket, authorisation=passage.authorisation)
    log_one(kept, Entry("REPORTED", passage.person))
    open_file(passage.person, capacity, Purpose.STATUS)
    told = {
        "status": report.kind,
        "since": report.since.isoformat(),
        "until": report.until.isoformat() if report.until else None,
    }
    publish(
        "status.reported",
        report.pk,
        person=passage.person,
        message=message,
        data={"statuses": told},
    )
    return report, True
