"""Take declarations in, and write down what became of them."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction

from declarations.channels.models import Declaration, Result, Verdict
from declarations.glossary.findings import Finding
from portal.access.models import Capacity, Service
from portal.copying import copy_rows
from portal.exchange.actions import publish, receive
from portal.exchange.models import Channel, Message
from portal.people.models import Company, Person


@dataclass(frozen=True)
class Draft:
    """A declaration as a channel read it: its action, its content, what is wrong with its shape."""

    action: str
    content: dict[str, Any]
    findings: tuple[Finding, ...] = ()
    declarant_reference: str = ""


# A declaration with what was found, and whom it is about.
Judged = tuple[Declaration, Sequence[Finding], Company | None, Person | None]


@transaction.atomic
def submit(
    capacity: Capacity,
    channel: Channel,
    key: str,
    body: bytes,
    drafts: Iterable[Draft],
    received_at: datetime | None = None,
) -> tuple[Message, bool]:
    """Store a message with its declarations, all or nothing; return it with "is it new".

    A message that stands already under this key is returned as it is. The verdicts come after,
    each by its own event. Raises `KeyReusedError` when the key served for another body.
    """
    message, new = receive(capacity, Service.HIRING, channel, key, body, received_at)
    if new:
        for position, draft in enumerate(drafts, start=1):
            _store(message, position, draft)
    return message, new


def _store(message: Message, position: int, draft: Draft) -> None:
    declaration = Declaration.objects.create(
        message=message,
        position=position,
        flow="dimona",
        action=draft.action,
        content=draft.content,
        findings=[finding.as_json() for finding in draft.findings],
        declarant_reference=draft.declarant_reference,
        received_at=message.received_at,
    )
    publish("declaration.received", declaration.pk, message=message)


def pronounce(judged: Iterable[Judged]) -> None:
    """Write the verdicts: refused by one blocking anomaly, else accepted."""
    columns = ("declaration_id", "result", "findings", "company_id", "person_id")
    copy_rows(
        Verdict,
        columns,
        (
            (
                declaration.pk,
                _result(findings).value,
                json.dumps([finding.as_json() for finding in findings]),
                company and company.pk,
                person and person.pk,
            )
            for declaration, findings, company, person in judged
        ),
    )


def _result(findings: Sequence[Finding]) -> Result:
    if any(finding.blocking for finding in findings):
        return Result.REFUSED
    return Result.WARNING if findings else Result.ACCEPTED
