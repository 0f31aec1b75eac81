"""The personal page and a company's first page: other apps register what they show there."""

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from typing import Any

from portal.access.mandates.statuses import Help
from portal.people.models import Company, Person


@dataclass(frozen=True)
class Card:
    """A part of such a page: a template and what it is given.

    What waits for the person, or the company, is `to_do`: all of that stands together on top.
    """

    template: str
    context: dict[str, Any]
    to_do: bool = False


Maker = Callable[[Person], Card | None]
CompanyMaker = Callable[[Company], Card | None]
_MAKERS: list[tuple[int, Maker, Help | None]] = []
_COMPANY_MAKERS: list[tuple[int, CompanyMaker]] = []


def register_card(order: int, helps: Help | None = None) -> Callable[[Maker], Maker]:
    """Register a function that makes a card of a person's page, or None; lowest order on top.

    It is shown to who may help with `helps`, too; without it to the person alone.
    """

    def register(maker: Maker) -> Maker:
        _MAKERS.append((order, maker, helps))
        _MAKERS.sort(key=lambda each: each[0])
        return maker

    return register


def register_company_card(order: int) -> Callable[[CompanyMaker], CompanyMaker]:
    """Register a function that makes a card of a company's first page, or None; as above."""

    def register(maker: CompanyMaker) -> CompanyMaker:
        _COMPANY_MAKERS.append((order, maker))
        _COMPANY_MAKERS.sort(key=lambda each: each[0])
        return maker

    return register


def company_cards_of(company: Company) -> list[Card]:
    """Return the cards of a company's first page, in their order."""
    return _to_do_first(make(company) for _order, make in _COMPANY_MAKERS)


def cards_of(person: Person, lets_in: Collection[Help] | None = None) -> list[Card]:
    """Return the cards of a person's page, in their order; for a helper those that are let in."""
    makers = [make for _order, make, helps in _MAKERS if lets_in is None or helps in lets_in]
    return _to_do_first(make(person) for make in makers)


def _to_do_first(made: Iterable[Card | None]) -> list[Card]:
    return sorted(filter(None, made), key=lambda card: not card.to_do)
