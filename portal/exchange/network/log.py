"""Write the log of exchanges: one row for each person of a call, in its transaction."""

import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any, Final
from uuid import UUID

from portal.access.models import Capacity, Service
from portal.copying import insert_alike
from portal.directory.models import Authorisation
from portal.exchange.network.models import Exchange
from portal.exchange.network.outcomes import outcome_of
from portal.people.models import Company, Person

VERSION: Final = 1  # of the services


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
    """What became of one person or company of a call."""

    code: str
    person: Person | None = None
    case_reference: str = ""
    blocks: Sequence[str] = ()
    anomalies: Sequence[str] = ()
    company: Company | None = None


def log(call: Call, entries: Sequence[Entry]) -> Exchange:
    """Write what became of each person of a call, in order; return the first row.

    The sender acts for an institution.
    """
    same = {
        "ticket": call.ticket,
        "customer_ticket": call.customer_ticket,
        "institution_id": call.capacity.institution_id,
        "capacity_id": call.capacity.pk,
        "service": call.service,
        "action": call.action,
        "version": VERSION,
        "legal_context": call.legal_context,
        "quality": call.quality,
        "authorisation_id": call.authorisation and call.authorisation.pk,
        "asked_from": call.asked_from,
        "asked_until": call.asked_until,
        "received_at": call.received_at,
        "replied_at": call.received_at + timedelta(seconds=time.monotonic() - call.begun),
    }
    rows = [_row(position, entry) for position, entry in enumerate(entries)]
    insert_alike(Exchange, same, rows)
    return Exchange(**same, **rows[0])


def log_one(call: Call, entry: Entry) -> Exchange:
    """Write what became of a call about one person."""
    return log(call, [entry])


def _row(position: int, entry: Entry) -> dict[str, Any]:
    return {
        "position": position,
        "person_id": entry.person and entry.person.pk,
        "company_id": entry.company and entry.company.pk,
        "case_reference": entry.case_reference,
        "outcome": outcome_of(entry.code).value,
        "code": entry.code,
        "blocks": list(entry.blocks),
        "anomalies": list(entry.anomalies),
    }
