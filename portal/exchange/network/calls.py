"""A call: its message is received once for its ticket, and the log is told what it is about."""

from portal.access.models import Capacity, Service
from portal.exchange.actions import KeyReusedError, receive
from portal.exchange.models import Channel, Message
from portal.exchange.network.envelope import Question
from portal.exchange.network.log import Call


class TicketUsedError(Exception):
    """The sender's ticket served already, for the message with our `ticket`."""

    def __init__(self, ticket: object) -> None:
        super().__init__(ticket)
        self.ticket = ticket


def begin(
    capacity: Capacity,
    service: Service,
    action: str,
    body: bytes,
    question: Question,
    channel: Channel = Channel.API,
) -> tuple[Call, bool]:
    """Store the message of a question, with the sender's ticket as its key; say whether it is new.

    Raises `TicketUsedError` when the ticket served for another question.
    """
    ticket = question.information_customer.ticket
    try:
        message, new = receive(capacity, service, channel, ticket, body)
    except KeyReusedError:
        standing = Message.objects.get(capacity=capacity, service=service, key=ticket)
        raise TicketUsedError(standing.ticket) from None
    call = Call(
        capacity=capacity,
        service=service,
        action=action,
        ticket=message.ticket,
        customer_ticket=ticket,
        legal_context=question.legal_context,
        quality=question.purpose,
        received_at=message.received_at,
    )
    return call, new
