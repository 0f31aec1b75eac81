"""Take customer files in, and answer them piece by piece."""

import hashlib
import zlib
from collections.abc import Sequence
from typing import BinaryIO, Final

from django.db import transaction
from django.db.models.functions import Now
from django.utils import timezone

from benefits.customers.answering import Answered, answer_lines
from benefits.customers.faults import RefusedCustomersError
from benefits.customers.models import CUSTOMER, CustomerFile, CustomerPiece
from benefits.customers.reading import customers, pieces, read_head
from declarations.wages.quarters import quarter_of
from portal.access.models import Capacity, Service
from portal.directory.control import admit
from portal.exchange.actions import Happening, publish_all, receive
from portal.exchange.models import Channel, Message
from portal.people.models import Institution

BLOCK: Final = 1 << 20  # bytes
LEVEL: Final = 1  # of compression: the quickest


def let_in(capacity: Capacity) -> Institution:
    """Return the supplier who acts; raises `ControlError` for who may not enter customers and ask
    about them."""
    admit(capacity, Service.DIRECTORY, CUSTOMER)
    return admit(capacity, Service.SUPPORT, CUSTOMER).institution


def take(capacity: Capacity, channel: Channel, stream: BinaryIO) -> tuple[CustomerFile, bool]:
    """Store a file in pieces, all or nothing; return it with "is it new".

    `stream` can be read again from its start. The same file of the same supplier is the one that
    stands. Raises `ControlError`, and `RefusedCustomersError` for a file that cannot be read.
    """
    supplier = let_in(capacity)
    sha256 = _fingerprint(stream)
    with transaction.atomic():
        key = f"{CUSTOMER}-{sha256}"
        message, _new = receive(capacity, Service.SUPPORT, channel, key, b"", sha256=sha256)
        standing = CustomerFile.objects.of(supplier.pk).filter(sha256=sha256).first()
        if standing:
            return standing, False
        return _cut(message, supplier, stream), True


def _fingerprint(stream: BinaryIO) -> str:
    digest = hashlib.sha256()
    stream.seek(0)
    while block := stream.read(BLOCK):
        digest.update(block)
    stream.seek(0)
    return digest.hexdigest()


def _cut(message: Message, supplier: Institution, stream: BinaryIO) -> CustomerFile:
    head = read_head(stream)
    if head.supplier != f"{supplier.sector}/{supplier.number}":
        raise RefusedCustomersError("CUST-004", 1, "supplier")
    if head.quarter != quarter_of(timezone.localdate(message.received_at)):
        raise RefusedCustomersError("CUST-003", 1, "quarter")
    file = CustomerFile.objects.create(
        message=message,
        institution=supplier,
        quarter=head.quarter,
        sha256=message.sha256,
        lines=head.lines,
    )
    keys = [
        CustomerPiece.objects.create(
            file=file, number=number, first_line=first, content=zlib.compress(text, LEVEL)
        ).pk
        for number, (first, text) in enumerate(pieces(stream, head.lines), start=1)
    ]
    publish_all([Happening("customers.piece", key, message=message.pk) for key in keys])
    return file


@transaction.atomic
def answer(pieces: Sequence[int]) -> None:
    """Answer pieces by their ids, each once; names and addresses are forgotten with it."""
    waiting = CustomerPiece.objects.select_for_update(of=("self",)).filter(
        pk__in=pieces, answered_at=None
    )
    for piece in waiting.select_related("file__message__capacity").order_by("pk"):
        text = zlib.decompress(piece.content or b"")
        answered = answer_lines(piece, list(customers(text)))
        _keep(piece, answered)


def _keep(piece: CustomerPiece, answered: Answered) -> None:
    piece.answer = zlib.compress(answered.text.encode(), LEVEL)
    piece.known, piece.applies = answered.known, answered.applies
    piece.refused = answered.refused
    piece.content, piece.answered_at = None, Now()
    piece.save()
