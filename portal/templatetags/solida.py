"""How pages write amounts, numbers, states and charts. Loaded in every template."""

import datetime as days
import json
from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from typing import Any, Final

from babel.numbers import format_currency
from django import template
from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.template import defaultfilters
from django.utils.translation import get_language

from portal.dates import with_first
from portal.pages import charts
from portal.people import numbers

register = template.Library()

# The country's own habits for each language; English as the European institutions write it.
LOCALES: Final = {"en": "en_IE", "fr": "fr_BE", "nl": "nl_BE", "de": "de_BE"}

# The colour of the usual states. A state that is not here is neutral.
TONES: Final = {
    "success": {"accepted", "granted", "paid", "confirmed", "done", "delivered", "active"},
    "info": {"submitted", "received", "open", "taken", "sent", "running", "due"},
    "attention": {"accepted_with_warning", "waiting", "handed_over", "overdue", "suspended"},
    "danger": {"refused", "failed", "withheld", "revoked"},
}


@register.filter
def euros(cents: int | None) -> str:
    """Write integer cents in the active language: 123456 is "1 234,56 €" in French.

    Nothing is written for None. Raises TypeError for a float or text: money is integer cents.
    """
    if cents is None:
        return ""
    if not isinstance(cents, int):
        raise TypeError("An amount is integer cents.")
    locale = LOCALES[(get_language() or settings.LANGUAGE_CODE)[:2]]
    return format_currency(Decimal(cents) / 100, "EUR", locale=locale).replace("-", "\u2212")


@register.filter(expects_localtime=True, is_safe=False)
def date(value: Any, format: str | None = None) -> str:
    """Write a day or moment as Django's own filter does; French has a first of the month."""
    text = defaultfilters.date(value, format)
    return with_first(value, text) if isinstance(value, days.date) else text


@register.filter
def inss(number: str | None) -> str:
    """Write a national register or BIS number of 11 digits as `YY.MM.DD-SSS.CC`."""
    return numbers.format_inss(number) if number else ""


@register.filter
def enterprise(number: str | None) -> str:
    """Write an enterprise number of 10 digits as `0xxx.xxx.xxx`."""
    return numbers.format_enterprise(number) if number else ""


@register.filter
def nsso(number: str | None) -> str:
    """Write an NSSO registration number as `1234567-89`."""
    return numbers.format_nsso(number) if number else ""


@register.filter
def tone(status: str) -> str:
    """Return the colour of a state: neutral, info, success, attention or danger."""
    return next((name for name, statuses in TONES.items() if status in statuses), "neutral")


@register.filter
def in_fours(text: str) -> list[str]:
    """Cut a code into parts of four letters, as people read it to each other."""
    return [text[start : start + 4] for start in range(0, len(text), 4)]


@register.filter
def as_json(value: Any) -> str:
    """Write a value as JSON, for an attribute that a script of ours reads."""
    return json.dumps(value, cls=DjangoJSONEncoder)


@register.filter
def under(cells: Iterable[Any], head: Iterable[Any]) -> Iterator[tuple[Any, Any]]:
    """Pair each cell of a table's row with its column."""
    return zip(head, cells, strict=True)


@register.simple_tag
def service_name() -> str:
    """Return the service's name, for the error pages, which are drawn without a request."""
    return settings.SERVICE_NAME


@register.simple_tag
def national_sign_in() -> bool:
    """Say whether there is a national identity provider to sign in with."""
    return bool(settings.NATIONAL_PROVIDER["issuer"])


@register.inclusion_tag("components/period_chart.html")
def period_chart(
    periods: Iterable[charts.Period], first: days.date, last: days.date, caption: str
) -> dict[str, Any]:
    """Draw periods as bars over the days `first` to `last`, both included."""
    rows, ticks = charts.bars(periods, first, last), charts.ticks(first, last)
    return {"caption": caption, "rows": rows, "ticks": ticks}


@register.inclusion_tag("components/bar_chart.html")
def bar_chart(points: Sequence[tuple[str, int]], caption: str) -> dict[str, Any]:
    """Draw amounts over time: a bar for each (label, cents), the largest filling the width."""
    widths = charts.shares([cents for _, cents in points])
    rows = [
        {"label": label, "value": euros(cents), "width": width}
        for (label, cents), width in zip(points, widths, strict=True)
    ]
    return {"caption": caption, "rows": rows}
