"""What the accounts are told of."""

from declarations.channels.models import Declaration
from declarations.wages.statements.actions import enter_declaration
from portal.exchange.models import Event
from portal.exchange.subscribers import subscribe


@subscribe("wages.declared")
def enter_what_is_owed(event: Event) -> None:
    """Write the line of a declaration of wages that was accepted."""
    enter_declaration(Declaration.objects.select_related("verdict").get(pk=event.subject))
