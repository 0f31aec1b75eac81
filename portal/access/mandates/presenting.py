"""Mandates in words, as each of the two parties reads them."""

from collections.abc import Iterable
from typing import Any, Final

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal.access.mandates.access import party_of
from portal.access.mandates.actions import Scope
from portal.access.mandates.models import Mandate, MandateStep
from portal.access.mandates.statuses import Party
from portal.access.models import Capacity
from portal.dates import date_format
from portal.days import quarter_words

# What a move is called on its button, and what its page asks and says.
MOVE_WORDS: Final = {
    "confirm": (
        gettext_lazy("Confirm"),
        gettext_lazy("Do you confirm this mandate?"),
        gettext_lazy("It counts from the moment at which you confirm."),
    ),
    "refuse": (
        gettext_lazy("Refuse"),
        gettext_lazy("Do you refuse this mandate?"),
        gettext_lazy("Nothing changes. The other can ask again."),
    ),
    "withdraw": (
        gettext_lazy("Withdraw"),
        gettext_lazy("Do you withdraw what you asked?"),
        gettext_lazy("It can then no longer be confirmed."),
    ),
    "end": (
        gettext_lazy("End it now"),
        gettext_lazy("Do you want to end this mandate now?"),
        gettext_lazy(
            "The holder can do nothing more from the moment at which you end it, also with pages"
            " that are open. What was received before still counts."
        ),
    ),
}
DONE_WORDS: Final = {
    "ask": gettext_lazy("Asked by %(who)s"),
    "confirm": gettext_lazy("Confirmed by %(who)s"),
    "refuse": gettext_lazy("Refused by %(who)s"),
    "withdraw": gettext_lazy("Withdrawn by %(who)s"),
    "end": gettext_lazy("Ended by %(who)s"),
}


def title_of(mandate: Mandate, capacity: Capacity) -> str:
    """Return what a mandate is, for one of its parties."""
    names = {"giver": mandate.giver, "holder": mandate.holder}
    given = party_of(capacity, mandate) == Party.GIVER
    if mandate.representation:
        return (_("%(holder)s acts for you") if given else _("You act for %(giver)s")) % names
    return (_("Mandate given to %(holder)s") if given else _("Mandate from %(giver)s")) % names


def rows_of(mandate: Mandate) -> list[dict[str, Any]]:
    """Return the facts of a mandate, for `components/summary_list.html`."""
    rows: list[dict[str, Any]] = [
        {"label": _("Giver"), "value": mandate.giver},
        {"label": _("Holder"), "value": mandate.holder},
        {"label": _("As"), "value": mandate.ground},
    ]
    quarters = mandate.quarters_from, mandate.quarters_until
    days = days_words(mandate.since, mandate.until)
    return rows + _terms(mandate.get_service_display(), days, quarters, mandate)


def rows_of_scope(other: object, scope: Scope) -> list[dict[str, Any]]:
    """Return the facts of a mandate that is about to be asked."""
    quarters = scope.quarters_from, scope.quarters_until
    days = days_words(scope.since, scope.until)
    whose = {"label": _("With"), "value": other}
    return [whose, *_terms(scope.service.label, days, quarters, other)]


def _terms(
    service: Any, days: str, quarters: tuple[int | None, int | None], about: object
) -> list[dict[str, Any]]:
    rows = [{"label": _("For"), "value": service}, {"label": _("Days"), "value": days}]
    if any(quarters) or getattr(about, "giver_company_id", None):
        rows.append({"label": _("For work in"), "value": quarters_words(*quarters)})
    return rows


def days_words(since: Any, until: Any) -> str:
    """Return a period of days in words."""
    names = {"since": date_format(since), "until": date_format(until) if until else ""}
    if until:
        return _("from %(since)s until %(until)s") % names
    return _("from %(since)s, without an end") % names


def quarters_words(first: int | None, last: int | None) -> str:
    """Return a range of quarters in words."""
    names = {"first": first and quarter_words(first), "last": last and quarter_words(last)}
    if first and last:
        return _("%(first)s until %(last)s") % names
    if first:
        return _("%(first)s and later") % names
    return _("up to %(last)s") % names if last else _("any quarter")


def _done(step: MandateStep) -> str:
    """Return who did what; what nobody did follows from the register, or from the last day."""
    if step.capacity is None and step.mandate.giver_company_id:
        return _("Ended: its last day is over")
    return DONE_WORDS[step.verb] % {"who": step.capacity or _("the register")}


def timeline_of(steps: Iterable[MandateStep]) -> list[dict[str, Any]]:
    """Return the steps of a mandate, latest first, for `components/timeline.html`."""
    return [
        {
            "date": step.at,
            "title": _done(step),
            "body": step.note,
            "tone": "neutral",
        }
        for step in steps
    ]
