"""Quarterly wages for applications: send a message of any size, read what became of it.

The bytes of a message are never held as a whole. A company that a payroll office declared for reads
its own forms of the message, and nothing of the others.
"""

import hashlib
from collections.abc import Iterable
from datetime import datetime
from tempfile import SpooledTemporaryFile
from typing import Annotated, Any, BinaryIO, Self, cast
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_noop as _
from ninja import Query, Router

from declarations.channels.interface import RETRY_SECONDS
from declarations.channels.models import Result, Verdict
from declarations.channels.replies import Anomaly, FileFinding
from declarations.glossary.findings import Finding
from declarations.wages.answers.queries import forms_of
from declarations.wages.intake import take
from declarations.wages.models import Form, Load
from portal.access.models import COMPANY_KINDS, Environment, Service
from portal.access.tokens import ApplicationRequest, ApplicationToken
from portal.exchange.api import JSON, XML, IdempotencyKey, api
from portal.exchange.models import Channel
from portal.exchange.problems import Problem, ProblemError, Reply

MAX_BYTES = 1 << 30
BLOCK = 1 << 20
IN_MEMORY = 2 << 20  # of a message that is being received; the rest goes to disk
PAGE = 500  # forms in one answer

router = Router(
    auth=ApplicationToken(Service.WAGES, *COMPANY_KINDS, environments=Environment),
    tags=["Quarterly wages"],
    by_alias=True,
)
api.add_router("/dmfa/v1", router)

BODY: dict[str, Any] = {
    "requestBody": {
        "required": True,
        "content": {
            XML: {
                "schema": {
                    "type": "string",
                    "description": "DmfAOriginal or DmfAUpdate, of one or of many employers",
                }
            }
        },
    }
}


class WagesReceipt(Reply):
    """The proof of what was received, and when."""

    ticket: UUID
    received_at: datetime
    sha256: str


class FormStatus(Reply):
    """The verdict: A accepted, W accepted with a warning, B refused."""

    result: Result
    anomalies: list[Anomaly]

    @classmethod
    def of(cls, verdict: Verdict) -> Self:
        """Return the verdict with texts in the reader's language."""
        return cls(
            result=Result(verdict.result),
            anomalies=[Anomaly.of(finding) for finding in verdict.anomalies],
        )


class FormState(Reply):
    """One employer's quarter in a message; `declarationStatus` once there is a verdict."""

    id: UUID
    position: int
    reference: str
    flow: str
    quarter: int | None
    workers: int
    declaration_status: FormStatus | None

    @classmethod
    def of(cls, form: Form) -> Self:
        """Return the form, and its verdict with texts in the reader's language."""
        declaration = form.declaration
        verdict: Verdict | None = getattr(declaration, "verdict", None)
        return cls(
            id=declaration.reference,
            position=declaration.position,
            reference=declaration.declarant_reference,
            flow=declaration.flow,
            quarter=form.quarter,
            workers=form.workers,
            declaration_status=FormStatus.of(verdict) if verdict else None,
        )


class WorkState(Reply):
    """How far the work on a message is; `anomalies` say why it cannot be read at all."""

    finished: bool
    pieces: int
    pieces_done: int
    workers: int
    workers_done: int
    anomalies: list[FileFinding]


class WagesMessageState(WagesReceipt):
    """A message with the forms that the asker may read; `work` for who sent it.

    `next` is the `after` with which the following forms are asked, if there are more.
    """

    work: WorkState | None
    declarations: list[FormState]
    next: int | None


