"""What outreach is told of."""

from benefits.takeup.actions import write_some
from portal.exchange.models import Event
from portal.exchange.subscribers import subscribe


@subscribe("outreach.asked")
def write_letters(event: Event) -> None:
    """Somebody of an office wants letters written to those who were found."""
    write_some(event)
