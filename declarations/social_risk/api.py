"""Social risks for applications: send forms, read the verdicts and what institutions answered.

A reader sees anomalies and references of its own messages, no person's file: no access line.
"""

from datetime import datetime
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import gettext_noop as _
from ninja import Router

from declarations.channels.actions import submit
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
    state_of,
    take,
)
from declarations.channels.models import Declaration
from declarations.channels.queries import DeclarationQuerySet
from declarations.channels.replies import MessageState, Outcome, Receipt
from declarations.hiring.notices import receipt_notice
from declarations.social_risk import json_form
from declarations.social_risk.intake import take_risks
from declarations.social_risk.models import RiskDelivery
from declarations.social_risk.notices import risk_notices
from declarations.social_risk.reading import MAX_BYTES
from portal.access.models import COMPANY_KINDS, Capacity, Environment, Service
from portal.access.tokens import ApplicationRequest, ApplicationToken
from portal.exchange.api import JSON, XML, IdempotencyKey, api
from portal.exchange.json_body import read_json_many
from portal.exchange.models import Channel, Message
from portal.exchange.problems import Problem, Reply

router = Router(
    auth=ApplicationToken(Service.RISKS, *COMPANY_KINDS, environments=Environment),
    tags=["Social risks"],
    by_alias=True,
)
api.add_router("/risks/v1", router)


def _take_json(capacity: Capacity, key: str, content: bytes) -> Received:
    drafts = json_form.drafts_of(read_json_many(content), timezone.now())
    sent = submit(capacity, Channel.API, key, content, drafts, service=Service.RISKS)
    return *sent, drafts


def _take_xml(capacity: Capacity, key: str, content: bytes) -> Received:
    """Take a file in; one that cannot be read is refused as a whole."""
    return read_whole(
        lambda: take_risks(capacity, content, key, Channel.API), len(content), MAX_BYTES
    )


TAKERS = {JSON: _take_json, XML: _take_xml}


@router.post(
    "/declarations",
    response={201: Receipt, 200: Receipt, **SEND_REFUSALS},
    openapi_extra=body(json_form.schema(), "One scenario, up to 10,000 forms"),
    url_name="declare_risk",
    summary=_("Declare social risks, change or cancel them"),
)
def declare(request: ApplicationRequest, idempotency_key: IdempotencyKey = None) -> HttpResponse:
    """Store the message, and give a receipt; the verdicts follow within seconds.

    201 for a new message; 200 with `Idempotency-Replayed` for one that stands already.
    """
    return take(request, idempotency_key, TAKERS, "api:risk_message")


@router.get(
    "/declarations/{declaration}",
    response={200: Outcome, **READ_REFUSALS},
    url_name="risk_verdict",
    summary=_("Read the verdict on a declaration of a social risk"),
)
def verdict(request: ApplicationRequest, declaration: UUID) -> Outcome:
    """Return the verdict; 404 with `Retry-After` until there is one."""
    return outcome(_readable(request), declaration)


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
    found = _of_message(request, ticket)
    return state_of(request, found, lambda _message, judged: risk_notices(judged))


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
    return as_xml(receipt_notice(received))


def _readable(request: ApplicationRequest) -> DeclarationQuerySet:
    readable = Declaration.objects.readable_by(request.auth)
    return readable.filter(message__service=Service.RISKS).select_related("message", "verdict")


def _of_message(request: ApplicationRequest, ticket: UUID) -> tuple[Message, list[Declaration]]:
    return of_message(_readable(request), ticket, request.auth, Service.RISKS)
