"""The official receipt of a set of files."""

from declarations.channels.answers import acrf
from declarations.files.models import Sending

TICKET_LENGTH = 20  # of the official receipt: the first digits of our ticket


def receipt_of(sending: Sending) -> bytes:
    """Return the ACRF of a set: that it was taken in, or the codes that refuse it."""
    return acrf(
        file_name=sending.trigger.name,
        ticket=sending.ticket.hex[:TICKET_LENGTH],
        accepted=sending.accepted,
        at=sending.decided_at,
        errors=sending.errors,
    )
