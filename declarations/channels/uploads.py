"""Take in a file of declarations: its receipt first, and its forms one by one after that."""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import partial

from django.utils import timezone

from declarations.channels.actions import FEW, Draft, keep, submit
from declarations.channels.xml import OpenFile, ReadForm, open_dimona
from declarations.glossary.findings import Finding
from portal.access.models import Capacity
from portal.exchange.models import Channel, Message


@dataclass(frozen=True)
class Taken:
    """What became of a file: the message that stands and "is it new", or why it is unreadable.

    `drafts` are its declarations, once they are read.
    """

    message: Message | None = None
    new: bool = False
    drafts: tuple[Draft, ...] = ()
    findings: tuple[Finding, ...] = ()


def take_file(
    capacity: Capacity, data: bytes, key: str = "", channel: Channel = Channel.FILE
) -> Taken:
    """Store a file once; nothing is stored of one that is unreadable.

    A few forms are read at once; many are read after the receipt, by who hears `file.received`.
    `key` is the sender's own name for it; without it, the hash of its bytes, so that the same file
    sent again is the same message. Raises `KeyReusedError` when the key served for another file.
    """
    opened = open_dimona(data)
    if opened.findings:
        return Taken(findings=opened.findings)
    key = key or hashlib.sha256(data).hexdigest()
    if len(opened.elements) > FEW:
        return Taken(*keep(capacity, channel, key, data))
    drafts = tuple(_drafts(opened, timezone.localdate()))
    return Taken(*submit(capacity, channel, key, data, drafts), drafts)


def drafts_of(message: Message) -> Iterable[Draft]:
    """Read the forms of a file that was kept, one by one."""
    return _drafts(open_dimona(bytes(message.body)), timezone.localdate(message.received_at))


def _drafts(opened: OpenFile, on: date) -> "map[Draft]":
    return map(partial(_draft, on=on), opened.forms(on))


def _draft(form: ReadForm, on: date) -> Draft:
    findings = tuple(form.check(on=on))
    return Draft(form.action, form.content, findings, form.reference, form.made_at)
