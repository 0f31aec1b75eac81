"""Figures for supervisors: pictures, and the same as a table for a spreadsheet."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone

from casework.measures.presenting import shown, table, weeks_until
from casework.measures.queries import figures_for
from portal.access.door import ActingRequest, acting_as
from portal.access.models import CapacityKind
from portal.spreadsheet import BOM, csv_lines


@acting_as(CapacityKind.SUPERVISOR)
def measures(request: ActingRequest) -> HttpResponse:
    """Show the measures of the last quarter of a year, week by week."""
    weeks = weeks_until(timezone.localdate())
    figures = figures_for(request.capacity.institution, weeks[0])
    return render(request, "casework/measures.html", {"measures": shown(figures, weeks)})


@acting_as(CapacityKind.SUPERVISOR)
def measures_table(request: ActingRequest) -> HttpResponse:
    """Give the same figures as CSV."""
    figures = figures_for(request.capacity.institution, weeks_until(timezone.localdate())[0])
    response = HttpResponse(BOM + csv_lines(table(figures)), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="measures.csv"'
    return response
