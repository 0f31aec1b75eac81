"""Hiring and leaving for applications: send a message, read what became of it.

A reader sees anomalies and period numbers of its own messages, no person's file: no access line.
"""

from uuid import UUID

from django.http import HttpResponse
from django.utils.translation import gettext_noop as _
from ninja import Router

from declarations.channels.actions import DECLARED, FEW, keep, submit
from declarations.channels.interface import (
    AS_XML,
    READ_REFUSALS,
    SEND_REFUSALS,
    Received,
    as_xml,
    body,
    of_message,
    outcome,
    read_whole,
    small,
    state_of,
    take,
)
from declarations.channels.models import Declaration
from declarations.channels.queries import DeclarationQuerySet
from declarations.channels.replies import MessageState, Outcome, Receipt
from declarations.channels.safe_xml import MAX_BYTES
from declarations.channels.uploads import take_file
from declarations.hiring import json_form
from declarations.hiring.notices import receipt_notice, result_notices
from portal.access.models import COMPANY_KINDS, Capacity, Environment, Service
from portal.access.tokens import ApplicationRequest, ApplicationToken
from portal.exchange.api import JSON, XML, IdempotencyKey, api
from portal.exchange.json_body import read_json, read_json_many
from portal.exchange.models import Channel, Message
from portal.exchange.problems import Problem, ProblemError
from portal.exchange.quick import QUICK, Reader, Small

router = Router(
    auth=ApplicationToken(Service.HIRING, *COMPANY_KINDS, environments=Environment),
    tags=["Hiring and leaving"],
    by_alias=True,
)
api.add_router("/dimona/v2", router)


def _take_json(capacity: Capacity, key: str, content: bytes) -> Received:
    drafts = json_form.read_forms(read_json_many(content))
    if len(drafts) > FEW:
        return *keep(capacity, Channel.API, key, content), ()
    return *submit(capacity, Channel.API, key, content, drafts), drafts


def _take_xml(capacity: Capacity, key: str, content: bytes) -> Received:
    """Take a file in; one that cannot be read is refused as a whole."""
    return read_whole(
        lambda: take_file(capacity, content, key, Channel.API), len(content), MAX_BYTES
    )


def _read_small(content: bytes) -> Small | None:
    """Read what is one declaration of the right shape."""
    try:
        drafts = json_form.read_forms(read_json(content))
    except ProblemError:
        return None
    return small(drafts, Service.HIRING)


QUICK["/api/dimona/v2/declarations"] = Reader(
    Service.HIRING, COMPANY_KINDS, Environment, DECLARED, _read_small
)
TAKERS = {JSON: _take_json, XML: _take_xml}


@router.post(
    "/declarations",
    response={201: Receipt, 200: Receipt, **SEND_REFUSALS},
    openapi_extra=body(json_form.schema(), "Dimona 2023/1, up to 12 megabytes and 10,000 forms"),
    url_name="declare",
    summary=_("Declare a start, an end, a change or a cancellation"),
)
def declare(request: ApplicationRequest, idempotency_key: IdempotencyKey = None) -> HttpResponse:
    """Store the message, and give a receipt; the verdicts follow within seconds.

    Those of a message of more than 50 are read after the receipt: the message lists them then. 201
    for a new message; 200 with `Idempotency-Replayed` for one that stands already.
    """
    return take(request, idempotency_key, TAKERS, "api:message")


@router.get(
    "/declarations/{declaration}",
    response={200: Outcome, **READ_REFUSALS},
    url_name="verdict",
    summary=_("Read the verdict on a declaration"),
)
def verdict(request: ApplicationRequest, declaration: UUID) -> Outcome:
    """Return the verdict; 404 with `Retry-After` until there is one."""
    return outcome(_readable(request), declaration)


@router.get(
    "/messages/{ticket}",
    response={200: MessageState, **READ_REFUSALS, 406: Problem},
    url_name="message",
    summary=_("Read a receipt with all verdicts so far"),
    openapi_extra=AS_XML,
)
def message(request: ApplicationRequest, ticket: UUID) -> MessageState | HttpResponse:
    """Return the receipt and the verdicts; as XML the official notification of each verdict."""
    return state_of(request, _of_message(request, ticket), result_notices)


@router.get(
    "/messages/{ticket}/acrf",
    response={200: None, **READ_REFUSALS},
    url_name="acrf",
    summary=_("Read a receipt in the official layout"),
    openapi_extra=AS_XML,
)
def receipt_file(request: ApplicationRequest, ticket: UUID) -> HttpResponse:
    """Return the receipt as an ACRF file."""
    received, _declarations = _of_message(request, ticket)
    return as_xml(receipt_notice(received))


def _readable(request: ApplicationRequest) -> DeclarationQuerySet:
    readable = Declaration.objects.readable_by(request.auth)
    return readable.select_related(
        "message", "verdict", "effect__period", "registering__registration", "search"
    )


def _of_message(request: ApplicationRequest, ticket: UUID) -> tuple[Message, list[Declaration]]:
    with_history = _readable(request).prefetch_related("effect__period__history__declaration")
    return of_message(with_history, ticket, request.auth, Service.HIRING)
