"""Take in files of social risks: the receipt first; what many forms say is read after it."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any, Final
from uuid import uuid4

from django.db import connection, transaction

from declarations.channels.actions import FEW, Draft, submit
from declarations.channels.models import Declaration
from declarations.channels.uploads import Taken
from declarations.social_risk.reading import OpenFile, ReadForm, forms_in, open_risks
from declarations.social_risk.scenarios import scenarios
from portal.access.models import Capacity, Service
from portal.copying import copy_rows
from portal.exchange.actions import Happening, publish_all, receive
from portal.exchange.models import Channel, Message

ACTION: Final = "Form"
SLICE: Final = 2_500  # forms of a large file that are read, judged and written together
KEYS: Final = "SELECT nextval('declarations_declaration_id_seq') FROM generate_series(1, %s)"
COLUMNS: Final = (
    *("id", "reference", "message_id", "position", "flow", "action", "content", "findings"),
    *("declarant_reference", "received_at", "made_at"),
)


# The database reads UTF-8, so that no bytes are sent as digits.
TEXT: Final = """
    SELECT convert_from(substring(body FROM %s FOR %s), 'UTF8') FROM portal_message WHERE id = %s
"""


def take_risks(
    capacity: Capacity, data: bytes, key: str = "", channel: Channel = Channel.FILE
) -> Taken:
    """Store a file once; nothing is stored of one that is unreadable.

    A few forms are read at once; many are read in slices, by who hears `risks.file`. Without a
    `key` the same bytes again are the same message. Raises `KeyReusedError` when the key served for
    another file.
    """
    opened = open_risks(data)
    if opened.findings:
        return Taken(findings=opened.findings)
    key = key or hashlib.sha256(data).hexdigest()
    if len(opened.texts) > FEW:
        return Taken(*_store(capacity, channel, key, data, opened))
    drafts = tuple(map(_draft, opened.forms()))
    return Taken(*submit(capacity, channel, key, data, drafts, service=Service.RISKS), drafts)


@transaction.atomic
def _store(
    capacity: Capacity, channel: Channel, key: str, data: bytes, opened: OpenFile
) -> tuple[Message, bool]:
    message, new = receive(capacity, Service.RISKS, channel, key, data)
    if new:
        publish_all(
            Happening("risks.file", first, message=message.pk, data=data)
            for first, data in _slices(opened)
        )
    return message, new


def _slices(opened: OpenFile) -> Iterator[tuple[int, dict[str, Any]]]:
    """The number of the first form of each slice, and where it stands, so that it is read alone."""
    assert opened.scenario is not None  # noqa: S101 - a file with findings is not stored
    place, line = opened.place, opened.line
    for first in range(0, len(opened.texts), SLICE):
        text = "".join(opened.texts[first : first + SLICE])
        if place is None:
            yield first, {}
            continue
        size = len(text.encode())
        span = {"flow": opened.scenario.flow, "line": line, "place": place, "size": size}
        yield first, {"slice": span}
        place, line = place + size, line + text.count("\n")


def read_slice(key: int, first: int, span: Mapping[str, Any] | None) -> list[Declaration]:
    """Read the forms of a slice of a message, by its key, store what they declare, and return it,
    to be judged. Without a span the message is read from its beginning."""
    message = Message.objects.defer("body").get(pk=key)
    if span is None:
        opened = open_risks(bytes(message.body))
        forms = list(opened.forms(first, first + SLICE))
    else:
        texts, _end = forms_in(_text(key, span))
        forms = list(OpenFile(scenarios()[span["flow"]], texts, span["line"]).forms())
    with connection.cursor() as cursor:
        cursor.execute(KEYS, [len(forms)])
        keys = [key for (key,) in cursor.fetchall()]
    declarations = [
        _declaration(message, form, key, first + place)
        for place, (form, key) in enumerate(zip(forms, keys, strict=True), start=1)
    ]
    copy_rows(Declaration, COLUMNS, _rows(declarations, forms))
    return declarations


def _text(key: int, span: Mapping[str, Any]) -> str:
    with connection.cursor() as cursor:
        cursor.execute(TEXT, [span["place"] + 1, span["size"], key])
        return str(cursor.fetchone()[0])


def _declaration(message: Message, form: ReadForm, key: int, position: int) -> Declaration:
    return Declaration(
        id=key,
        reference=uuid4(),
        message=message,
        position=position,
        flow=form.scenario.flow,
        action=ACTION,
        content=form.content,
        findings=[each.as_json() for each in form.findings],
        declarant_reference=form.reference,
        received_at=message.received_at,
        made_at=form.made_at,
    )


def _rows(declarations: Sequence[Declaration], forms: Sequence[ReadForm]) -> Iterable[Any]:
    for each, form in zip(declarations, forms, strict=True):
        yield (
            each.pk,
            each.reference,
            each.message_id,
            each.position,
            each.flow,
            each.action,
            form.text,
            json.dumps(each.findings),
            each.declarant_reference,
            each.received_at,
            each.made_at,
        )


def _draft(form: ReadForm) -> Draft:
    made: datetime | None = form.made_at
    return Draft(ACTION, form.content, form.findings, form.reference, made, flow=form.scenario.flow)
