"""Take declarations in, and write down what became of them."""

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Any
from uuid import UUID, uuid4

from django.db import connection, transaction

from declarations.channels.models import Declaration, Result, Verdict
from declarations.channels.queries import PIECE
from declarations.glossary.findings import Finding
from portal.access.models import Capacity, Service
from portal.copying import copy_rows
from portal.exchange.actions import receive, ring_on_commit
from portal.exchange.models import Channel, Message
from portal.people.models import Company, Person

FLOW = "dimona"
FEW = 50  # declarations of a message that are stored with it; more are read after its receipt


@dataclass(frozen=True)
class Draft:
    """A declaration as a channel read it: its action, its content, what is wrong with its shape.

    `made_at` is when the declarant says that it was made, `flow` the message that it belongs to.
    """

    action: str
    content: dict[str, Any]
    findings: tuple[Finding, ...] = ()
    declarant_reference: str = ""
    made_at: datetime | None = None
    flow: str = FLOW

    @cached_property
    def reference(self) -> UUID:
        """The name that it will have once it is stored; not every draft is."""
        return uuid4()


# A declaration with what was found, and whom it is about.
Judged = tuple[Declaration, Sequence[Finding], Company | None, Person | None]


# Who hears of what was stored, by what it is about.
TOPICS = {Service.HIRING: "declarations.received", Service.RISKS: "risks.received"}
# One event for each piece of a message.
TELL = f"""
    INSERT INTO portal_event (topic, subject, message_id)
    SELECT %s, id, message_id
    FROM {{declared}} WHERE position %% {PIECE} = 1
"""  # noqa: S608 - a number of ours
TELL_MANY = TELL.format(declared="declarations_declaration") + " AND message_id = %s"
KEPT = """, told AS (
        INSERT INTO portal_event (topic, subject, message_id)
        SELECT 'file.received', id, id FROM message
    )"""
# Keys come first: what a statement stores, row security lets nobody read in the same statement.
DECLARED = f""", declared AS MATERIALIZED (
        SELECT nextval('declarations_declaration_id_seq') AS id, each.reference,
            message.id AS message_id, each.position, each.flow, each.action, each.content,
            each.findings,
            each.declarant_reference, message.received_at, each.made_at
        FROM message, jsonb_to_recordset(%s::jsonb) AS each (
            reference uuid, position integer, flow text, action text, content jsonb,
            findings jsonb, declarant_reference text, made_at timestamptz
        )
    ), stored AS (
        INSERT INTO declarations_declaration (
            id, reference, message_id, position, flow, action, content, findings,
            declarant_reference, received_at, made_at
        )
        SELECT id, reference, message_id, position, flow, action, content, findings,
            declarant_reference, received_at, made_at
        FROM declared
    ), told AS ({TELL.format(declared="declared")})"""  # noqa: S608 - texts of ours
COLUMNS = (
    *("reference", "message_id", "position", "flow", "action", "content", "findings"),
    *("declarant_reference", "received_at", "made_at"),
)


def submit(
    capacity: Capacity,
    channel: Channel,
    key: str,
    body: bytes,
    drafts: Sequence[Draft],
    received_at: datetime | None = None,
    service: Service = Service.HIRING,
) -> tuple[Message, bool]:
    """Store a message with its declarations, all or nothing; return it with "is it new".

    A message that stands already under this key is returned as it is. The verdicts come after,
    piece by piece, each by its own event. Raises `KeyReusedError` when the key served for another
    body. A few declarations are stored by one statement, many by COPY: the first saves round trips,
    the second time for each row. Many that the web takes in are read later: see `keep`.
    """
    if len(drafts) > FEW:
        message, new = _receive_many(capacity, channel, key, body, drafts, received_at, service)
    else:
        values = values_of(drafts, service)
        message, new = receive(
            capacity, service, channel, key, body, received_at, contents=DECLARED, parameters=values
        )
    if new:
        ring_on_commit()
    return message, new


def values_of(drafts: Sequence[Draft], service: Service) -> list[Any]:
    """Return the values of `DECLARED`, which stores a few declarations with their message."""
    rows = [_row(*numbered) for numbered in enumerate(drafts, start=1)]
    return [json.dumps(rows), TOPICS[service]]


def _row(position: int, draft: Draft) -> dict[str, Any]:
    return {
        "reference": str(draft.reference),
        "position": position,
        "flow": draft.flow,
        "action": draft.action,
        "content": draft.content,
        "findings": [finding.as_json() for finding in draft.findings],
        "declarant_reference": draft.declarant_reference,
        "made_at": draft.made_at.isoformat() if draft.made_at else None,
    }


def keep(capacity: Capacity, channel: Channel, key: str, body: bytes) -> tuple[Message, bool]:
    """Store a message of many declarations, which who hears `file.received` reads; see `submit`.

    That its declarations can be read is known already.
    """
    message, new = receive(capacity, Service.HIRING, channel, key, body, contents=KEPT)
    if new:
        ring_on_commit()
    return message, new


@transaction.atomic
def _receive_many(
    capacity: Capacity,
    channel: Channel,
    key: str,
    body: bytes,
    drafts: Sequence[Draft],
    received_at: datetime | None,
    service: Service,
) -> tuple[Message, bool]:
    message, new = receive(capacity, service, channel, key, body, received_at)
    if new:
        store_declarations(message, drafts)
    return message, new


def store_declarations(message: Message, drafts: Iterable[Draft]) -> None:
    """Store many declarations of a message, read one by one, in the caller's transaction."""
    copy_rows(Declaration, COLUMNS, _rows(message, drafts))
    with connection.cursor() as cursor:
        cursor.execute(TELL_MANY, [TOPICS[Service(message.service)], message.pk])


def _rows(message: Message, drafts: Iterable[Draft]) -> Iterator[tuple[Any, ...]]:
    for position, draft in enumerate(drafts, start=1):
        yield (
            draft.reference,
            message.pk,
            position,
            draft.flow,
            draft.action,
            json.dumps(draft.content),
            _written(draft.findings),
            draft.declarant_reference,
            message.received_at,
            draft.made_at,
        )


def pronounce(judged: Iterable[Judged]) -> None:
    """Write the verdicts: refused by one blocking anomaly, else accepted."""
    columns = ("declaration_id", "result", "findings", "company_id", "person_id")
    copy_rows(
        Verdict,
        columns,
        (
            (
                declaration.pk,
                result_of(findings).value,
                _written(findings),
                company and company.pk,
                person and person.pk,
            )
            for declaration, findings, company, person in judged
        ),
    )


def _written(findings: Sequence[Finding]) -> str:
    return json.dumps([finding.as_json() for finding in findings]) if findings else "[]"


def result_of(findings: Sequence[Finding]) -> Result:
    """Return the answer that findings lead to."""
    if any(finding.blocking for finding in findings):
        return Result.REFUSED
    return Result.WARNING if findings else Result.ACCEPTED
