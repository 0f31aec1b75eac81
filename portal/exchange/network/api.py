"""The services of the network, for applications of institutions.

A service's question and answer are made of its blocks, which upper rooms register; so the services
are added when the addresses are read, after all rooms.
"""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.utils.translation import gettext_noop as _
from ninja import Query, Router

from portal.access.models import CapacityKind, Service
from portal.access.tokens import ApplicationRequest, ApplicationToken
from portal.exchange.api import JSON, api, body_of, nothing_here
from portal.exchange.json_body import read_json
from portal.exchange.messages import read_message
from portal.exchange.network.calls import TicketUsedError
from portal.exchange.network.companies import (
    CompanyQuestion,
    company_answer,
    company_told,
    consult_company,
)
from portal.exchange.network.consultation import Consultation, answer_of, question_of
from portal.exchange.network.consulting import Stopped, consult
from portal.exchange.network.envelope import MAX_TICKET, Refusal, refusal, ticket_used
from portal.exchange.network.models import Exchange
from portal.exchange.network.replies import ExchangePart, consulted
from portal.exchange.problems import Problem
from portal.exchange.tickets import described

PREFIX = "/network/v1"
SERVICES = (Service.IDENTITY, Service.CAREER, Service.SUPPORT)
LOGGED = (*SERVICES, Service.EMPLOYERS, Service.DIRECTORY, Service.STATUSES)
MAX_BYTES = 256 * 1024  # a thousand persons, each with a case of 36 characters
SHOWN = 100  # exchanges, the newest
TAG = "Network"
REFUSALS: dict[Any, Any] = {
    frozenset({401, 413, 415}): Problem,
    frozenset({403, 422}): Refusal | Problem,
}


def add_services() -> None:
    """Add an address for each service, and for the log of each."""
    for service in SERVICES:
        _add_consultation(service)
    _add_company_consultation()
    for service in LOGGED:
        _add_log(service)


def _router(service: Service) -> Router:
    auth = ApplicationToken(service, CapacityKind.INSTITUTION)
    router = Router(auth=auth, tags=[TAG], by_alias=True)
    api.add_router(f"{PREFIX}/{service.value}", router)
    return router


def _add_consultation(service: Service) -> None:
    asked, answered = question_of(service), answer_of(service)
    _router(service).post(
        "/consultations",
        response={200: answered, **REFUSALS},
        openapi_extra=described(asked),
        url_name=f"consult_{service.value}",
        operation_id=f"consult_{service.value}",
        summary=_("Consult data of persons of whom you have a file"),
    )(_consultation(service, asked, answered))


def _consultation(
    service: Service, asked: type[Consultation], answered: type[Any]
) -> Callable[[ApplicationRequest], Any]:
    def consultation(request: ApplicationRequest) -> HttpResponse:
        """Pass the integration control with up to 1,000 persons; each has its own outcome.

        What is read is a line in the person's file, with your legal ground. A ticket serves once.
        """
        _media_type, body = body_of(request, JSON)
        question = read_message(asked, read_json(body, MAX_BYTES))
        try:
            answer = consult(request.auth, service, body, question)
        except TicketUsedError as error:
            raise ticket_used(error.ticket) from error
        if isinstance(answer, Stopped):
            raise refusal(question, answer.exchange, answer.error.status, answer.error.field)
        content = answered.model_validate(consulted(question, answer))
        data = content.model_dump(mode="json", by_alias=True, exclude_none=True)
        return api.create_response(request, data, status=200)

    return consultation


def _add_company_consultation() -> None:
    answered = company_answer()
    router = _router(Service.EMPLOYERS)

    @router.post(
        "/consultations",
        response={200: answered, **REFUSALS, 404: Refusal},
        openapi_extra=described(CompanyQuestion),
        url_name="consult_employers",
        operation_id="consult_employers",
        summary=_("Consult data of a company of which you have a file"),
    )
    def consultation(request: ApplicationRequest) -> HttpResponse:
        """Pass the integration control with one company, which reads that you asked, and why."""
        _media_type, body = body_of(request, JSON)
        question = read_message(CompanyQuestion, read_json(body, MAX_BYTES))
        try:
            answer = consult_company(request.auth, body, question)
        except TicketUsedError as error:
            raise ticket_used(error.ticket) from error
        if isinstance(answer, Stopped):
            raise refusal(question, answer.exchange, answer.error.status, answer.error.field)
        content = answered.model_validate(company_told(question, answer))
        data = content.model_dump(mode="json", by_alias=True, exclude_none=True)
        return api.create_response(request, data, status=200)


def _add_log(service: Service) -> None:
    router = _router(service)

    @router.get(
        "/exchanges",
        response={200: list[ExchangePart], frozenset({401, 403, 422}): Problem},
        url_name=f"exchanges_{service.value}",
        operation_id=f"exchanges_{service.value}",
        summary=_("Read the log of your own exchanges"),
    )
    def exchanges(
        request: ApplicationRequest,
        ticket: str = Query("", max_length=MAX_TICKET, description="Only those of your ticket"),
    ) -> list[ExchangePart]:
        """Return the latest 100 exchanges of your institution in this service, without data."""
        own = Exchange.objects.of(request.auth.institution_id).filter(service=service)
        found = own.filter(customer_ticket=ticket) if ticket else own
        return [ExchangePart.of(each) for each in found.with_number()[:SHOWN]]

    @router.get(
        "/exchanges/{ticket}",
        response={200: list[ExchangePart], frozenset({401, 403, 404}): Problem},
        url_name=f"exchange_{service.value}",
        operation_id=f"exchange_{service.value}",
        summary=_("Read what became of one of your calls"),
    )
    def exchange(request: ApplicationRequest, ticket: UUID) -> list[ExchangePart]:
        """Return what became of each person of a call, by our ticket, without data."""
        own = Exchange.objects.of(request.auth.institution_id).filter(service=service)
        found = [ExchangePart.of(each) for each in own.filter(ticket=ticket).with_number()]
        if not found:
            raise nothing_here()
        return found
