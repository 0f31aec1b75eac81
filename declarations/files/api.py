"""Files for applications: dropped under their official names; and a check that stores nothing."""

from datetime import datetime
from io import BytesIO
from typing import Annotated
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_noop as _
from ninja import Path, Router, Status

from declarations.channels.interface import AS_XML, READ_REFUSALS
from declarations.channels.replies import FileFinding
from declarations.channels.safe_xml import MAX_BYTES
from declarations.files import checking
from declarations.files.actions import drop
from declarations.files.models import DroppedFile, Sending
from declarations.files.names import flows
from declarations.files.queries import files_of, sendings_of
from declarations.files.receipts import receipt_of
from declarations.files.refusals import REFUSALS, RefusedFileError
from portal.access.models import COMPANY_KINDS, Environment, Service
from portal.access.tokens import ApplicationRequest, ApplicationToken
from portal.exchange.api import XML, api, body_of
from portal.exchange.problems import FieldProblem, Problem, ProblemError, Reply

LONGEST_NAME = 64

auth = ApplicationToken(Service.HIRING, *COMPANY_KINDS, environments=Environment)
wages_auth = ApplicationToken(Service.WAGES, *COMPANY_KINDS, environments=Environment)


def _service_of(request: HttpRequest) -> Service:
    """Return what a file is about, which its name says; hiring, if it does not."""
    name = request.resolver_match.kwargs["name"] if request.resolver_match else ""
    return flows().get(next(iter(name.split(".")[1:2]), ""), Service.HIRING)


router = Router(
    auth=ApplicationToken(
        Service.HIRING, *COMPANY_KINDS, environments=Environment, about=_service_of
    ),
    tags=["Files"],
    by_alias=True,
)
checks = Router(auth=auth, tags=["Files"], by_alias=True)
wage_checks = Router(
    auth=wages_auth,
    tags=["Quarterly wages"],
    by_alias=True,
)
api.add_router("/files/v1", router)
api.add_router("/dimona/v2/checks", checks)
api.add_router("/dmfa/v1/checks", wage_checks)

Name = Annotated[
    str, Path(max_length=LONGEST_NAME, examples=["FI.DMPI.054321.20260327.00001.R.1.1"])
]
FILE_BODY = {
    "requestBody": {
        "content": {
            "application/octet-stream": {"schema": {"type": "string"}},
            XML: {"schema": {"type": "string"}},
        }
    }
}
CHECK_BODY = {"requestBody": {"required": True, "content": {XML: {"schema": {"type": "string"}}}}}


class Refusal(Reply):
    """Why a set of files is refused, with the code of the official receipt."""

    code: str
    message: str


class SendingState(Reply):
    """What a GO file set to work; `message` is the ticket under which the verdicts are read."""

    ticket: UUID
    accepted: bool
    errors: list[Refusal]
    message: UUID | None


class FileState(Reply):
    """A file that stands; `sending` once its GO file was worked."""

    name: str
    sha256: str
    received_at: datetime
    sending: SendingState | None


class CheckReply(Reply):
    """What a check found; `passes` names those that ran."""

    flow: str
    accepted: bool
    passes: dict[str, bool]
    anomalies: list[FileFinding]


CHECK_REPLIES = {200: CheckReply, frozenset({401, 403, 413, 415}): Problem}


@router.put(
    "/{name}",
    response={
        201: FileState,
        200: FileState,
        frozenset({401, 403, 404, 413, 422}): Problem,
    },
    openapi_extra=FILE_BODY,
    url_name="drop_file",
    summary=_("Drop a file under its official name"),
)
def put(request: ApplicationRequest, name: Name) -> Status[FileState]:
    """Store an FI or FS file; with the GO file the set is worked.

    201 for a new file; 200 for the same one again. 422 with the codes of the official receipt for
    a name that is wrong or that was used for something else; 404 for one that is too long.
    """
    try:
        dropped = drop(request.auth, name, request.body)
    except RefusedFileError as refusal:
        raise _problem(refusal) from None
    if dropped.new:
        dropped.file.refresh_from_db(fields=["dropped_at"])
    return Status(201 if dropped.new else 200, _state(dropped.file, dropped.sending))


@router.get(
    "/{name}",
    response={200: FileState, **READ_REFUSALS},
    url_name="dropped_file",
    summary=_("Read what became of a file"),
)
def state(request: ApplicationRequest, name: Name) -> FileState:
    """Return the file, and what its GO file set to work."""
    file = files_of(request.auth).filter(name=name).first()
    if file is None:
        raise Http404
    return _state(file, sendings_of(request.auth).filter(trigger__of_set=file.of_set).first())


@router.get(
    "/{name}/acrf",
    response={200: None, **READ_REFUSALS},
    url_name="file_acrf",
    summary=_("Read the official receipt of a GO file"),
    openapi_extra=AS_XML,
)
def acrf(request: ApplicationRequest, name: Name) -> HttpResponse:
    """Return the ACRF of the set that a GO file set to work."""
    sending = sendings_of(request.auth).filter(trigger__name=name).first()
    if sending is None:
        raise Http404
    return HttpResponse(
        receipt_of(sending), content_type=XML, headers={"Cache-Control": "no-store"}
    )


@checks.post(
    "",
    response=CHECK_REPLIES,
    openapi_extra=CHECK_BODY,
    url_name="check_declaration",
    summary=_("Check a file without sending it"),
)
def check(request: ApplicationRequest) -> CheckReply:
    """Return every anomaly that the file shows by itself, if it came today. Stores nothing."""
    _media_type, body = body_of(request, XML)
    if len(body) > MAX_BYTES:
        raise ProblemError(413, gettext("The message is too big."))
    found = checking.check(BytesIO(body), on=timezone.localdate())
    anomalies = [FileFinding.of(finding) for finding in found.findings]
    return CheckReply(
        flow=found.flow, accepted=found.accepted, passes=found.passes, anomalies=anomalies
    )


@wage_checks.post(
    "",
    response=CHECK_REPLIES,
    openapi_extra=CHECK_BODY,
    url_name="check_wages",
    summary=_("Check a file of quarterly wages without sending it"),
)
def check_wages(request: ApplicationRequest) -> CheckReply:
    """Return the same as for any file; the scope is that of wages."""
    return check(request)


def _state(file: DroppedFile, sending: Sending | None) -> FileState:
    return FileState(
        name=file.name,
        sha256=file.sha256,
        received_at=file.dropped_at,
        sending=_sending(sending) if sending else None,
    )


def _sending(sending: Sending) -> SendingState:
    return SendingState(
        ticket=sending.ticket,
        accepted=sending.accepted,
        errors=[Refusal(code=code, message=str(REFUSALS[code])) for code in sending.errors],
        message=sending.message.ticket if sending.message else None,
    )


def _problem(refusal: RefusedFileError) -> ProblemError:
    first = refusal.codes[0]
    errors = [
        FieldProblem(path="name", message=f"{code}: {REFUSALS[code]}") for code in refusal.codes
    ]
    return ProblemError(422, str(REFUSALS[first]), first, errors=errors)
