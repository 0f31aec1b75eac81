"""The changes of workers' numbers that employers are told of, on a page."""

from typing import Any
from uuid import UUID

from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render

from declarations.channels.access import sender
from declarations.hiring.renumbering import changes_for, idflux, may_see_changes
from portal.access.door import ActingRequest, acting_as, list_names, open_file
from portal.access.models import Capacity, CapacityKind, Purpose
from portal.exchange.api import XML
from portal.people.models import Company

PER_PAGE = 25


@acting_as(CapacityKind.COMPANY)
def staff_changes(request: ActingRequest) -> HttpResponse:
    """List the changes that a company was told of."""
    return _list(request, sender(request.capacity))


@acting_as(CapacityKind.PAYROLL_OFFICE)
def client_changes(request: ActingRequest, reference: UUID) -> HttpResponse:
    """List the changes that a company was told of which mandated a payroll office."""
    return _list(request, get_object_or_404(Company, reference=reference))


@acting_as(CapacityKind.COMPANY)
def staff_change(request: ActingRequest, ticket: UUID) -> HttpResponse:
    """Give a company a change in the official layout."""
    return message_of_change(request.capacity, sender(request.capacity), ticket)


@acting_as(CapacityKind.PAYROLL_OFFICE)
def client_change(request: ActingRequest, reference: UUID, ticket: UUID) -> HttpResponse:
    """Give a payroll office a change in the official layout."""
    return message_of_change(
        request.capacity, get_object_or_404(Company, reference=reference), ticket
    )


def _list(request: ActingRequest, company: Company) -> HttpResponse:
    if not may_see_changes(request.capacity, company):
        raise Http404
    page = Paginator(changes_for(company), PER_PAGE).get_page(request.GET.get("page"))
    list_names([each.person for each in page if each.person], request.capacity, Purpose.STAFF)
    context: dict[str, Any] = {"company": company, "page_obj": page}
    return render(request, "declarations/identity_changes.html", context)


def message_of_change(capacity: Capacity, company: Company, ticket: UUID) -> HttpResponse:
    """Return a change that a company was told of, in the official layout; leave a line. Or 404."""
    if not may_see_changes(capacity, company):
        raise Http404
    found = get_object_or_404(changes_for(company), message__ticket=ticket)
    assert found.person  # noqa: S101 - a change is about somebody
    open_file(found.person, capacity, Purpose.STAFF)
    headers = {"Cache-Control": "no-store"}
    return HttpResponse(idflux(found), content_type=XML, headers=headers)
