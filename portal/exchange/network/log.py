"""Write the log of exchanges: one row for each person of a call, in its transaction."""

import time
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from uuid import UUID

from portal.access.models import Capacity, Service
from portal.directory.models import Authorisation
from portal.exchange.network.models import Exchange
from portal.exchange.network.outcomes import outcome_of
from portal.people.models import Person


@dataclass(frozen=True)
class Call:
    """What is the same for all persons of a call. `begun` is by the monotonic clock."""

    capacity: Capacity
    service: Service
    action: str
    ticket: UUID
    customer_ticket: str
    legal_context: str
    quality: str
    received_at: datetime
    authorisation: Authorisation | None = None
    asked_from: date | None = None
    asked_until: date | None = None
    begun: float = field(default_factory=time.monotonic)


@dataclass(frozen=True)
class Entry:
    """What became of one person of a call."""

    code: str
    person: Person | None = None
    case_reference: str = ""
    blocks: Sequence[str] = ()
    anomalies: Sequence[str] = ()


def log(call: Call, entries: Iterable[Entry]) -> list[Exchange]:
    """Write what became of each person of a call, in order, and return the rows.

    The sender acts for an institution.
    """
    institution = call.capacity.institution_id
    assert institution is not None  # noqa: S101 - nobody else is let in
    replied_at = call.received_at + timedelta(seconds=time.monotonic() - call.begun)
    return Exchange.objects.bulk_create(
        Exchange(
            ticket=call.ticket,
            position=position,
            customer_ticket=call.customer_ticket,
            institution_id=institution,
            capacity=call.capacity,
            service=call.service,
            action=call.action,
            legal_context=call.legal_context,
            quality=call.quality,
            authorisation=call.authorisation,
            person=entry.person,
            case_reference=entry.case_reference,
            asked_from=call.asked_from,
            asked_until=call.asked_until,
            outcome=outcome_of(entry.code),
            code=entry.code,
            blocks=list(entry.blocks),
            anomalies=list(entry.anomalies),
            received_at=call.received_at,
            replied_at=replied_at,
        )
        for position, entry in enumerate(entries)
    )


def log_one(call: Call, entry: Entry) -> Exchange:
    """Write what became of a call about one person."""
    return log(call, [entry])[0]
