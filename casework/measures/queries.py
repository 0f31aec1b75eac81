"""Reads of figures."""

from datetime import date

from django.db.models import Q, QuerySet

from casework.measures.catalog import MEASURES
from casework.measures.models import WeeklyFigure
from portal.people.models import Institution


def figures_for(office: Institution | None, since: date) -> QuerySet[WeeklyFigure]:
    """Return the figures of an office and of the whole portal from a week on, the oldest first."""
    of_ours = Q(office=office) | Q(office=None)
    known = [measure.code for measure in MEASURES]
    figures = WeeklyFigure.objects.filter(of_ours, week__gte=since, measure__in=known)
    return figures.select_related("office").order_by("week", "measure", "part")
