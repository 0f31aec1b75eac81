"""What an institution is answered when it tells something: the ticket of its message."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from ninja import Status

from portal.exchange.api import JSON
from portal.exchange.messages import Sent
from portal.exchange.models import Message
from portal.exchange.problems import Problem, Reply

REFUSALS = {frozenset({401, 403, 404, 413, 415, 422}): Problem}


class Ticket(Reply):
    """Under which ticket a message was taken in, and when."""

    ticket: UUID
    received_at: datetime


def described(model: type[Sent]) -> dict[str, Any]:
    """Return the description of a message in JSON, for an operation that reads it itself."""
    schema = model.model_json_schema()
    parts = schema.pop("$defs", {})
    content = {JSON: {"schema": _written_out(schema, parts)}}
    return {"requestBody": {"required": True, "content": content}}


def _written_out(schema: Any, parts: dict[str, Any]) -> Any:
    """Return a schema with its parts in the places where it refers to them."""
    if isinstance(schema, list):
        return [_written_out(each, parts) for each in schema]
    if not isinstance(schema, dict):
        return schema
    if "$ref" in schema:
        return _written_out(parts[schema["$ref"].rpartition("/")[2]], parts)
    return {name: _written_out(each, parts) for name, each in schema.items()}


def answer(response: HttpResponse, message: Message, new: bool) -> Status[Ticket]:
    """Return 201 with the ticket of a new message; 200 and a header for one that stands already."""
    if not new:
        response["Idempotency-Replayed"] = "true"
    given = Ticket(ticket=message.ticket, received_at=message.received_at)
    return Status(201 if new else 200, given)
