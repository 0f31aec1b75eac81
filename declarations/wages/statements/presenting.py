"""How an account is written on a page."""

from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext

from declarations.wages.statements.queries import Account


@dataclass(frozen=True)
class State:
    """Where an account stands, in words and as the tone of a tag."""

    words: str
    tone: str


def state_of(account: Account, day: date) -> State:
    """Return where an account stands on a day."""
    if account.balance < 0:
        return State(gettext("paid too much"), "info")
    if account.balance == 0:
        return State(gettext("paid"), "success")
    if account.is_overdue(day):
        return State(gettext("overdue"), "danger")
    return State(gettext("to pay"), "attention")
