"""The personal page: other apps register what they show on it."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from portal.people.models import Person


@dataclass(frozen=True)
class Card:
    """A part of the personal page: a template and what it is given."""

    template: str
    context: dict[str, Any]


Maker = Callable[[Person], Card | None]
_MAKERS: list[tuple[int, Maker]] = []


def register_card(order: int) -> Callable[[Maker], Maker]:
    """Register a function that makes a card of a person's page, or None; lowest order on top."""

    def register(maker: Maker) -> Maker:
        _MAKERS.append((order, maker))
        _MAKERS.sort(key=lambda each: each[0])
        return maker

    return register


def cards_of(person: Person) -> list[Card]:
    """Return the cards of a person's page, in their order."""
    return [card for _order, make in _MAKERS if (card := make(person))]