@router.post(
    "/declarations",
    response={201: WagesReceipt, 200: WagesReceipt, frozenset({401, 403, 413, 415, 422}): Problem},
    openapi_extra=BODY,
    url_name="declare_wages",
    summary=_("Declare wages and working time of a quarter, or change what was declared"),
)
def declare(request: ApplicationRequest, idempotency_key: IdempotencyKey = None) -> HttpResponse:
    """Store the message, and give a receipt; the verdicts follow.

    201 for a new message; 200 with `Idempotency-Replayed` for one that stands already.
    """
    with SpooledTemporaryFile(IN_MEMORY) as spooled:
        stream = cast(BinaryIO, spooled)
        sha256 = _receive(request, stream)
        message, new = take(request.auth, Channel.API, idempotency_key or sha256, stream)
    receipt = WagesReceipt(
        ticket=message.ticket, received_at=message.received_at, sha256=message.sha256
    )
    headers = {
        "Location": reverse("api:wages_message", args=[message.ticket]),
        "Cache-Control": "no-store",
    }
    if not new:
        headers["Idempotency-Replayed"] = "true"
    answer = receipt.model_dump_json(by_alias=True)
    return HttpResponse(answer, JSON, 201 if new else 200, headers=headers)


def _receive(request: HttpRequest, stream: BinaryIO) -> str:
    """Write the body out as it comes, and return its SHA-256; `ProblemError` 413 or 415."""
    encoding = request.headers.get("Content-Encoding", "identity")
    if request.content_type != XML or encoding != "identity":
        raise ProblemError(415, gettext("Send one of these, not compressed: %s.") % XML)
    digest, size = hashlib.sha256(), 0
    while block := request.read(BLOCK):
        size += len(block)
        if size > MAX_BYTES:
            raise ProblemError(413, gettext("The message is too big."))
        digest.update(block)
        stream.write(block)
    return digest.hexdigest()


@router.get(
    "/messages/{ticket}",
    response={200: WagesMessageState, frozenset({401, 403, 404, 422}): Problem},
    url_name="wages_message",
    summary=_("Read how far a message of wages is, and the verdicts so far"),
)
def message(
    request: ApplicationRequest, ticket: UUID, after: Annotated[int, Query(ge=0, le=2**31 - 1)] = 0
) -> WagesMessageState:
    """Return the receipt, how far the work is, and the forms after a position."""
    forms = forms_of(request.auth).filter(declaration__message__ticket=ticket)
    page = list(forms.filter(declaration__position__gt=after)[: PAGE + 1])
    load: Any = (
        Load.objects.with_progress()
        .select_related("message__capacity")
        .filter(message__ticket=ticket)
    )
    found = load.defer("message__body").first()
    own = found is not None and (
        found.message.capacity.company_id == request.auth.company_id
        and found.message.environment == request.auth.environment
    )
    if found is None or not (own or page or forms.exists()):
        raise Http404
    return WagesMessageState(
        ticket=found.message.ticket,
        received_at=found.message.received_at,
        sha256=found.message.sha256,
        work=_work(found) if own else None,
        declarations=[FormState.of(form) for form in page[:PAGE]],
        next=page[PAGE - 1].declaration.position if len(page) > PAGE else None,
    )


def _work(load: Any) -> WorkState:
    return WorkState(
        finished=load.finished_at is not None,
        pieces=load.pieces,
        pieces_done=load.done,
        workers=load.workers,
        workers_done=load.read,
        anomalies=_findings(load.findings),
    )


def _findings(stored: Iterable[dict[str, Any]]) -> list[FileFinding]:
    return [FileFinding.of(Finding.from_json(each)) for each in stored]


@router.get(
    "/declarations/{declaration}",
    response={200: FormState, frozenset({401, 403, 404}): Problem},
    url_name="wages_verdict",
    summary=_("Read the verdict on one employer's quarter"),
)
def verdict(request: ApplicationRequest, declaration: UUID) -> FormState:
    """Return the verdict; 404 with `Retry-After` until there is one."""
    form = forms_of(request.auth).filter(declaration__reference=declaration).first()
    if form is None:
        raise Http404
    state = FormState.of(form)
    if state.declaration_status is None:
        text = gettext("There is no verdict yet. Ask again in a few seconds.")
        headers = {"Retry-After": str(RETRY_SECONDS)}
        raise ProblemError(404, text, "NOT-JUDGED", headers=headers)
    return state
