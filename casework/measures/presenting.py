"""Figures as pictures: for each measure its parts, each a bar for every week."""

from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from typing import Any, Final

from django.utils import formats
from django.utils.translation import gettext as _

from casework.measures.actions import monday
from casework.measures.catalog import MEASURES
from casework.measures.models import WeeklyFigure
from portal.pages import charts

WEEKS: Final = 13  # a quarter


def weeks_until(day: date) -> list[date]:
    """Return the Mondays of the weeks that are shown, the oldest first."""
    return [monday(day) - timedelta(weeks=back) for back in reversed(range(WEEKS))]


def shown(figures: Iterable[WeeklyFigure], weeks: Sequence[date]) -> list[dict[str, Any]]:
    """Return each measure with its parts as bars; the bars of one measure share a scale.

    A measure of which nothing was counted has no parts.
    """
    values = {(each.measure, each.part, each.week): each.value for each in figures}
    return [
        {
            "title": measure.title,
            "meaning": measure.meaning,
            "parts": _parts(measure.code, measure.parts.items(), weeks, values),
        }
        for measure in MEASURES
    ]


def _parts(
    code: str, parts: Iterable[tuple[str, Any]], weeks: Sequence[date], values: dict[Any, int]
) -> list[dict[str, Any]]:
    names = dict(parts)
    if not any(values.get((code, part, week)) for part in names for week in weeks):
        return []
    points = [(part, week, values.get((code, part, week), 0)) for part in names for week in weeks]
    widths = charts.shares([value for _part, _week, value in points])
    rows: dict[str, list[dict[str, str]]] = {part: [] for part in names}
    for (part, week, value), width in zip(points, widths, strict=True):
        label = formats.date_format(week, "SHORT_DATE_FORMAT")
        number = formats.number_format(value, force_grouping=True)
        rows[part].append({"label": label, "value": number, "width": width})
    return [{"name": name, "rows": rows[part]} for part, name in names.items()]


def table(figures: Iterable[WeeklyFigure]) -> list[list[str]]:
    """Return the figures as rows of texts below their headings."""
    names = {measure.code: measure for measure in MEASURES}
    rows = [
        [
            each.week.isoformat(),
            str(names[each.measure].title),
            str(names[each.measure].parts[each.part]),
            str(each.office or _("the whole portal")),
            str(each.value),
        ]
        for each in figures
    ]
    return [[_("Week from"), _("Measure"), _("Part"), _("Office"), _("Figure")], *rows]
