"""The changes of workers' numbers that employers are told of, for applications."""

from datetime import datetime
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext_noop as _
from ninja import Router

from declarations.channels.interface import AS_XML
from declarations.hiring.identity_views import message_of_change
from declarations.hiring.renumbering import changes_for, may_see_changes
from portal.access.models import COMPANY_KINDS, Service
from portal.access.tokens import ApplicationRequest, ApplicationToken
from portal.exchange.api import api
from portal.exchange.problems import Problem, Reply
from portal.people.models import Company

MOST = 1_000
REFUSALS = {frozenset({401, 403, 404}): Problem}

router = Router(
    auth=ApplicationToken(Service.HIRING, *COMPANY_KINDS), tags=["Personnel file"], by_alias=True
)
api.add_router("/dimona/v2/employers", router)


class IdentityChange(Reply):
    """A change of which an employer was told; its message is at `identity-changes/{ticket}`."""

    ticket: UUID
    told_at: datetime


@router.get(
    "/{enterprise_number}/identity-changes",
    response={200: list[IdentityChange], **REFUSALS},
    url_name="identity_changes",
    summary=_("List the changes of workers' numbers"),
)
def changes(request: ApplicationRequest, enterprise_number: str) -> list[IdentityChange]:
    """Return the latest changes that an employer was told of, at most 1,000."""
    company = _employer(enterprise_number)
    if not may_see_changes(request.auth, company):
        raise Http404
    found = changes_for(company)[:MOST]
    return [
        IdentityChange(ticket=each.message.ticket, told_at=each.happened_at)
        for each in found
        if each.message
    ]


@router.get(
    "/{enterprise_number}/identity-changes/{ticket}",
    response={200: None, **REFUSALS},
    url_name="identity_change",
    summary=_("Read the change of a worker's number"),
    openapi_extra=AS_XML,
)
def change(request: ApplicationRequest, enterprise_number: str, ticket: UUID) -> HttpResponse:
    """Return a change as IDFLUX."""
    return message_of_change(request.auth, _employer(enterprise_number), ticket)


def _employer(enterprise_number: str) -> Company:
    return get_object_or_404(Company, enterprise_number=enterprise_number)
