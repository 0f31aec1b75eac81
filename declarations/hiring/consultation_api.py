"""The personnel file for applications: a request in XML, and the answer while it is written."""

from typing import Any

from django.http import HttpResponseBase, StreamingHttpResponse
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_noop as _
from ninja import Router

from declarations.channels.replies import FileFinding, NotTaken
from declarations.channels.requests import RefusedError
from declarations.hiring.consultation import read_request
from declarations.hiring.export import pieces
from declarations.hiring.models import EmploymentPeriod
from declarations.hiring.personnel_file import personnel_file
from portal.access.models import COMPANY_KINDS, Environment, Service
from portal.access.tokens import ApplicationRequest, ApplicationToken
from portal.exchange.api import XML, api, body_of
from portal.exchange.problems import Problem, ProblemError

router = Router(
    auth=ApplicationToken(Service.HIRING, *COMPANY_KINDS, environments=Environment),
    tags=["Personnel file"],
    by_alias=True,
)
api.add_router("/dimona/v2/personnel-files", router)

LAYOUT: dict[str, Any] = {"schema": {"type": "string"}}
DESCRIPTION: dict[str, Any] = {
    "requestBody": {"required": True, "content": {XML: LAYOUT}},
    "responses": {200: {"content": {XML: LAYOUT}}},
}


@router.post(
    "",
    response={200: None, frozenset({401, 403, 413, 415}): Problem, 422: NotTaken},
    openapi_extra=DESCRIPTION,
    url_name="personnel_file",
    summary=_("Consult the personnel file of an employer"),
)
def consult(request: ApplicationRequest) -> HttpResponseBase:
    """Answer a PersonnelFileConsultationRequest with a PersonnelFileConsultationAnswer.

    Each person in it can read who consulted.
    """
    _media_type, body = body_of(request, XML)
    try:
        question = read_request(body, request.auth)
    except RefusedError as refusal:
        findings = [FileFinding.of(each).model_dump(by_alias=True) for each in refusal.findings]
        message = gettext("The request cannot be answered.")
        raise ProblemError(422, message, "REQUEST", details={"findings": findings}) from None
    own = EmploymentPeriod.every.filter(environment=request.auth.environment)
    staff = own.staff_of(question.company).with_number_in_use()
    asked = staff.sharing_days(question.since, question.until)
    read = pieces(asked.prefetch_related("history__declaration"), request.auth)
    return StreamingHttpResponse(
        personnel_file(question, read, timezone.now()),
        content_type=XML,
        headers={"Cache-Control": "no-store"},
    )
