"""The answer to a customer file, as it is written out."""

import zlib
from collections.abc import Iterator

from benefits.customers.answering import HEAD
from benefits.customers.models import CustomerFile, CustomerPiece


def answer_of(file: CustomerFile) -> Iterator[bytes]:
    """Yield the answer to a file, a few pieces at a time, in the order of its lines."""
    yield HEAD.encode()
    answers = CustomerPiece.objects.filter(file=file).order_by("number")
    for answer in answers.values_list("answer", flat=True).iterator(chunk_size=50):
        yield zlib.decompress(answer or b"")


def name_of(file: CustomerFile) -> str:
    """Return the name of the answer as a file."""
    return f"customers-{file.quarter}-{file.message.ticket}.csv"
