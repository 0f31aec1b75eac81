"""The official answers about quarterly wages for applications; the consultation of a quarter."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponseBase, StreamingHttpResponse
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_noop as _
from ninja import Router

from declarations.channels.interface import RETRY_SECONDS
from declarations.channels.replies import FileFinding, NotTaken
from declarations.channels.requests import RefusedError
from declarations.hiring.notices import receipt_notice
from declarations.wages.answers.changes import changes
from declarations.wages.answers.identifiers import identifiers
from declarations.wages.answers.queries import amendments, forms_of, judged, originals
from declarations.wages.answers.results import results
from declarations.wages.consultation import read_question
from declarations.wages.consultation_answer import answer
from portal.access.models import COMPANY_KINDS, Environment, Service
from portal.access.tokens import ApplicationRequest, ApplicationToken
from portal.exchange.api import XML, api, body_of
from portal.exchange.problems import Problem, ProblemError

PIECE = 100  # forms in memory at a time

router = Router(
    auth=ApplicationToken(Service.WAGES, *COMPANY_KINDS, environments=Environment),
    tags=["Quarterly wages: answers"],
    by_alias=True,
)
api.add_router("/dmfa/v1", router)

LAYOUT: dict[str, Any] = {"schema": {"type": "string"}}
ANSWER: dict[str, Any] = {"responses": {200: {"content": {XML: LAYOUT}}}}
QUESTION: dict[str, Any] = ANSWER | {"requestBody": {"required": True, "content": {XML: LAYOUT}}}
READ: dict[Any, Any] = {200: None, frozenset({401, 403, 404}): Problem}


@router.get(
    "/messages/{ticket}/acrf",
    response=READ,
    openapi_extra=ANSWER,
    url_name="wages_acrf",
    summary=_("Read the receipt of a message in the official layout"),
)
def receipt(request: ApplicationRequest, ticket: UUID) -> HttpResponseBase:
    """Return the receipt as an ACRF."""
    form = forms_of(request.auth).filter(declaration__message__ticket=ticket).first()
    if form is None:
        raise Http404
    return _xml([receipt_notice(form.declaration.message)])


@router.get(
    "/messages/{ticket}/notifications",
    response=READ,
    openapi_extra=ANSWER,
    url_name="wages_notifications",
    summary=_("Read the result of each form of a message"),
)
def notifications(request: ApplicationRequest, ticket: UUID) -> HttpResponseBase:
    """Return a NOTIFICATION of the forms that have their verdict; 404 until one has."""
    forms = judged(forms_of(request.auth), ticket)
    if not forms.exists():
        raise _not_judged()
    return _xml(results(forms.iterator(chunk_size=PIECE)))


@router.get(
    "/messages/{ticket}/identifiers",
    response=READ,
    openapi_extra=ANSWER,
    url_name="wages_identifiers",
    summary=_("Read the identifiers of what a message declared"),
)
def identifiers_of(request: ApplicationRequest, ticket: UUID) -> HttpResponseBase:
    """Return a DmfAPID of the originals that were accepted; 404 until one was."""
    forms = originals(forms_of(request.auth), ticket)
    if not forms.exists():
        raise _not_judged()
    return _xml(identifiers(forms.iterator(chunk_size=PIECE)))


@router.get(
    "/declarations/{declaration}/changes",
    response=READ,
    openapi_extra=ANSWER,
    url_name="wages_changes",
    summary=_("Read what an amendment changed"),
)
def changes_of(request: ApplicationRequest, declaration: UUID) -> HttpResponseBase:
    """Return the DmfAUpdateNotification of an accepted amendment; 404 until it was accepted."""
    form = amendments(forms_of(request.auth)).filter(declaration__reference=declaration).first()
    if form is None:
        raise _not_judged()
    return _xml(changes(form))


@router.post(
    "/consultations",
    response={200: None, frozenset({401, 403, 413, 415}): Problem, 422: NotTaken},
    openapi_extra=QUESTION,
    url_name="wages_consultation",
    summary=_("Consult a quarter of an employer"),
)
def consult(request: ApplicationRequest) -> HttpResponseBase:
    """Answer a DmfAConsultationRequest with a DmfAConsultationAnswer.

    Each person in it can read who consulted.
    """
    _media_type, body = body_of(request, XML)
    try:
        question = read_question(body, request.auth)
    except RefusedError as refusal:
        findings = [FileFinding.of(each).model_dump(by_alias=True) for each in refusal.findings]
        message = gettext("The request cannot be answered.")
        raise ProblemError(422, message, "REQUEST", details={"findings": findings}) from None
    return _xml(answer(question, request.auth, timezone.now()))


def _not_judged() -> ProblemError:
    message = gettext("There is no such answer, or not yet. Ask again in a few seconds.")
    return ProblemError(404, message, "NOT-JUDGED", headers={"Retry-After": str(RETRY_SECONDS)})


def _xml(pieces: Iterable[bytes]) -> StreamingHttpResponse:
    return StreamingHttpResponse(pieces, content_type=XML, headers={"Cache-Control": "no-store"})
