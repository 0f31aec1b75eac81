"""What the rules say of a situation: today, and month by month."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Final

from django.utils.functional import Promise

from benefits.outlook.readers import READERS, Missing
from benefits.outlook.situation import Situation
from benefits.schemes.outcome import Explanation
from benefits.schemes.single import evaluate
from portal.law.figures import MissingFigureError

MONTHS: Final = 12
DAYS: Final = 26  # that a month is paid for, where an amount is that of a day
Unfolding = Callable[[date], Situation]


@dataclass(frozen=True)
class Right:
    """What a rule says of a person: explanations (one a child for child benefit), or what lacks."""

    scheme: str
    explanations: tuple[Explanation, ...]
    missing: str | Promise = ""

    @property
    def granted(self) -> bool:
        """Whether it is given, at least in part."""
        return any(each.granted for each in self.explanations)

    @property
    def asks_person(self) -> bool:
        """Whether a person has to look before it is sure."""
        return any(each.needs_person for each in self.explanations)

    @property
    def cents(self) -> int:
        """What it comes to a month, in cents; an amount paid once counts in its month."""
        return sum(_month(each) for each in self.explanations if each.granted)


def rights_of(situation: Situation, on: date) -> Iterator[Right]:
    """Say of each right that a situation has to do with what its rule gives on a day."""
    for scheme, reader in READERS.items():
        told = reader(situation, on)
        if isinstance(told, Missing):
            yield Right(scheme, (), told.text)
        elif told is not None:
            try:
                found = tuple(evaluate(scheme, facts, on) for facts in told)
            except MissingFigureError:
                continue  # before the law of our tables
            yield Right(scheme, found)


@dataclass(frozen=True)
class Month:
    """What a month brings in: pay and rights, in gross cents."""

    first: date
    pay: int
    rights: dict[str, int]

    @property
    def cents(self) -> int:
        """All together."""
        return self.pay + sum(self.rights.values())


def outlook(unfolding: Unfolding, start: date) -> list[Month]:
    """Return the months to come, the one after `start` first; a month is looked at on its 15th.

    `unfolding` gives the situation that stands on a day. Amounts of a day count 26 times, as the
    employment office counts a whole month.
    """
    return [_month_of(unfolding, first) for first in _firsts(start)]


def _month_of(unfolding: Unfolding, first: date) -> Month:
    on = first.replace(day=15)
    situation = unfolding(on)
    given = {right.scheme: right.cents for right in rights_of(situation, on) if right.cents}
    return Month(first, _pay(situation, on), given)


def _pay(situation: Situation, on: date) -> int:
    """The pay of a month: of the hours worked; of an illness the first month, of a rest nothing."""
    if not situation.working:
        return 0
    if situation.ill_since and (on - situation.ill_since).days >= 30:
        return 0
    if situation.rest_since and 0 <= (on - situation.rest_since).days < 105:
        return 0
    return situation.monthly_pay * situation.hours_share // 100


def _firsts(start: date) -> Iterator[date]:
    for number in range(1, MONTHS + 1):
        months = start.year * 12 + start.month - 1 + number
        yield date(months // 12, months % 12 + 1, 1)


def _month(explanation: Explanation) -> int:
    if explanation.amount_unit == "day":
        for step in explanation.steps:
            if step["key"] == "month_amount":
                return int(step["value"])
        return explanation.amount_cents * DAYS
    return explanation.amount_cents
