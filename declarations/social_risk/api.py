"""Social risks for applications: send forms, read the verdicts and what institutions answered.

A reader sees anomalies and references of its own messages, no person's file: no access line.
"""

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_noop as _
from ninja import Router

from declarations.channels.actions import Draft, submit
from declarations.channels.models import Declaration
from declarations.channels.queries import DeclarationQuerySet
from declarations.hiring.notices import receipt_notice
from declarations.hiring.replies import (
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
from declarations.social_risk import json_form
from declarations.social_risk.intake import take_risks
from declarations.social_risk.models import RiskDelivery
from declarations.social_risk.notices import risk_notices
from declarations.social_risk.reading import MAX_BYTES
from portal.access.models import COMPANY_KINDS, Capacity, Environment, Service
from portal.access.tokens import ApplicationRequest, ApplicationToken
from portal.exchange.api import JSON, XML, IdempotencyKey, api, body_of, key_of
from portal.exchange.json_body import MAX_MANY, read_json_many
from portal.exchange.models import Channel, Message
from portal.exchange.problems import Problem, ProblemError, Reply

RETRY_SECONDS = 2  # the outbox moves that often
READ_REFUSALS = {frozenset({401, 403, 404}): Problem}
SEND_REFUSALS = {frozenset({401, 403, 413, 415}): Problem, 422: NotTaken}

router = Router(
    auth=ApplicationToken(Service.RISKS, *COMPANY_KINDS, environments=Environment),
    tags=["Social risks"],
    by_alias=True,
)
api.add_router("/risks/v1", router)

Received = tuple[Message, bool, Sequence[Draft]]  # with "is it new", and what was read of it


def _take_json(capacity: Capacity, key: str, body: bytes) -> Received:
    drafts = json_form.drafts_of(read_json_many(body), timezone.now())
    sent = submit(capacity, Channel.API, key, body, drafts, service=Service.RISKS)
    return *sent, drafts


def _take_xml(capacity: Capacity, key: str, body: bytes) -> Received:
    """Take a file in; one that cannot be read is refused as a whole."""
    if len(body) > MAX_BYTES:
        raise ProblemError(413, gettext("The message is too big."))
    taken = take_risks(capacity, body, key, Channel.API)
    if taken.message is None:
        findings = [FileFinding.of(each).model_dump(by_alias=True) for each in taken.findings]
        message = gettext("The file cannot be read. Nothing of it was stored.")
        raise ProblemError(422, message, "FILE", details={"findings": findings})
    return taken.message, taken.new, taken.drafts


TAKERS: dict[str, Callable[[Capacity, str, bytes], Received]] = {JSON: _take_json, XML: _take_xml}
ONE: dict[str, Any] = json_form.schema()
MANY: dict[str, Any] = {"type": "array", "items": ONE, "minItems": 1, "maxItems": MAX_MANY}
BODY: dict[str, Any] = {
    "requestBody": {
        "required": True,
        "content": {
            JSON: {"schema": {"anyOf": [ONE, MANY]}},
            XML: {"schema": {"type": "string", "description": "One scenario, up to 10,000 forms"}},
        },
    }
}
AS_XML = {"responses": {200: {"content": {XML: {"schema": {"type": "string"}}}}}}


@router.post(
    "/declarations",
    response={201: Receipt, 200: Receipt, **SEND_REFUSALS},
    openapi_extra=BODY,
    url_name="declare_risk",
    summary=_("Declare social risks, change or cancel them"),
)
def declare(request: ApplicationRequest, idempotency_key: IdempotencyKey = None) -> HttpResponse:
    """Store the message, and give a receipt; the verdicts follow within seconds.

    201 for a new message; 200 with `Idempotency-Replayed` for one that stands already.
    """
    media_type, body = body_of(request, *TAKERS)
    key = key_of(idempotency_key, body)
    message, new, drafts = TAKERS[media_type](request.auth, key, body)
    receipt = receipt_of(message, entries_of_drafts(drafts) if new else entries_of(message))
    headers = {"Location": _location(request, receipt), "Cache-Control": "no-store"}
    if not new:
        headers["Idempotency-Replayed"] = "true"
    answer = receipt.model_dump_json(by_alias=True)
    return HttpResponse(answer, JSON, 201 if new else 200, headers=headers)


def _location(request: ApplicationRequest, receipt: Receipt) -> str:
    if len(receipt.declarations) == 1:
        return f"{request.path}/{receipt.declarations[0].id}"
    return reverse("api:risk_message", args=[receipt.ticket])


@router.get(
    "/declarations/{declaration}",
    response={200: Outcome, **READ_REFUSALS},
    url_name="risk_verdict",
    summary=_("Read the verdict on a declaration of a social risk"),
)
def verdict(request: ApplicationRequest, declaration: UUID) -> Outcome:
    """Return the verdict; 404 with `Retry-After` until there is one."""
    found = _readable(request).filter(reference=declaration).first()
    if found is None:
        raise Http404
    status = DeclarationStatus.of(found)
    if status is None:
        raise _not_judged()
    return Outcome(id=found.reference, ticket=found.message.ticket, declaration_status=status)


class Answer(Reply):
    """What an institution answered."""

    kind: str
    note: str
    at: datetime


class Way(Reply):
    """To which institution a declaration went, and what it answered; none where nobody is."""

    institution: str | None
    delivered_at: datetime
    answers: list[Answer]


@router.get(
    "/declarations/{declaration}/delivery",
    response={200: Way, **READ_REFUSALS},
    url_name="risk_way",
    summary=_("Read to which institution a social risk went, and what it answered"),
)
def way(request: ApplicationRequest, declaration: UUID) -> Way:
    """Return the delivery; 404 for what was not accepted, or not judged yet."""
    found = get_object_or_404(_readable(request), reference=declaration)
    delivery = get_object_or_404(
        RiskDelivery.objects.select_related("institution").prefetch_related("answers"),
        declaration=found,
    )
    return Way(
        institution=str(delivery.institution) if delivery.institution else None,
        delivered_at=delivery.at,
        answers=[Answer(kind=a.kind, note=a.note, at=a.at) for a in delivery.answers.all()],
    )


@router.get(
    "/messages/{ticket}",
    response={200: MessageState, **READ_REFUSALS, 406: Problem},
    url_name="risk_message",
    summary=_("Read a receipt of social risks with all verdicts so far"),
    openapi_extra=AS_XML,
)
def message(request: ApplicationRequest, ticket: UUID) -> MessageState | HttpResponse:
    """Return the receipt and the verdicts; as XML the official notification of each verdict."""
    wanted = request.get_preferred_type([JSON, XML])
    if wanted is None:
        raise ProblemError(406, gettext("Ask for one of these: %s.") % f"{JSON}, {XML}")
    received, found = _of_message(request, ticket)
    if wanted == XML:
        judged = [each for each in found if hasattr(each, "verdict")]
        if not judged:
            raise _not_judged()
        return _xml(risk_notices(judged))
    return MessageState(
        ticket=received.ticket,
        received_at=received.received_at,
        sha256=received.sha256,
        declarations=[JudgedEntry.of(declaration) for declaration in found],
    )


@router.get(
    "/messages/{ticket}/acrf",
    response={200: None, **READ_REFUSALS},
    url_name="risk_acrf",
    summary=_("Read a receipt of social risks in the official layout"),
    openapi_extra=AS_XML,
)
def receipt_file(request: ApplicationRequest, ticket: UUID) -> HttpResponse:
    """Return the receipt as an ACRF file."""
    received, _declarations = _of_message(request, ticket)
    return _xml(receipt_notice(received))


def _readable(request: ApplicationRequest) -> DeclarationQuerySet:
    readable = Declaration.objects.readable_by(request.auth)
    return readable.filter(message__service=Service.RISKS).select_related("message", "verdict")


def _of_message(request: ApplicationRequest, ticket: UUID) -> tuple[Message, list[Declaration]]:
    """Return a message with those of its declarations that the asker may read, or 404."""
    found = list(_readable(request).filter(message__ticket=ticket).order_by("position"))
    if found:
        return found[0].message, found
    capacity = request.auth
    sent = {"capacity__company": capacity.company_id, "capacity__environment": capacity.environment}
    return get_object_or_404(Message, ticket=ticket, service=Service.RISKS, **sent), []


def _not_judged() -> ProblemError:
    text = gettext("There is no verdict yet. Ask again in a few seconds.")
    return ProblemError(404, text, "NOT-JUDGED", headers={"Retry-After": str(RETRY_SECONDS)})


def _xml(content: bytes) -> HttpResponse:
    return HttpResponse(content, content_type=XML, headers={"Cache-Control": "no-store"})
