"""What the room of wages is told of: pieces to work, shelves to seal, messages to finish."""

from collections.abc import Sequence

from declarations.wages.finishing import finish, is_ready, seal_shelf
from declarations.wages.loading import work
from declarations.wages.models import Load, Piece
from declarations.wages.storing import Facts
from portal.exchange.actions import Happening, publish_all
from portal.exchange.models import Event
from portal.exchange.subscribers import subscribe, subscribe_to_many


@subscribe_to_many("wages.piece")
def work_piece(events: Sequence[Event]) -> None:
    """Work pieces. The only piece of a message goes to the open shelf, and finishes it."""
    pieces, facts = Piece.objects.select_related("load__message__capacity", "shelf"), Facts()
    for event in events:
        piece = pieces.get(pk=event.subject)
        read = work(piece, facts)
        if piece.load.pieces == 1 and piece.shelf_id is None:
            finish(piece.load, read)
        else:
            publish_all([Happening("wages.read", piece.pk, message=event.message_id)])
    facts.store()


@subscribe("wages.read")
def seal(event: Event) -> None:
    """Seal the shelf of a piece after the last of its pieces, and say so."""
    piece = Piece.objects.get(pk=event.subject)
    if piece.shelf_id is None or seal_shelf(piece):
        publish_all([Happening("wages.sealed", piece.load_id, message=event.message_id)])


@subscribe("wages.sealed")
def finish_load(event: Event) -> None:
    """Finish a message after the last of its pieces and shelves."""
    load = Load.objects.select_related("message__capacity").get(pk=event.subject)
    if is_ready(load):
        finish(load)
