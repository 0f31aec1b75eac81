"""The page of a person's own data: each room registers what it knows, from where and since when."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from portal.dates import date_format
from portal.people.models import Person


@dataclass(frozen=True)
class Datum:
    """One thing that is known: what it is, and who said so on which day (None: as it stands)."""

    label: str
    value: str
    source: str
    said_on: date | datetime | None = None

    def row(self) -> dict[str, Any]:
        """Return a row for `components/summary_list.html`."""
        return {"label": self.label, "value": self.value, "source": self._origin()}

    def _origin(self) -> str:
        if self.said_on is None:
            return self.source
        on = localtime(self.said_on) if isinstance(self.said_on, datetime) else self.said_on
        return _("%(source)s, %(day)s") % {"source": self.source, "day": date_format(on)}


@dataclass(frozen=True)
class Group:
    """What is known of one subject, and who puts a mistake right: at its source, never here."""

    title: str
    data: list[Datum]
    correction: str
    links: list[tuple[str, str]] = field(default_factory=list)  # address and words

    @property
    def rows(self) -> list[dict[str, Any]]:
        """Return the rows of its summary list."""
        return [datum.row() for datum in self.data]


Maker = Callable[[Person], Group | None]
_MAKERS: list[tuple[int, Maker]] = []


def register_data(order: int) -> Callable[[Maker], Maker]:
    """Register a function that tells what a room knows of a person, or None; lowest on top."""

    def register(maker: Maker) -> Maker:
        _MAKERS.append((order, maker))
        _MAKERS.sort(key=lambda each: each[0])
        return maker

    return register


def data_of(person: Person) -> list[Group]:
    """Return all that is known of a person, by subject, in the rooms' order."""
    return [group for _order, make in _MAKERS if (group := make(person)) and group.data]


def days(since: date, until: date | None) -> str:
    """Write a period: from one day to another, or still running."""
    if until is None:
        return _("since %(day)s") % {"day": date_format(since)}
    return _("%(first)s to %(last)s") % {"first": date_format(since), "last": date_format(until)}
