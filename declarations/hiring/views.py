"""The register of staff, the file of a period, a leaving and a cancellation."""

from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.core.paginator import Paginator
from django.db.models import Count, Q
from django.http import Http404, HttpResponse, StreamingHttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from declarations.channels.access import sender
from declarations.channels.presenting import committee_words, worker_type_words
from declarations.channels.views import send
from declarations.hiring import presenting
from declarations.hiring.access import may_see_register, own_periods
from declarations.hiring.changing import ChangeForm
from declarations.hiring.export import csv_file, pieces
from declarations.hiring.filters import RegisterForm, ShownForm
from declarations.hiring.forms import CancelForm, LeavingForm
from declarations.hiring.models import EmploymentPeriod
from declarations.hiring.personnel_file import Question, personnel_file
from portal.access.confirming import confirmed
from portal.access.door import ActingRequest, acting_as, list_names, open_file
from portal.access.mandates.models import Mandate
from portal.access.models import CapacityKind, Environment, Purpose, Service
from portal.pages.cards import company_cards_of
from portal.people.models import Company
from portal.people.queries import in_force

PER_PAGE = 25
MEDIA_TYPES = {"csv": "text/csv; charset=utf-8", "xml": "application/xml"}


@acting_as(CapacityKind.COMPANY)
def staff(request: ActingRequest) -> HttpResponse:
    """Show a company its register of staff."""
    return _register(request, sender(request.capacity), "declarations/staff.html")


@acting_as(CapacityKind.COMPANY)
def staff_file(request: ActingRequest, kind: str) -> StreamingHttpResponse:
    """Give a company what its register shows, as a file."""
    return _file(request, sender(request.capacity), kind)


@acting_as(CapacityKind.PAYROLL_OFFICE)
def client_file(request: ActingRequest, reference: UUID, kind: str) -> StreamingHttpResponse:
    """Give a payroll office the register of a company that mandated it, as a file."""
    return _file(request, get_object_or_404(Company, reference=reference), kind)


@acting_as(CapacityKind.PAYROLL_OFFICE)
def client(request: ActingRequest, reference: UUID) -> HttpResponse:
    """Show a payroll office the register of a company that mandated it."""
    company = get_object_or_404(Company, reference=reference)
    return _register(request, company, "declarations/client.html")


@acting_as(CapacityKind.PAYROLL_OFFICE)
def clients(request: ActingRequest) -> HttpResponse:
    """List the companies that mandated a payroll office, with who works there today."""
    today = timezone.localdate()
    at_work = Q(
        giver_company__periods__is_cancelled=False,
        giver_company__periods__environment=Environment.REAL,
    ) & in_force(today, "giver_company__periods__since", "giver_company__periods__until")
    mandates = (
        Mandate.objects.held_by(sender(request.capacity))
        .for_service(Service.HIRING)
        .in_force()
        .select_related("giver_company")
        .annotate(staff=Count("giver_company__periods__person", at_work, distinct=True))
        .order_by("giver_company__name", "pk")
    )
    page = Paginator(mandates, PER_PAGE).get_page(request.GET.get("page"))
    return render(request, "declarations/clients.html", {"page_obj": page})


@acting_as(CapacityKind.COMPANY)
def period(request: ActingRequest, reference: UUID) -> HttpResponse:
    """Open the file of an employment period."""
    found = _own(request, reference)
    open_file(found.person, request.capacity, Purpose.STAFF)
    history = found.history.select_related(
        "declaration__message__capacity__company", "declaration__message__capacity__user__person"
    )
    context = {
        "period": found,
        "state": presenting.state_of(found, timezone.localdate()),
        "kind": worker_type_words(found.worker_type),
        "committee": committee_words(found.joint_committee),
        "timeline": presenting.timeline_of(found, list(history)),
    }
    return render(request, "declarations/period.html", context)


