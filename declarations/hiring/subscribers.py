"""What the room of hiring is told of."""

from collections.abc import Sequence

from declarations.channels.models import Declaration
from declarations.hiring.actions import give_verdicts
from portal.exchange.models import Event
from portal.exchange.subscribers import subscribe_to_many


@subscribe_to_many("declarations.received")
def judge_declarations(events: Sequence[Event]) -> None:
    """Give the verdicts on pieces of messages of hiring and leaving."""
    pieces = Declaration.objects.in_pieces([event.subject for event in events])
    give_verdicts(list(pieces.filter(flow="dimona").order_by("pk")))
