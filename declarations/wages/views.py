"""The quarters of a company: what is declared, what is to declare, what stands."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone

from declarations.glossary.catalog import for_quarter
from declarations.wages import filed, presenting
from declarations.wages.access import (
    company_in_quarter,
    company_of,
    mandated_companies,
    may_declare,
)
from declarations.wages.drafting.calendar import holidays_of
from declarations.wages.drafting.drafts import Draft, draft_of, hired_count
from declarations.wages.forms import labels_of
from declarations.wages.presenting import QuarterState, state_of
from declarations.wages.quarters import moved, quarter_of, title
from declarations.wages.reminding import (
    MOST_DRAFTED,
    reminders_of,
    shown_quarters,
    states_of,
)
from portal.access.door import ActingRequest, acting_as, list_names
from portal.access.models import CapacityKind, Purpose
from portal.people.models import Company

DECLARES = (CapacityKind.COMPANY, CapacityKind.PAYROLL_OFFICE)
PER_PAGE = 25


@acting_as(*DECLARES)
def quarters(request: ActingRequest, reference: UUID | None = None) -> HttpResponse:
    """List the quarters of a company: declared, to declare, running."""
    company = company_of(request.capacity, reference)
    shown = [
        each
        for each in shown_quarters(company)
        if reference is None or may_declare(request.capacity, company, each)
    ]
    rows = states_of(company, shown)
    declared = filed.workers_by_quarter(company, [each.quarter for each in rows if each.filed])
    context = {
        "company": company,
        "rows": [{"state": each, "workers": declared.get(each.quarter)} for each in rows],
        "reminders": reminders_of(company, rows),
    }
    return render(request, "wages/quarters.html", context)


@acting_as(CapacityKind.PAYROLL_OFFICE)
def clients(request: ActingRequest) -> HttpResponse:
    """List the companies that mandate a payroll office for wages, with the state of a quarter."""
    today = timezone.localdate()
    now = quarter_of(today)
    last = moved(now, -1)
    companies = mandated_companies(request.capacity, last, now).order_by("name", "pk")
    page = Paginator(companies, PER_PAGE).get_page(request.GET.get("page"))
    forms = filed.forms_of_quarter(page, last)
    rows = [
        {"company": each, "state": state_of(last, forms.get(each.pk, []), today)} for each in page
    ]
    context = {"page_obj": page, "rows": rows, "title": title(last)}
    return render(request, "wages/clients.html", context)


@acting_as(*DECLARES)
def quarter(request: ActingRequest, quarter: int, reference: UUID | None = None) -> HttpResponse:
    """Show a quarter: what stands of it once it is declared, else its draft."""
    company = company_in_quarter(request.capacity, reference, quarter)
    (state,) = states_of(company, [quarter])
    context = {"company": company, "quarter": quarter, "title": title(quarter), "state": state}
    if state.filed:
        return _declared(request, company, quarter, context)
    if hired_count(company, quarter) > MOST_DRAFTED:
        return render(request, "wages/quarter_by_file.html", context)
    draft = draft_of(company, quarter)
    context |= draft_context(draft, state)
    list_names([each.person for each in draft.entries], request.capacity, Purpose.DECLARATION)
    return render(request, "wages/quarter.html", context)


@acting_as(*DECLARES)
def figures(request: ActingRequest, reference: UUID | None = None) -> HttpResponse:
    """Draw pay and working time of a company over the quarters, beside the figures."""
    company = company_of(request.capacity, reference)
    shown = [
        each for each in shown_quarters(company) if may_declare(request.capacity, company, each)
    ]
    found = filed.figures_of_company(company, shown)
    workers = filed.workers_by_quarter(company, shown)
    context = {
        "company": company,
        "rows": [
            {"title": title(each), "figures": figures, "workers": workers.get(each)}
            for each, figures in found.items()
        ],
        "pay": [(title(each), figures.cents) for each, figures in found.items()],
        "days": presenting.bars([(title(each), figures.days) for each, figures in found.items()]),
    }
    return render(request, "wages/figures.html", context)


def draft_context(draft: Draft, state: QuarterState) -> dict[str, Any]:
    """Return what a page shows of a draft: a row for each worker, the progress, the totals."""
    model = for_quarter("dmfa", draft.quarter)
    rows = [
        {
            "entry": entry,
            "totals": presenting.totals_of([entry.content]),
            "missing": labels_of(model, entry),
        }
        for entry in draft.entries
    ]
    return {
        "draft": draft,
        "rows": rows,
        "totals": presenting.totals_of(each.content for each in draft.sent),
        "checked": sum(each.saved is not None for each in draft.sent),
        "may_send": draft.is_ready and state.tone != "neutral",
        "holidays": holidays_of(draft.quarter),
    }


def _declared(
    request: ActingRequest, company: Company, quarter: int, context: dict[str, Any]
) -> HttpResponse:
    """Show what stands of a quarter, beside who was hired."""
    records = filed.current_records(company, quarter).select_related("person")
    page = Paginator(records, PER_PAGE).get_page(request.GET.get("page"))
    list_names([each.person for each in page if each.person], request.capacity, Purpose.DECLARATION)
    missing, extra = filed.compared(company, quarter)
    forms = filed.forms_about(company, [quarter]).get(quarter, [])
    list_names(missing, request.capacity, Purpose.DECLARATION)
    context |= {
        "page_obj": page,
        "rows": filed.with_figures(list(page), quarter),
        "totals": filed.totals(company, quarter),
        "events": presenting.events_of(forms, request.capacity),
        "anomalies": presenting.warnings_of(forms),
        "missing": missing,
        "extra": extra,
    }
    return render(request, "wages/declared.html", context)
