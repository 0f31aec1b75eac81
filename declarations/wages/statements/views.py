"""The account of a quarter on a page and on paper; payments that wait for a person."""

from typing import Any
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from declarations.wages.access import company_in_quarter, company_of, may_declare
from declarations.wages.amending.difference import Line, difference
from declarations.wages.models import Filing
from declarations.wages.quarters import title
from declarations.wages.statements.access import must_collect
from declarations.wages.statements.actions import MatchedError, assign
from declarations.wages.statements.forms import AssignForm
from declarations.wages.statements.models import Payment, StatementEntry
from declarations.wages.statements.presenting import state_of
from declarations.wages.statements.queries import Account, accounts
from declarations.wages.statements.references import ACCOUNT
from portal.access.door import ActingRequest, acting_as
from portal.access.models import COMPANY_KINDS, CapacityKind
from portal.documents.pdf import render as render_pdf
from portal.people.models import Company

TEMPLATE, VERSION = "statement", 1
PER_PAGE = 50


@acting_as(*COMPANY_KINDS)
def statements(request: ActingRequest, reference: UUID | None = None) -> HttpResponse:
    """List the accounts of a company, by quarter."""
    company, today = company_of(request.capacity, reference), timezone.localdate()
    rows = [
        {"account": account, "title": title(account.quarter), "state": state_of(account, today)}
        for account in accounts(company)
        if may_declare(request.capacity, company, account.quarter)
    ]
    context = {"company": company, "rows": rows}
    return render(request, "wages/statements.html", context)


@acting_as(*COMPANY_KINDS)
def statement(request: ActingRequest, quarter: int, reference: UUID | None = None) -> HttpResponse:
    """Show the account of a quarter, line by line, and how to pay."""
    company = company_in_quarter(request.capacity, reference, quarter)
    context = _account(company, quarter)
    context["lines"] = [
        {"entry": entry, "parts": _parts(entry, quarter)} for entry in context["entries"]
    ]
    return render(request, "wages/statement.html", context)


@acting_as(*COMPANY_KINDS)
def statement_pdf(
    request: ActingRequest, quarter: int, reference: UUID | None = None
) -> HttpResponse:
    """Give the account of a quarter, as it stands today, as PDF."""
    company = company_in_quarter(request.capacity, reference, quarter)
    context = _account(company, quarter) | {"service": settings.SERVICE_NAME}
    pdf = render_pdf(f"{TEMPLATE}_v{VERSION}", get_language() or "en", context)
    headers = {"Content-Disposition": f'inline; filename="statement-{quarter}.pdf"'}
    return HttpResponse(pdf, content_type="application/pdf", headers=headers)


def _account(company: Company, quarter: int) -> dict[str, Any]:
    """What a statement says; Http404 where nothing is declared or paid."""
    found: Account | None = next(iter(accounts(company, [quarter])), None)
    entries = StatementEntry.objects.of(Filing(pk=found.filing)) if found else []
    if found is None or not entries:
        raise Http404
    today = timezone.localdate()
    return {
        "company": company,
        "quarter": quarter,
        "title": title(quarter),
        "account": found,
        "state": state_of(found, today),
        "entries": entries,
        "today": today,
        "iban": ACCOUNT,
    }


def _parts(entry: StatementEntry, quarter: int) -> list[Line]:
    """Return the amounts of which a declaration's line is the sum."""
    return difference(entry.declaration_id, quarter) if entry.declaration_id else []


@acting_as(CapacityKind.INSTITUTION)
def payments(request: ActingRequest) -> HttpResponse:
    """List the payments of which nobody knows what they pay."""
    must_collect(request.capacity)
    page = Paginator(Payment.objects.unmatched(), PER_PAGE).get_page(request.GET.get("page"))
    return render(request, "wages/payments.html", {"page_obj": page})


@acting_as(CapacityKind.INSTITUTION)
def payment(request: ActingRequest, number: int) -> HttpResponse:
    """Say of which quarter of which company a payment is."""
    must_collect(request.capacity)
    waiting = get_object_or_404(Payment.objects.unmatched(), pk=number)
    form = AssignForm(request.POST or None)
    if form.is_valid() and form.filing:
        try:
            assign(waiting, form.filing, request.capacity)
            messages.success(request, _("The payment stands in the account."))
        except MatchedError:
            messages.info(request, _("Somebody else matched this payment in the meantime."))
        return redirect("unmatched_payments")
    return render(request, "wages/payment.html", {"payment": waiting, "form": form})
