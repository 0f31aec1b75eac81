"""What the interfaces of declarations share: a message taken in, its receipt, its verdicts."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext

from declarations.channels.actions import Draft, values_of
from declarations.channels.models import Declaration
from declarations.channels.queries import DeclarationQuerySet
from declarations.channels.replies import (
    DeclarationStatus,
    FileFinding,
    JudgedEntry,
    MessageState,
    NotTaken,
    Outcome,
    Receipt,
    entries_of,
    entries_of_drafts,
    receipt_of,
)
from declarations.channels.uploads import Taken
from portal.access.models import Capacity, Service
from portal.access.tokens import ApplicationRequest
from portal.exchange.api import JSON, XML, body_of, key_of
from portal.exchange.json_body import MAX_MANY
from portal.exchange.models import Message
from portal.exchange.problems import Problem, ProblemError
from portal.exchange.quick import Small, Stored

RETRY_SECONDS = 2  # the outbox moves that often
READ_REFUSALS = {frozenset({401, 403, 404}): Problem}
SEND_REFUSALS = {frozenset({401, 403, 413, 415}): Problem, 422: NotTaken}
AS_XML: dict[str, Any] = {"responses": {200: {"content": {XML: {"schema": {"type": "string"}}}}}}

Received = tuple[Message, bool, Sequence[Draft]]  # with "is it new", and what was read of it
Taker = Callable[[Capacity, str, bytes], Received]  # of a sender, the key, the bytes


def body(one: dict[str, Any], file: str) -> dict[str, Any]:
    """Return the description of what is sent: a declaration as JSON, a list of them, or a file."""
    many = {"type": "array", "items": one, "minItems": 1, "maxItems": MAX_MANY}
    content = {
        JSON: {"schema": {"anyOf": [one, many]}},
        XML: {"schema": {"type": "string", "description": file}},
    }
    return {"requestBody": {"required": True, "content": content}}


def read_whole(take: Callable[[], Taken], size: int, most: int) -> Received:
    """Take a file of `size` bytes in; `ProblemError` 413 over `most`, 422 for one not readable."""
    if size > most:
        raise ProblemError(413, gettext("The message is too big."))
    taken = take()
    if taken.message is None:
        findings = [FileFinding.of(each).model_dump(by_alias=True) for each in taken.findings]
        message = gettext("The file cannot be read. Nothing of it was stored.")
        raise ProblemError(422, message, "FILE", details={"findings": findings})
    return taken.message, taken.new, taken.drafts


def take(
    request: ApplicationRequest, key: str | None, takers: Mapping[str, Taker], state: str
) -> HttpResponse:
    """Take in what was sent, by its media type, and answer with the receipt.

    201 with `Location` for a new message; 200 with `Idempotency-Replayed` for one that stands
    already. `state` names the address of a whole message; one declaration stands below the address
    that it was sent to.
    """
    media_type, content = body_of(request, *takers)
    message, new, drafts = takers[media_type](request.auth, key_of(key, content), content)
    receipt = receipt_of(message, entries_of_drafts(drafts) if new else entries_of(message))
    headers = {"Location": _location(request, receipt, state), "Cache-Control": "no-store"}
    if not new:
        headers["Idempotency-Replayed"] = "true"
    answer = receipt.model_dump_json(by_alias=True)
    return HttpResponse(answer, JSON, 201 if new else 200, headers=headers)


def small(drafts: Sequence[Draft], service: Service) -> Small:
    """Return one declaration as the quick way takes it: stored and answered as `take` does."""

    def answer(message: Stored) -> tuple[str, str]:
        receipt = receipt_of(message, entries_of_drafts(drafts))
        return receipt.model_dump_json(by_alias=True), str(receipt.declarations[0].id)

    return Small(values_of(drafts, service), answer)


def _location(request: ApplicationRequest, receipt: Receipt, state: str) -> str:
    if len(receipt.declarations) == 1:
        return f"{request.path}/{receipt.declarations[0].id}"
    return reverse(state, args=[receipt.ticket])


def outcome(readable: DeclarationQuerySet, reference: UUID) -> Outcome:
    """Return the verdict on one of these; 404, with `Retry-After` until there is one."""
    found = readable.filter(reference=reference).first()
    if found is None:
        raise Http404
    status = DeclarationStatus.of(found)
    if status is None:
        raise not_judged()
    return Outcome(id=found.reference, ticket=found.message.ticket, declaration_status=status)


def of_message(
    readable: DeclarationQuerySet, ticket: UUID, capacity: Capacity, service: Service
) -> tuple[Message, list[Declaration]]:
    """Return a message with those of its declarations that the asker may read, or 404.

    Of one's own that is not read yet there are none.
    """
    found = list(readable.filter(message__ticket=ticket).order_by("position"))
    if found:
        return found[0].message, found
    sent = {"capacity__company": capacity.company_id, "capacity__environment": capacity.environment}
    return get_object_or_404(Message, ticket=ticket, service=service, **sent), []


def state_of(
    request: ApplicationRequest,
    found: tuple[Message, list[Declaration]],
    notices: Callable[[Message, list[Declaration]], bytes],
) -> MessageState | HttpResponse:
    """Return the receipt and the verdicts so far; as XML the notices of those that were judged.

    Raises `ProblemError`: 406 where neither JSON nor XML is asked for, 404 as XML until one was.
    """
    wanted = request.get_preferred_type([JSON, XML])
    if wanted is None:
        raise ProblemError(406, gettext("Ask for one of these: %s.") % f"{JSON}, {XML}")
    message, declarations = found
    if wanted == XML:
        judged = [each for each in declarations if hasattr(each, "verdict")]
        if not judged:
            raise not_judged()
        return as_xml(notices(message, judged))
    return MessageState(
        ticket=message.ticket,
        received_at=message.received_at,
        sha256=message.sha256,
        declarations=[JudgedEntry.of(each) for each in declarations],
    )


def not_judged() -> ProblemError:
    """Return the refusal of what has no verdict yet."""
    message = gettext("There is no verdict yet. Ask again in a few seconds.")
    return ProblemError(404, message, "NOT-JUDGED", headers={"Retry-After": str(RETRY_SECONDS)})


def as_xml(content: bytes) -> HttpResponse:
    """Answer with XML that no cache keeps."""
    return HttpResponse(content, content_type=XML, headers={"Cache-Control": "no-store"})
