"""Who probably has a right and does not use it: a list, letters, and what came of them."""

from typing import Final

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from benefits.decisions.presenting import scheme_title
from benefits.takeup.actions import write_to_all
from benefits.takeup.models import TakeUpFigure, Unclaimed
from benefits.takeup.presenting import HEAD, funnels, missing_of, reason_of, table
from benefits.takeup.queries import UnclaimedQuerySet
from casework.takeup.access import searched_by
from casework.takeup.forms import TakeUpFilter
from portal.access.door import ActingRequest, acting_as, list_names_once, persons_near
from portal.access.models import CapacityKind, Purpose
from portal.spreadsheet import BOM, csv_lines

PAGE: Final = 25


@acting_as(CapacityKind.CASEWORKER)
def unclaimed(request: ActingRequest) -> HttpResponse:
    """List who was found for a right of the office, why, and what nobody told us."""
    schemes = searched_by(request.capacity)
    if not schemes:
        return render(request, "casework/unclaimed.html", {"form": None})
    form = _filter(schemes, request.GET)
    found = _found(request, form)
    page = Paginator(found.select_related("person"), PAGE).get_page(request.GET.get("page"))
    list_names_once((each.person for each in page), request.capacity, Purpose.OUTREACH)
    rows = [{"found": each, "why": reason_of(each), "missing": missing_of(each)} for each in page]
    context = {"form": form, "page": page, "rows": rows, "right": _right(form)}
    return render(request, "casework/unclaimed.html", context)


@acting_as(CapacityKind.CASEWORKER)
@require_POST
def write(request: ActingRequest) -> HttpResponse:
    """Let letters be written to those who were found for a right, in a region or everywhere."""
    schemes = searched_by(request.capacity)
    if not schemes:
        return redirect("unclaimed")
    form = _filter(schemes, request.POST)
    write_to_all(request.capacity, form.cleaned_data["scheme"], form.cleaned_data["region"])
    messages.success(
        request, _("The letters are being written: %(right)s.") % {"right": _right(form)}
    )
    return redirect("unclaimed")


@acting_as(CapacityKind.CASEWORKER, CapacityKind.SUPERVISOR)
def take_up(request: ActingRequest) -> HttpResponse:
    """Show how many were found, written to, applied and were granted, by right and region."""
    figures = TakeUpFigure.objects.order_by("-year", "scheme", "region")
    return render(request, "casework/take_up.html", {"rights": funnels(figures), "head": HEAD})


@acting_as(CapacityKind.CASEWORKER, CapacityKind.SUPERVISOR)
def take_up_table(request: ActingRequest) -> HttpResponse:
    """Give the same figures as CSV."""
    figures = TakeUpFigure.objects.order_by("-year", "scheme", "region")
    response = HttpResponse(BOM + csv_lines(table(figures)), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="take-up.csv"'
    return response


def _filter(schemes: list[str], data: object) -> TakeUpFilter:
    """Return a filter that holds; raises Http404 for a right of another office."""
    form = TakeUpFilter(schemes, data)
    if not form.is_valid():
        raise Http404
    return form


def _found(request: ActingRequest, form: TakeUpFilter) -> UnclaimedQuerySet:
    wanted = form.cleaned_data
    found = Unclaimed.objects.of(wanted["scheme"], wanted["region"]).to_reach()
    return found.exclude(person__in=persons_near(request.capacity))


def _right(form: TakeUpFilter) -> str:
    return scheme_title(form.cleaned_data["scheme"])
