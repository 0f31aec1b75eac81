"""Social statuses for applications of institutions: report one, and find the report again.

The report itself leaves the access line; the answer repeats nothing about the person.
"""

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_noop as _
from ninja import Router, Status

from declarations.statuses.actions import report_status
from declarations.statuses.messages import (
    Envelope,
    StatusMessage,
    StoppedEnvelope,
    stopped,
)
from declarations.statuses.models import StatusReport
from portal.access.models import CapacityKind, Service
from portal.access.tokens import ApplicationRequest, ApplicationToken
from portal.directory.control import ControlError
from portal.exchange.api import JSON, IdempotencyKey, api, body_of, key_of
from portal.exchange.json_body import read_json
from portal.exchange.messages import read_message
from portal.exchange.models import Channel
from portal.exchange.problems import Problem

router = Router(
    auth=ApplicationToken(Service.STATUSES, CapacityKind.INSTITUTION),
    tags=["Social statuses"],
    by_alias=True,
)
api.add_router("/statuses/v1", router)

BODY: dict[str, Any] = {
    "requestBody": {
        "required": True,
        "content": {JSON: {"schema": StatusMessage.model_json_schema()}},
    }
}
REFUSALS = {
    frozenset({401, 413, 415}): Problem,
    frozenset({403, 422}): StoppedEnvelope | Problem,
    404: StoppedEnvelope,
}


@router.post(
    "/reports",
    response={201: Envelope, 200: Envelope, **REFUSALS},
    openapi_extra=BODY,
    url_name="report_status",
    summary=_("Report a social status of a person"),
)
def report(
    request: ApplicationRequest, response: HttpResponse, idempotency_key: IdempotencyKey = None
) -> Status[Envelope]:
    """Pass the integration control and store the report; the rights follow by themselves.

    201 for a new message; 200 with `Idempotency-Replayed` for one that stands already.
    """
    received_at = timezone.now()
    _media_type, body = body_of(request, JSON)
    status = read_message(StatusMessage, read_json(body)).as_status()
    key = key_of(idempotency_key, body)
    try:
        stored, new = report_status(request.auth, Channel.API, key, body, status)
    except ControlError as error:
        raise stopped(error, received_at) from error
    stored.refresh_from_db(fields=["recorded_at"])
    response["Location"] = reverse("api:report", args=[stored.message.ticket])
    if not new:
        response["Idempotency-Replayed"] = "true"
    return Status(201 if new else 200, Envelope.of(stored))


@router.get(
    "/reports/{ticket}",
    response={200: Envelope, frozenset({401, 403, 404}): Problem},
    url_name="report",
    summary=_("Read the answer to a report again"),
)
def read_report(request: ApplicationRequest, ticket: UUID) -> Envelope:
    """Return the answer to a report that the asker's institution made."""
    own = StatusReport.objects.filter(institution=request.auth.institution_id)
    return Envelope.of(get_object_or_404(own.select_related("message"), message__ticket=ticket))
