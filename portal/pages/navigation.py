"""The main navigation: each room enters its pages here, in its app's `ready()`."""

from bisect import insort
from collections import defaultdict
from collections.abc import Callable
from typing import NamedTuple

from django.urls import reverse
from django.utils.functional import Promise

from portal.access.models import Capacity


class Entry(NamedTuple):
    """One link of the main navigation; `order` places it, lowest first, `whose` says who has it."""

    order: int
    url_name: str
    label: str | Promise
    whose: Callable[[Capacity], bool] | None = None


class Link(NamedTuple):
    """An entry as a page shows it."""

    label: str | Promise
    url: str
    current: bool


HELPER = "helper"  # besides the kinds: a citizen who acts for another
_entries: defaultdict[str, list[Entry]] = defaultdict(list)


def register(
    kind: str,
    label: str | Promise,
    url_name: str,
    order: int,
    whose: Callable[[Capacity], bool] | None = None,
) -> None:
    """Enter a page in the navigation of a capacity kind (see `CapacityKind`); twice is once.

    `whose` says which capacities of the kind have it; all, where it is not given.
    """
    entry = Entry(order, url_name, label, whose)
    known = _entries[kind]
    if all(other.url_name != url_name for other in known):
        insort(known, entry, key=lambda each: (each.order, each.url_name))


def links(kind: str, path: str, capacity: Capacity | None = None) -> list[Link]:
    """Return the navigation of a capacity kind; current is what `path` lies deepest under.

    The front page has everything under it, so it is current only when it is itself open. What only
    some of the kind have is shown to a `capacity` that has it.
    """
    shown = [
        entry
        for entry in _entries.get(kind, [])
        if entry.whose is None or (capacity is not None and entry.whose(capacity))
    ]
    entries = [(entry.label, reverse(entry.url_name)) for entry in shown]
    above = [url for _, url in entries if url == path or (url != "/" and path.startswith(url))]
    current = max(above, key=len, default=None)
    return [Link(label, url, url == current) for label, url in entries]
