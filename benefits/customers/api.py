"""Customer files for applications of suppliers: drop one, read how far it is, fetch the answer."""

from datetime import datetime
from tempfile import SpooledTemporaryFile
from typing import Any, BinaryIO, Self, cast
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_noop as _
from ninja import Router

from benefits.customers.actions import take
from benefits.customers.faults import RefusedCustomersError
from benefits.customers.models import CustomerFile
from benefits.customers.presenting import answer_of, name_of
from portal.access.models import CapacityKind, Service
from portal.access.tokens import ApplicationRequest, ApplicationToken
from portal.directory.control import ControlError
from portal.exchange.api import api
from portal.exchange.models import Channel
from portal.exchange.problems import Problem, ProblemError, Reply

CSV = "text/csv"
MAX_BYTES = 1 << 30
BLOCK = 1 << 20
IN_MEMORY = 2 << 20  # of a file that is being received; the rest goes to disk
RETRY_SECONDS = 30

router = Router(
    auth=ApplicationToken(Service.SUPPORT, CapacityKind.INSTITUTION),
    tags=["Network"],
    by_alias=True,
)
api.add_router("/network/v1/customer-files", router)

BODY: dict[str, Any] = {
    "requestBody": {
        "required": True,
        "content": {
            CSV: {
                "schema": {
                    "type": "string",
                    "description": "The customers of this quarter, as the page of files says",
                }
            }
        },
    }
}


class CustomerFileState(Reply):
    """The receipt of a file, and how far its answer is."""

    ticket: UUID
    received_at: datetime
    sha256: str
    quarter: int
    lines: int
    pieces: int
    pieces_done: int
    known: int
    applies: int
    refused: int

    @classmethod
    def of(cls, file: Any) -> Self:
        """Return the state of a file with its progress."""
        return cls(
            ticket=file.message.ticket,
            received_at=file.message.received_at,
            sha256=file.sha256,
            quarter=file.quarter,
            lines=file.lines,
            pieces=file.cut,
            pieces_done=file.done,
            known=file.known,
            applies=file.applies,
            refused=file.refused,
        )


@router.post(
    "",
    response={
        201: CustomerFileState,
        200: CustomerFileState,
        frozenset({401, 403, 413, 415, 422}): Problem,
    },
    openapi_extra=BODY,
    url_name="send_customers",
    summary=_("Send the customers of a quarter, to learn who has the social tariff"),
)
def send(request: ApplicationRequest) -> HttpResponse:
    """Store the file, and give a receipt; the answer follows.

    201 for a new file; 200 with `Idempotency-Replayed` for one that stands already. Each customer
    passes the integration control, and reads that you asked.
    """
    with SpooledTemporaryFile(IN_MEMORY) as spooled:
        stream = cast(BinaryIO, spooled)
        _receive(request, stream)
        try:
            file, new = take(request.auth, Channel.API, stream)
        except ControlError as error:
            raise ProblemError(error.status, str(error.message), error.code) from error
        except RefusedCustomersError as error:
            details = {"line": error.line, "field": error.field}
            raise ProblemError(422, error.message, error.code, details=details) from error
    state = CustomerFileState.of(CustomerFile.objects.with_progress().get(pk=file.pk))
    answer = api.create_response(
        request, state.model_dump(mode="json", by_alias=True), status=201 if new else 200
    )
    answer["Location"] = reverse("api:customers", args=[file.message.ticket])
    if not new:
        answer["Idempotency-Replayed"] = "true"
    return answer


def _receive(request: HttpRequest, stream: BinaryIO) -> None:
    """Write the body out as it comes; `ProblemError` 413 or 415."""
    encoding = request.headers.get("Content-Encoding", "identity")
    if request.content_type != CSV or encoding != "identity":
        raise ProblemError(415, gettext("Send one of these, not compressed: %s.") % CSV)
    while block := request.read(BLOCK):
        stream.write(block)
        if stream.tell() > MAX_BYTES:
            raise ProblemError(413, gettext("The message is too big."))


@router.get(
    "/{ticket}",
    response={200: CustomerFileState, frozenset({401, 403, 404}): Problem},
    url_name="customers",
    summary=_("Read how far the answer to a customer file is"),
)
def state(request: ApplicationRequest, ticket: UUID) -> CustomerFileState:
    """Return the receipt and the counts so far."""
    return CustomerFileState.of(_own(request, ticket))


@router.get(
    "/{ticket}/answer",
    response={200: None, frozenset({401, 403, 404}): Problem},
    url_name="customers_answer",
    summary=_("Fetch the answer to a customer file"),
)
def answer(request: ApplicationRequest, ticket: UUID) -> StreamingHttpResponse:
    """Return the answer line by line; 404 with `Retry-After` until each line has one."""
    found: Any = _own(request, ticket)
    if found.done < found.cut:
        text = gettext("There is no answer yet. Ask again in a while.")
        headers = {"Retry-After": str(RETRY_SECONDS)}
        raise ProblemError(404, text, "NOT-ANSWERED", headers=headers)
    headers = {
        "Content-Disposition": f'attachment; filename="{name_of(found)}"',
        "Cache-Control": "no-store",
    }
    return StreamingHttpResponse(answer_of(found), CSV, headers=headers)


def _own(request: ApplicationRequest, ticket: UUID) -> CustomerFile:
    own = CustomerFile.objects.of(request.auth.institution_id).with_progress()
    found = own.filter(message__ticket=ticket).first()
    if found is None:
        raise Http404
    return found
