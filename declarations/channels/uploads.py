"""Take in a file of declarations that somebody sends on a page."""

import hashlib
from dataclasses import dataclass

from declarations.channels.actions import Draft, submit
from declarations.channels.xml import ReadForm, read_dimona
from declarations.glossary.findings import Finding
from portal.access.models import Capacity
from portal.exchange.models import Channel, Message


@dataclass(frozen=True)
class Taken:
    """What became of a file: the message that stands and "is it new", or why it is unreadable."""

    message: Message | None = None
    new: bool = False
    findings: tuple[Finding, ...] = ()


def take_file(capacity: Capacity, data: bytes, key: str = "") -> Taken:
    """Store a file once; nothing is stored of one that is unreadable.

    `key` is the sender's own name for it; without it, the hash of its bytes, so that the same file
    sent again is the same message. Raises `KeyReusedError` when the key served for another file.
    """
    read = read_dimona(data)
    if read.findings:
        return Taken(findings=read.findings)
    key = key or hashlib.sha256(data).hexdigest()
    drafts = [_draft(form) for form in read.forms]
    message, new = submit(capacity, Channel.FILE, key, data, drafts)
    return Taken(message, new)


def _draft(form: ReadForm) -> Draft:
    return Draft(form.action, form.content, tuple(form.check()), form.reference, form.made_at)
