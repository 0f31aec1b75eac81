"""What the room of hiring is told of."""

from declarations.channels.models import Declaration
from declarations.hiring.actions import give_verdict
from portal.exchange.models import Event
from portal.exchange.subscribers import subscribe


@subscribe("declaration.received")
def judge_declaration(event: Event) -> None:
    """Give the verdict on a declaration of hiring or leaving."""
    declaration = Declaration.objects.select_related("message__capacity__company").get(
        pk=event.subject
    )
    if declaration.flow == "dimona":
        give_verdict(declaration)
