"""The directory of data subjects for applications of institutions."""

from typing import Any, TypeVar

from django.http import HttpResponse
from django.utils.translation import gettext
from django.utils.translation import gettext_noop as _
from ninja import Router

from portal.access.models import CapacityKind, Service
from portal.access.tokens import ApplicationRequest, ApplicationToken
from portal.directory.control import CONTROLS
from portal.exchange.api import JSON, api, body_of
from portal.exchange.json_body import read_json
from portal.exchange.messages import read_message
from portal.exchange.network.calls import TicketUsedError
from portal.exchange.network.envelope import (
    Information,
    Refusal,
    StatusPart,
    refusal,
    ticket_used,
)
from portal.exchange.network.registering import Managed, TooManyError, manage
from portal.exchange.network.registration import (
    Manage,
    ManageAccess,
    ManageCompany,
    ManagedAccess,
    ManagedCompany,
)
from portal.exchange.problems import Problem, ProblemError
from portal.exchange.tickets import described

# By the code of a refusal: the HTTP status, and the datum in question.
STOPS = {each.code: (each.status, each.field) for each in CONTROLS} | {
    "ID-001": (422, "proofOfIdentity"),
    "ID-002": (422, "proofOfIdentity"),
    "REG-001": (422, "period"),
    "REG-002": (422, "period.endDate"),
}

Asked = TypeVar("Asked", bound=Manage)

router = Router(
    auth=ApplicationToken(Service.DIRECTORY, CapacityKind.INSTITUTION),
    tags=["Network"],
    by_alias=True,
)
api.add_router("/network/v1/directory", router)


@router.post(
    "/access",
    response={
        200: ManagedAccess,
        frozenset({401, 413, 415, 429}): Problem,
        frozenset({403, 404, 422}): Refusal | Problem,
    },
    openapi_extra=described(ManageAccess),
    url_name="manage_access",
    summary=_("Enter, end or list your files of a person"),
)
def manage_access(request: ApplicationRequest, response: HttpResponse) -> ManagedAccess:
    """Pass the control and prove the identity; the person reads of it.

    The same ticket for the same act gives the same answer, with `Idempotency-Replayed`.
    """
    asked, managed = _managed(request, response, ManageAccess)
    exchange = managed.exchange
    person = exchange.person if "REPLACED" in exchange.anomalies else None
    return ManagedAccess(
        **_answer(asked, managed),
        ssin=asked.ssin,
        replaced_by=person.inss if person else None,
    )


@router.post(
    "/company-access",
    response={
        200: ManagedCompany,
        frozenset({401, 413, 415, 429}): Problem,
        frozenset({403, 404, 422}): Refusal | Problem,
    },
    openapi_extra=described(ManageCompany),
    url_name="manage_company_access",
    summary=_("Enter, end or list your files of a company"),
)
def manage_company(request: ApplicationRequest, response: HttpResponse) -> ManagedCompany:
    """Pass the control and prove which company is meant; the company reads of it.

    The same ticket for the same act gives the same answer, with `Idempotency-Replayed`.
    """
    asked, managed = _managed(request, response, ManageCompany)
    return ManagedCompany(**_answer(asked, managed), enterprise_number=asked.enterprise_number)


def _managed(
    request: ApplicationRequest, response: HttpResponse, shape: type[Asked]
) -> tuple[Asked, Managed]:
    """Return what was asked and what became of it; refusals are raised."""
    _media_type, body = body_of(request, JSON)
    asked = read_message(shape, read_json(body))
    asked.check()
    try:
        managed = manage(request.auth, body, asked)
    except TicketUsedError as error:
        raise ticket_used(error.ticket) from error
    except TooManyError as error:
        message = gettext("Too many proofs of identity did not match. Try again in an hour.")
        raise ProblemError(429, message, headers={"Retry-After": "3600"}) from error
    if not managed.new:
        response["Idempotency-Replayed"] = "true"
    code = managed.exchange.code
    if code in STOPS:
        raise refusal(asked, managed.exchange, *STOPS[code])
    return asked, managed


def _answer(asked: Manage, managed: Managed) -> dict[str, Any]:
    return {
        "information_customer": asked.information_customer,
        "information_cbss": Information.of(managed.exchange),
        "legal_context": asked.legal_context,
        "status": StatusPart.of(managed.exchange.code),
        "action": asked.action,
        "registrations": list(managed.registrations),
    }
