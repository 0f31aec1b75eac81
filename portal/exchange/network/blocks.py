"""Blocks of data: each room registers what it can tell the network about persons.

A block is read for many persons at once, in a constant number of queries. Who is asked about, and
who may ask, was settled before: a block filters nothing.
"""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple

from django.utils.functional import Promise

from portal.access.models import Service


class Asked(NamedTuple):
    """About whom (ids of persons; of companies, in a service about these), and which days, both
    included."""

    persons: Collection[int]
    since: date
    until: date


class Found(NamedTuple):
    """What a block has of a person, in its shape; and who else is named in it (their ids)."""

    content: Any
    others: tuple[int, ...] = ()


Reader = Callable[[Asked], Mapping[int, Found]]


@dataclass(frozen=True)
class Block:
    """A block of data of a service: its name, what it contains, its shape, and who reads it."""

    name: str
    service: Service
    contains: str | Promise
    shape: Any
    read: Reader


BLOCKS: dict[str, Block] = {}


def data_block(
    name: str, service: Service, *, contains: str | Promise, shape: Any
) -> Callable[[Reader], Reader]:
    """Register a function that reads a block: by person's id, of whom there are data.

    `shape` is the type of the content, a `Reply` or a list of them.
    """

    def register(read: Reader) -> Reader:
        BLOCKS[name] = Block(name, service, contains, shape, read)
        return read

    return register


def blocks_of(service: Service) -> list[Block]:
    """Return the blocks of a service."""
    return [block for block in BLOCKS.values() if block.service == service]
