"""Drop files one by one; the GO file sets a set to work, once and for all."""

import hashlib
from dataclasses import dataclass
from io import BytesIO

from django.db import transaction
from django.utils import timezone

from declarations.channels.access import sender
from declarations.channels.safe_xml import MAX_BYTES
from declarations.channels.uploads import take_file
from declarations.files.models import DroppedFile, Sender, Sending
from declarations.files.names import NUMBERED, FileName
from declarations.files.refusals import OF_READING, UNREADABLE, RefusedFileError
from declarations.social_risk.intake import take_risks
from declarations.wages.intake import take
from portal.access.models import Capacity, Environment, Service
from portal.exchange.actions import KeyReusedError
from portal.exchange.models import Channel, Message

MAX_ERRORS = 9  # as many as fit a receipt
WRONG_CREDENTIALS = {
    Environment.REAL: "ACRF-118",
    Environment.TEST: "ACRF-119",
    Environment.SIMULATION: "ACRF-257",
}


@dataclass(frozen=True)
class Dropped:
    """The file that stands under a name, "is it new", and what its GO file set to work."""

    file: DroppedFile
    new: bool
    sending: Sending | None = None


@transaction.atomic
def drop(capacity: Capacity, text: str, body: bytes) -> Dropped:
    """Store a file under its official name, and set its set to work if it is the GO file.

    The same name with the same content is the file that stands. Raises `RefusedFileError`, and
    stores nothing, for a name that is wrong, not the sender's, of another environment than the
    credentials, or used for something else; and for an FI or FS file that comes after its GO file.
    """
    name = FileName.read(text, today=timezone.localdate())
    _require_own(name, capacity)
    if len(body) > MAX_BYTES:
        raise RefusedFileError("ACRF-184")
    file, new = DroppedFile.objects.get_or_create(
        name=text,
        defaults={
            "capacity": capacity,
            "of_set": name.of_set,
            "body": body,
            "sha256": hashlib.sha256(body).hexdigest(),
        },
    )
    if not new:
        if file.sha256 != hashlib.sha256(body).hexdigest():
            raise RefusedFileError("ACRF-133")
        return Dropped(file, False, Sending.objects.filter(trigger=file).first())
    if name.kind == "GO":
        return Dropped(file, True, _work(capacity, name, file))
    if Sending.objects.filter(trigger__of_set=name.of_set).exists():
        raise RefusedFileError("ACRF-133")
    return Dropped(file, True)


def _require_own(name: FileName, capacity: Capacity) -> None:
    codes = []
    if not Sender.objects.filter(number=name.sender, company=sender(capacity)).exists():
        codes.append("ACRF-108")
    if name.environment != capacity.environment:
        codes.append(WRONG_CREDENTIALS[Environment(name.environment)])
    if codes:
        raise RefusedFileError(*codes)


def _work(capacity: Capacity, name: FileName, trigger: DroppedFile) -> Sending:
    """Turn a set into a message, or write down why not: its receipt can be fetched either way."""
    dropped = {
        file.name: bytes(file.body) for file in DroppedFile.objects.filter(of_set=name.of_set)
    }
    try:
        data = _whole(name, dropped)
        message = TAKERS[name.service](capacity, trigger.name, data)
    except RefusedFileError as refusal:
        return Sending.objects.create(trigger=trigger, errors=list(refusal.codes[:MAX_ERRORS]))
    return Sending.objects.create(trigger=trigger, message=message)


def _whole(name: FileName, dropped: dict[str, bytes]) -> bytes:
    """Return the parts as one file, once each is there and its signature says the same."""
    parts, signatures = name.members("FI"), name.members("FS")
    codes = []
    for code, kind, members in (
        ("ACRF-120", "FI", parts),
        ("ACRF-122", "FS", signatures),
    ):
        if not dropped.keys() >= set(members):
            codes.append(code)
        if any(each.startswith(f"{kind}.") and each not in members for each in dropped):
            codes.append(NUMBERED[kind])
    if codes:
        raise RefusedFileError(*codes)
    for part, signature in zip(parts, signatures, strict=True):
        said = dropped[signature].strip().lower()
        if said != hashlib.sha256(dropped[part]).hexdigest().encode():
            raise RefusedFileError("ACRF-125")
    return b"".join(dropped[part] for part in parts)


def _take_hiring(capacity: Capacity, key: str, data: bytes) -> Message:
    try:
        taken = take_file(capacity, data, key)
    except KeyReusedError:
        raise RefusedFileError("ACRF-133") from None
    if taken.message is None:
        codes = (OF_READING.get(finding.code, UNREADABLE) for finding in taken.findings)
        raise RefusedFileError(*dict.fromkeys(codes))
    return taken.message


def _take_wages(capacity: Capacity, key: str, data: bytes) -> Message:
    """A message of wages is read piece by piece after its receipt, which never refuses it."""
    try:
        return take(capacity, Channel.FILE, key, BytesIO(data))[0]
    except KeyReusedError:
        raise RefusedFileError("ACRF-133") from None


def _take_risks(capacity: Capacity, key: str, data: bytes) -> Message:
    try:
        taken = take_risks(capacity, data, key)
    except KeyReusedError:
        raise RefusedFileError("ACRF-133") from None
    if taken.message is None:
        codes = (OF_READING.get(finding.code, UNREADABLE) for finding in taken.findings)
        raise RefusedFileError(*dict.fromkeys(codes))
    return taken.message


TAKERS = {
    Service.HIRING: _take_hiring,
    Service.WAGES: _take_wages,
    Service.RISKS: _take_risks,
}
