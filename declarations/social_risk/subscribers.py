"""What the room of social risks is told of."""

from collections.abc import Sequence
from itertools import groupby

from declarations.channels.models import Declaration
from declarations.social_risk.actions import give_verdicts
from declarations.social_risk.intake import read_slice
from portal.exchange.models import Event
from portal.exchange.subscribers import subscribe, subscribe_to_many
from portal.garbage import uncollected


@subscribe("risks.file")
def read_forms(event: Event) -> None:
    """Read, judge and write a slice of a file of which a receipt was given."""
    assert event.message_id  # noqa: S101 - it names the file
    with uncollected():
        give_verdicts(read_slice(event.message_id, event.subject, event.data.get("slice")))


@subscribe_to_many("risks.received")
def judge_declarations(events: Sequence[Event]) -> None:
    """Give the verdicts on messages of a few forms."""
    pieces = Declaration.objects.in_pieces([event.subject for event in events])
    waiting = pieces.order_by("message_id", "position")
    for _message, piece in groupby(waiting, lambda each: each.message_id):
        give_verdicts(list(piece))
