"""Messages of wages on their way: sent from a page, or as a file of any size."""

from __future__ import annotations

from io import BytesIO
from typing import Any, BinaryIO
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from declarations.channels.access import sender
from declarations.channels.models import Declaration
from declarations.channels.presenting import anomaly_rows
from declarations.glossary.findings import Finding
from declarations.wages.access import company_of
from declarations.wages.forms import WagesFileForm
from declarations.wages.intake import take
from declarations.wages.models import Load
from declarations.wages.statements.models import StatementEntry
from portal.access.confirming import confirmed
from portal.access.door import ActingRequest, acting_as
from portal.access.models import CapacityKind, Service
from portal.exchange.actions import KeyReusedError
from portal.exchange.models import Channel, Message
from portal.people.models import Company

DECLARES = (CapacityKind.COMPANY, CapacityKind.PAYROLL_OFFICE)
PER_PAGE = 25
ANOMALIES = 10  # of each form on the page: the official answer has them all


def send(request: ActingRequest, key: str, document: bytes, up: str) -> HttpResponse:
    """Send a message from a page and lead to its receipt below `up`; a key that is spent leads to
    what it was spent on."""
    try:
        message, _new = take(request.capacity, Channel.PAGE, key, BytesIO(document))
    except KeyReusedError:
        message = Message.objects.get(capacity=request.capacity, service=Service.WAGES, key=key)
    return redirect(f"{up}{message.ticket}/")


@acting_as(*DECLARES)
@confirmed("GET", "POST")
def file(request: ActingRequest, reference: UUID | None = None) -> HttpResponse:
    """Take in a file of quarterly declarations, of one company or of many."""
    company = _company(request, reference)
    form = (
        WagesFileForm(request.POST, request.FILES) if request.method == "POST" else WagesFileForm()
    )
    if form.is_valid():
        stream: BinaryIO = form.cleaned_data["file"]
        key = str(form.cleaned_data["key"])
        try:
            message, _new = take(request.capacity, Channel.FILE, key, stream)
        except KeyReusedError:
            messages.warning(request, _("This page sent another file already. Choose it again."))
            return redirect("./")
        return redirect(f"../sent/{message.ticket}/")
    sent = Load.objects.filter(message__capacity__company=sender(request.capacity))
    context = {
        "form": form,
        "company": company,
        "loads": sent.select_related("message").order_by("-pk")[:PER_PAGE],
    }
    return render(request, "wages/file.html", context)


@acting_as(*DECLARES)
def sent(request: ActingRequest, ticket: UUID, reference: UUID | None = None) -> HttpResponse:
    """Show what becomes of a message: its receipt, how far it is, the answer to each form."""
    company = _company(request, reference)
    context = _message_context(request, ticket) | {"company": company}
    return render(request, "wages/sent.html", context)


@acting_as(*DECLARES)
def progress(request: ActingRequest, ticket: UUID, reference: UUID | None = None) -> HttpResponse:
    """Return the answers alone, for a page that waits for them."""
    _company(request, reference)
    return render(request, "wages/_progress.html", _message_context(request, ticket))


def _company(request: ActingRequest, reference: UUID | None) -> Company | None:
    """Return the company that a page is about; None for an office that sends for many at once."""
    if reference is None and request.capacity.kind == CapacityKind.PAYROLL_OFFICE:
        return None
    return company_of(request.capacity, reference)


def _message_context(request: ActingRequest, ticket: UUID) -> dict[str, Any]:
    own = Load.objects.filter(message__capacity__company=sender(request.capacity))
    load: Any = get_object_or_404(
        own.with_progress().select_related("message__capacity"), message__ticket=ticket
    )
    declared = Declaration.objects.filter(message=load.message).select_related(
        "verdict__company", "form__company"
    )
    page = Paginator(declared.order_by("position"), PER_PAGE).get_page(request.GET.get("page"))
    lines = StatementEntry.objects.filter(declaration__in=[each.pk for each in page])
    owed = dict(lines.values_list("declaration", "cents"))
    rows = [_row(each, owed.get(each.pk)) for each in page]
    percent = load.done * 100 // (load.pieces or 1)
    waiting = load.finished_at is None
    return {
        "load": load,
        "message": load.message,
        "page_obj": page,
        "rows": rows,
        "percent": percent,
        "findings": anomaly_rows(Finding.from_json(each) for each in load.findings),
        "waiting": waiting,
    }


def _row(declaration: Declaration, owed: int | None) -> dict[str, Any]:
    """Return what the page shows of a form; `owed` are the cents that it adds to the account."""
    verdict = getattr(declaration, "verdict", None)
    found = verdict.anomalies if verdict else []
    return {
        "declaration": declaration,
        "form": getattr(declaration, "form", None),
        "verdict": verdict,
        "anomalies": anomaly_rows(found[:ANOMALIES]),
        "more": max(len(found) - ANOMALIES, 0),
        "owed": owed,
    }
