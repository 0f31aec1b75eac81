"""What the room of hiring is told of."""

from collections.abc import Sequence
from itertools import groupby
from operator import attrgetter

from django.db.models import F

from declarations.channels.actions import store_declarations
from declarations.channels.models import Declaration
from declarations.channels.uploads import drafts_of
from declarations.hiring.actions import give_verdicts
from declarations.hiring.json_form import read_forms as read_forms_of
from portal.exchange.json_body import is_list, read_json_many
from portal.exchange.models import Event, Message
from portal.exchange.subscribers import subscribe, subscribe_to_many


@subscribe("file.received")
def read_forms(event: Event) -> None:
    """Read the forms of a large message of which a receipt was given: a file, or a list in JSON."""
    message = Message.objects.get(pk=event.subject)
    body = bytes(message.body)
    drafts = read_forms_of(read_json_many(body)) if is_list(body) else drafts_of(message)
    store_declarations(message, drafts)


@subscribe_to_many("declarations.received")
def judge_declarations(events: Sequence[Event]) -> None:
    """Give the verdicts on pieces of messages of hiring and leaving, real ones and tests apart."""
    pieces = Declaration.objects.in_pieces([event.subject for event in events])
    waiting = pieces.filter(flow="dimona").annotate(meant=F("message__capacity__environment"))
    for _meant, piece in groupby(waiting.order_by("meant", "pk"), attrgetter("meant")):
        give_verdicts(list(piece))
