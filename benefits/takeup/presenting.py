"""Who does not take up a right, and what came of letters: in words, bars and a table."""

from collections.abc import Iterable
from typing import Any, Final

from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from benefits.decisions.presenting import scheme_title
from benefits.granting.presenting import REGIONS
from benefits.takeup.models import TakeUpFigure, Unclaimed
from benefits.takeup.rights import SEARCHED, in_words
from portal.pages import charts

STEPS: Final = {
    "found": gettext_lazy("Found"),
    "reached": gettext_lazy("Written to"),
    "applied": gettext_lazy("Applied"),
    "granted": gettext_lazy("Granted"),
}
HEAD: Final = [
    {"label": gettext_lazy("Region")},
    *({"label": name, "numeric": True} for name in STEPS.values()),
]


def reason_of(found: Unclaimed) -> str:
    """Say why a person was found."""
    return in_words(SEARCHED[found.scheme].reason, found.pay)


def missing_of(found: Unclaimed) -> str:
    """Say what nobody told us, so that the right could not be granted."""
    return _(SEARCHED[found.scheme].missing)


def funnels(figures: Iterable[TakeUpFigure]) -> list[dict[str, Any]]:
    """Return for each right and year how many came how far, and the same by region."""
    by_right: dict[tuple[int, str], list[TakeUpFigure]] = {}
    for each in figures:
        by_right.setdefault((each.year, each.scheme), []).append(each)
    return [
        {
            "title": scheme_title(scheme),
            "year": str(year),
            "bars": _bars(rows),
            "rows": [[REGIONS[row.region], *_counts(row)] for row in rows],
        }
        for (year, scheme), rows in sorted(by_right.items(), reverse=True)
    ]


def _bars(rows: list[TakeUpFigure]) -> list[dict[str, str]]:
    sums = [sum(getattr(row, step) for row in rows) for step in STEPS]
    widths = charts.shares(sums)
    return [
        {"label": str(name), "value": number_format(count, force_grouping=True), "width": width}
        for name, count, width in zip(STEPS.values(), sums, widths, strict=True)
    ]


def _counts(row: TakeUpFigure) -> list[int]:
    return [getattr(row, step) for step in STEPS]


def table(figures: Iterable[TakeUpFigure]) -> list[list[str]]:
    """Return the figures as rows of texts below their headings."""
    head = [_("Year"), _("Right"), _("Region"), *map(str, STEPS.values())]
    rows = [
        [
            str(each.year),
            scheme_title(each.scheme),
            str(REGIONS[each.region]),
            *map(str, _counts(each)),
        ]
        for each in figures
    ]
    return [head, *rows]
