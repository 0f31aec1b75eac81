"""What the room of hiring is told of."""

from collections.abc import Sequence
from itertools import groupby
from operator import attrgetter

from django.db.models import F

from declarations.channels.models import Declaration
from declarations.channels.uploads import read_file
from declarations.hiring.actions import give_verdicts
from portal.exchange.models import Event, Message
from portal.exchange.subscribers import subscribe, subscribe_to_many


@subscribe("file.received")
def read_forms(event: Event) -> None:
    """Read the forms of a file of which a receipt was given."""
    read_file(Message.objects.get(pk=event.subject))


@subscribe_to_many("declarations.received")
def judge_declarations(events: Sequence[Event]) -> None:
    """Give the verdicts on pieces of messages of hiring and leaving, real ones and tests apart."""
    pieces = Declaration.objects.in_pieces([event.subject for event in events])
    waiting = pieces.filter(flow="dimona").annotate(meant=F("message__capacity__environment"))
    for _meant, piece in groupby(waiting.order_by("meant", "pk"), attrgetter("meant")):
        give_verdicts(list(piece))
