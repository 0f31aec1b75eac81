"""A debt in words: how it arose, what was paid back, what was decided of it."""

from collections.abc import Callable, Iterable
from typing import Any, Final

from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from benefits.decisions.models import Decision
from benefits.payments.models import Account, Posting
from benefits.payments.presenting import MONTH
from benefits.recovery.models import Arrangement, ArrangementKind
from benefits.recovery.queries import Debt
from portal.dates import date_format
from portal.templatetags.solida import euros

HEAD: Final[list[dict[str, Any]]] = [
    {"label": _("Booked on")},
    {"label": _("For the month")},
    {"label": _("What")},
    {"label": _("Amount"), "numeric": True},
]


def lines_of_debt(
    debt: Debt, address: Callable[[Decision], str] = lambda decision: ""
) -> list[list[Any]]:
    """Return what moved a debt as rows under `HEAD`, the latest first; what made it larger leads
    to the decision that gave less, where `address` gives a page of it.
    """
    return [_line(posting, address) for posting in reversed(debt.postings)]


def _line(posting: Posting, address: Callable[[Decision], str]) -> list[Any]:
    larger = posting.debit == Account.DEBT
    what: Any = posting.get_kind_display()
    if posting.decision and (url := address(posting.decision)):
        what = {"text": what, "url": url}
    return [
        date_format(timezone.localdate(posting.posted_at)),
        date_format(posting.month, MONTH),
        what,
        euros(posting.cents if larger else -posting.cents),
    ]


def arranged(arrangements: Iterable[Arrangement]) -> list[dict[str, Any]]:
    """Return what was decided, with its letter once it is in effect, for a page."""
    return [{"arrangement": each, "words": words_of(each), **_state(each)} for each in arrangements]


def words_of(arrangement: Arrangement) -> str:
    """Return what was decided in a sentence."""
    amount = euros(arrangement.cents)
    if arrangement.kind == ArrangementKind.GRACE:
        return gettext("%(amount)s is given up.") % {"amount": amount}
    if arrangement.month is None:
        return gettext("It stays as it is.")
    month = date_format(arrangement.month, MONTH)
    if not arrangement.cents:
        return gettext("From %(month)s the debt rests.") % {"month": month}
    return gettext("From %(month)s %(amount)s a month is paid back.") % {
        "month": month,
        "amount": amount,
    }


def _state(arrangement: Arrangement) -> dict[str, Any]:
    review = getattr(arrangement, "review", None)
    return {
        "review": review,
        "waits": arrangement.waits and review is None,
        "letter": arrangement.letter or (review.letter if review else None),
    }
