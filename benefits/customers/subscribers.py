"""What the room of customer files is told of."""

from collections.abc import Sequence
from datetime import timedelta

from benefits.customers.actions import answer
from portal.exchange.models import Event
from portal.exchange.subscribers import subscribe_to_many


@subscribe_to_many("customers.piece", patience=timedelta(minutes=30))
def answer_pieces(events: Sequence[Event]) -> None:
    """Answer pieces of customer files."""
    answer([event.subject for event in events])
