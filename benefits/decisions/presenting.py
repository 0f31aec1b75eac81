"""How a decision reads: its steps, reasons and amount in the reader's language."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any, Final

from babel.numbers import format_currency, format_decimal, format_percent
from django.conf import settings
from django.utils.translation import get_language, gettext, ngettext
from django.utils.translation import gettext_lazy as _

from benefits.decisions.models import Decision
from benefits.schemes import SCHEMES
from portal.dates import date_format
from portal.law.steps import Scalar, sentence
from portal.templatetags.solida import LOCALES, euros

# The label of a step says in words what a code means, and that a rule is in force.
IN_THE_LABEL: Final = frozenset({"code", "count"})
# By sector of the network of the Crossroads Bank: who gives the right and answers for it.
INSTITUTIONS: Final = {
    1: _("Accident insurer of your employer"),
    5: _("Federal Pension Service"),
    7: _("Child benefit fund"),
    10: _("National Office for Annual Holidays"),
    11: _("Health insurance fund"),
    16: _("Federal Public Service Social Security"),
    17: _("Public centre for social welfare"),
    18: _("National Employment Office"),
    70: _("Federal Public Service Economy"),
}


def scheme_title(scheme: str) -> str:
    """Return the name of a right (a code of `SCHEMES`) in the active language."""
    return gettext(SCHEMES[scheme].title)


def institution_name(scheme: str) -> str:
    """Return the institution that gives a right and answers for its decisions."""
    return str(INSTITUTIONS[SCHEMES[scheme].institution_sector])


def step_rows(steps: Iterable[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Return the steps of a decision's explanation as rows for `components/steps.html`.

    Each row is {label, article, figure, value, provisional}; texts are in the active language.
    """
    return [_row(step) for step in steps]


def _row(step: Mapping[str, Any]) -> dict[str, Any]:
    figure = step["params"].get("figure")
    return {
        "label": sentence(step, gettext, bare),
        "article": gettext(step["article"]) if step["article"] else "",
        "figure": measured(figure["value"], figure["unit"]) if figure else "",
        "value": measured(step["value"], step["unit"]),
        "provisional": not step["confirmed"],
    }


def telling_steps(steps: Sequence[Mapping[str, Any]], granted: bool) -> Sequence[Mapping[str, Any]]:
    """Return the steps that tell why: all of what is granted; of what is refused, those that led
    to it, and no amount that would have been paid.

    A refusal follows from the first condition that does not hold, or from an amount that comes to
    nothing; else it has reasons outside the calculation.
    """
    if granted:
        return steps
    for place, step in enumerate(steps):
        if step["unit"] == "flag" and not step["value"]:
            return steps[: place + 1]
    amounts = [step["value"] for step in steps if step["unit"] == "cents"]
    return steps if amounts and amounts[-1] == 0 else []


def reason_texts(reasons: Iterable[str]) -> list[str]:
    """Return the reasons of an explanation (English message ids) in the active language."""
    return [gettext(reason) for reason in reasons]


def amount_text(decision: Decision) -> str:
    """Return what a decision gives, such as "€65.12 a day"; empty where it gives no money."""
    return amount_by_unit(decision.amount, decision.amount_unit)


def amount_by_unit(cents: int | None, unit: str) -> str:
    """Return an amount in cents a "day", a "month" or "once" in words; empty for no amount."""
    if not cents:
        return ""
    patterns = {"day": gettext("%(amount)s a day"), "month": gettext("%(amount)s a month")}
    return patterns.get(unit, "%(amount)s") % {"amount": euros(cents)}


def bare(value: Scalar, unit: str) -> str:
    """Write a quantity for the middle of a sentence, which names the unit itself."""
    if value is None:
        return "–"
    if unit == "date":
        return date_format(date.fromisoformat(str(value)))
    if unit == "flag":
        return gettext("Yes") if value else gettext("No")
    if isinstance(value, str):  # a ratio such as "2/3", or a code
        return value
    return _number(int(value), unit)


def measured(value: Scalar, unit: str) -> str:
    """Write a quantity that stands alone, with its unit; nothing where the label says it all."""
    if unit in IN_THE_LABEL:
        return ""
    text = bare(value, unit)
    if not isinstance(value, int):
        return text
    patterns = {
        "days": ngettext("%(count)s day", "%(count)s days", value),
        "months": ngettext("%(count)s month", "%(count)s months", value),
        "years": ngettext("%(count)s year", "%(count)s years", value),
    }
    return patterns.get(unit, "%(count)s") % {"count": text}


def _number(value: int, unit: str) -> str:
    locale = LOCALES[(get_language() or settings.LANGUAGE_CODE)[:2]]
    if unit == "cents":
        return euros(value)
    if unit == "ten_thousandths":  # of a euro: daily pay is kept finer than a cent
        exact = Decimal(value).scaleb(-4)
        return format_currency(exact, "EUR", locale=locale, decimal_quantization=False)
    if unit == "percent":
        return format_percent(Decimal(value) / 100, locale=locale)
    return format_decimal(value, locale=locale)
