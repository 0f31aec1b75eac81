"""One person: evaluated as an array of one, and kept so that it can be evaluated again."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from benefits.schemes import SCHEMES
from benefits.schemes.outcome import Explanation

Scalars = Mapping[str, int | bool | str | date | None]


def evaluate(scheme: str, facts: Scalars, on: date) -> Explanation:
    """Return what the rule of a scheme says of one person on a day, with every step."""
    return SCHEMES[scheme].evaluate(SCHEMES[scheme].Facts.one(**facts), on).explain()


def frozen(facts: Scalars, on: date) -> dict[str, Any]:
    """Return facts and day as they are kept with a decision: dates as {"date": ISO text}."""
    kept = {
        name: {"date": value.isoformat()} if isinstance(value, date) else value
        for name, value in facts.items()
    }
    return {**kept, "on": on.isoformat()}


def thawed_one(kept: Mapping[str, Any]) -> tuple[dict[str, Any], date]:
    """Return the facts and the day that `frozen` kept."""
    facts = {
        name: date.fromisoformat(value["date"]) if isinstance(value, dict) else value
        for name, value in kept.items()
        if name != "on"
    }
    return facts, date.fromisoformat(kept["on"])


def evaluate_again(scheme: str, kept: Mapping[str, Any]) -> Explanation:
    """Return what the rule says of the facts and the day that `frozen` kept."""
    return evaluate(scheme, *thawed_one(kept))
