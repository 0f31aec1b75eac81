"""A run in words, tables and pictures, for those who answer for it."""

from collections.abc import Callable, Iterable, Sequence
from typing import Any, Final

from django.utils.formats import number_format
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from benefits.granting.comparing import Verdict
from benefits.granting.tallies import AGES, UNKNOWN, Group, Tally
from benefits.schemes import SCHEMES
from benefits.schemes.child_benefit.facts import Region
from portal.pages import charts
from portal.templatetags.solida import euros

MOST_REASONS: Final = 8
VERDICTS: Final = {
    Verdict.GRANTED: _("Granted"),
    Verdict.CHANGED: _("Changed"),
    Verdict.KEPT: _("As it was"),
    Verdict.REVIEW: _("To be reviewed"),
    Verdict.ASKS: _("A person must look"),
    Verdict.UNWANTED: _("Not wanted"),
    Verdict.LEFT: _("Not given"),
}
REGIONS: Final = {
    0: _("Region not known"),
    Region.FLANDERS: _("Flanders"),
    Region.WALLONIA: _("Wallonia"),
    Region.BRUSSELS: _("Brussels"),
    Region.GERMAN_SPEAKING: _("German-speaking Community"),
}
HEAD: Final = [
    {"label": _("Region")},
    {"label": _("Get more"), "numeric": True},
    {"label": _("Get less"), "numeric": True},
    {"label": _("Difference"), "numeric": True},
]


def shown(tally: Tally) -> list[dict[str, Any]]:
    """Return what a run came to, right by right: counts, who gets more or less, and why not."""
    return [_scheme(scheme, tally) for scheme in SCHEMES if _of(scheme, tally)]


def _of(scheme: str, tally: Tally) -> list[Group]:
    return [group for group in tally.groups if group.scheme == scheme]


def _scheme(scheme: str, tally: Tally) -> dict[str, Any]:
    groups = _of(scheme, tally)
    moved = [group for group in groups if group.verdict in (Verdict.GRANTED, Verdict.CHANGED)]
    reasons = [(text, persons) for of, text, persons in tally.reasons if of == scheme]
    return {
        "code": scheme,
        "title": gettext(SCHEMES[scheme].title),
        "verdicts": [
            (name, sum(group.persons for group in groups if group.verdict == verdict))
            for verdict, name in VERDICTS.items()
        ],
        "regions": _bars(moved, _region),
        "ages": _bars(moved, _years),
        "change": _change(moved),
        "monthly": any(group.unit == "month" for group in moved),
        "pictures": _pictures(moved),
        "reasons": [(gettext(text), persons) for text, persons in reasons[:MOST_REASONS]],
    }


def _change(groups: Sequence[Group]) -> list[list[Any]]:
    """Return winners, losers and cost by region and in all, where money changes."""
    regions = {name: [g for g in groups if g.region == region] for region, name in REGIONS.items()}
    rows = [_moved(name, here) for name, here in regions.items() if _touches(here)]
    return [*rows, _moved(gettext("All regions"), groups)] if len(rows) > 1 else rows


def _touches(groups: Iterable[Group]) -> bool:
    return any(group.winners or group.losers for group in groups)


def _moved(name: Any, groups: Sequence[Group]) -> list[Any]:
    winners, losers = sum(g.winners for g in groups), sum(g.losers for g in groups)
    return [
        name,
        number_format(winners, force_grouping=True),
        number_format(losers, force_grouping=True),
        euros(sum(group.cents for group in groups)),
    ]


def _pictures(groups: Sequence[Group]) -> list[list[tuple[str, list[dict[str, Any]]]]]:
    """Return who gets more, who gets less and what it costs, each by region and by age, as bars;
    none of nobody."""
    found = [
        [
            (gettext("Get more, by region"), _bars(groups, _region, lambda group: group.winners)),
            (gettext("Get more, by age"), _bars(groups, _years, lambda group: group.winners)),
        ],
        [
            (gettext("Get less, by region"), _bars(groups, _region, lambda group: group.losers)),
            (gettext("Get less, by age"), _bars(groups, _years, lambda group: group.losers)),
        ],
        [
            (gettext("What it costs, by region"), _costs(groups, _region)),
            (gettext("What it costs, by age"), _costs(groups, _years)),
        ],
    ]
    return [pair for pair in found if pair[0][1]]


def _region(group: Group) -> Any:
    return REGIONS[group.region]


def _years(group: Group) -> str:
    return _age(group.age)


def _bars(
    groups: Iterable[Group],
    name: Callable[[Group], Any],
    count: Callable[[Group], int] = lambda group: group.persons,
) -> list[dict[str, Any]]:
    """Return how many persons of each name there are, as bars: whose right is given or changed."""
    counts: dict[str, int] = {}
    for group in groups:
        if count(group):
            label = str(name(group))
            counts[label] = counts.get(label, 0) + count(group)
    widths = charts.shares(list(counts.values()))
    return [
        {"label": label, "value": number_format(count, force_grouping=True), "width": width}
        for (label, count), width in zip(counts.items(), widths, strict=True)
    ]


def _costs(groups: Iterable[Group], name: Callable[[Group], Any]) -> list[dict[str, Any]]:
    """Return what each name gets more, less what it gets less, as bars as long as the amount."""
    cents: dict[str, int] = {}
    for group in groups:
        if group.winners or group.losers:
            label = str(name(group))
            cents[label] = cents.get(label, 0) + group.cents
    widths = charts.shares([abs(amount) for amount in cents.values()])
    return [
        {"label": label, "value": euros(amount), "width": width}
        for (label, amount), width in zip(cents.items(), widths, strict=True)
    ]


def _age(first: int) -> str:
    """Return the words for an age group."""
    if first == UNKNOWN:
        return gettext("Age not known")
    later = [age for age in AGES if age > first]
    if not later:
        return gettext("%(first)s and over") % {"first": first}
    return gettext("%(first)s to %(last)s years") % {"first": first, "last": later[0] - 1}