@acting_as(CapacityKind.COMPANY)
@confirmed("POST")
def leaving(request: ActingRequest, reference: UUID) -> HttpResponse:
    """Report the last day of work."""
    found = _own(request, reference)
    form = LeavingForm(request.POST or None, period=found)
    if form.is_valid():
        content = {
            "DimonaPeriodId": found.number,
            "EndingDate": form.cleaned_data["last_day"].isoformat(),
            "INSS": found.person.inss,
        }
        return send(request, form.cleaned_data["key"], "DimonaOut", {**content})
    return _step(request, "declarations/leaving.html", found, form)


@acting_as(CapacityKind.COMPANY)
@confirmed("POST")
def changing(request: ActingRequest, reference: UUID) -> HttpResponse:
    """Change the dates, the hours or the plan of a period."""
    found = _own(request, reference)
    form = ChangeForm(request.POST or None, period=found)
    if form.is_valid():
        return send(request, form.cleaned_data["key"], "DimonaUpdate", form.content())
    return _step(request, "declarations/changing.html", found, form)


@acting_as(CapacityKind.COMPANY)
@confirmed("POST")
def cancelling(request: ActingRequest, reference: UUID) -> HttpResponse:
    """Cancel a period that never was."""
    found = _own(request, reference)
    form = CancelForm(request.POST or None)
    if form.is_valid():
        content = {"DimonaPeriodId": found.number, "INSS": found.person.inss}
        return send(request, form.cleaned_data["key"], "DimonaCancel", {**content})
    return _step(request, "declarations/cancelling.html", found, form)


def _register(request: ActingRequest, company: Company, template: str) -> HttpResponse:
    if not may_see_register(request.capacity, company):
        raise Http404
    shown = ShownForm(request.GET)
    shown.is_valid()  # what is wrong in an address is left aside
    form = RegisterForm(request.POST or None, company=company, initial=shown.initial_of_filter())
    if form.is_valid():
        return redirect(f"{request.path}?{urlencode(form.query() | shown.sorting())}")
    page = Paginator(shown.periods_of(company), PER_PAGE).get_page(request.GET.get("page"))
    list_names([each.person for each in page], request.capacity, Purpose.STAFF)
    context = {
        "company": company,
        "form": form,
        "shown": shown,
        "page_obj": page,
        "rows": [_row(each, shown) for each in page],
        "cards": company_cards_of(company),
    }
    return render(request, template, context)


def _file(request: ActingRequest, company: Company, kind: str) -> StreamingHttpResponse:
    """What the register shows as CSV or official XML, written while it is sent."""
    if not may_see_register(request.capacity, company):
        raise Http404
    shown = ShownForm(request.GET)
    shown.is_valid()  # as on the page
    found, day = shown.periods_of(company), shown.cleaned_data.get("on")
    if kind == "csv":
        content = csv_file(pieces(found, request.capacity), shown.day)
    else:
        declared = found.prefetch_related("history__declaration")
        read = pieces(declared, request.capacity)
        content = personnel_file(Question(company, day, day), read, timezone.now())
    name = f"staff-{shown.day}.{kind}"
    headers = {
        "Content-Disposition": f'attachment; filename="{name}"',
        "Cache-Control": "no-store",
    }
    return StreamingHttpResponse(content, content_type=MEDIA_TYPES[kind], headers=headers)


def _row(each: EmploymentPeriod, shown: ShownForm) -> dict[str, Any]:
    return {
        "period": each,
        "kind": worker_type_words(each.worker_type),
        "state": presenting.state_of(each, shown.day),
    }


def _own(request: ActingRequest, reference: UUID) -> EmploymentPeriod:
    return get_object_or_404(own_periods(request.capacity), reference=reference)


def _step(
    request: ActingRequest, template: str, found: EmploymentPeriod, form: Any
) -> HttpResponse:
    """A question about a period: the worker's name is seen, the file is not opened."""
    list_names([found.person], request.capacity, Purpose.STAFF)
    return render(request, template, {"period": found, "form": form})
