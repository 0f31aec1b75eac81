"""Blocks of sealed rows, and up to which row each table can be sealed."""

import json
import re
from collections.abc import Iterator
from datetime import UTC
from typing import Final

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models.functions import Now

from portal.exchange.trail.tree import SIZE, leaf_hash

RANGE: Final = re.compile(r"\[(-?\d+),(-?\d+)\)")


class Block(models.Model):
    """A block of rows of one table, one after the other: those numbered `low` up to below `high`.

    `rows` holds the numbers that rows have, as PostgreSQL writes a multirange; `leaves` their
    hashes in that order, one after the other. `hash` is the block's own, a leaf of the log, and
    `subtree` that of the greatest complete tree of the log which ends with this block.
    """

    number = models.BigIntegerField(primary_key=True)  # from 0, without gaps
    table = models.CharField(max_length=63)
    columns = ArrayField(models.CharField(max_length=80))
    low = models.BigIntegerField()
    high = models.BigIntegerField()
    rows = models.TextField()
    leaves = models.BinaryField()
    root = models.BinaryField()
    previous = models.BinaryField()
    sealed_at = models.DateTimeField()
    hash = models.BinaryField()
    subtree = models.BinaryField()

    class Meta:
        constraints = [
            models.UniqueConstraint(name="block_once", fields=["table", "high"]),
        ]

    @property
    def count(self) -> int:
        """Return how many rows it holds."""
        return len(self.leaves) // SIZE

    def numbers(self) -> Iterator[int]:
        """Return the numbers of its rows, in their order."""
        for low, high in RANGE.findall(self.rows):
            yield from range(int(low), int(high))

    @property
    def header(self) -> str:
        """Return what the block's own hash is taken of."""
        parts = [
            self.number,
            self.table,
            self.columns,
            [self.low, self.high],
            self.rows,
            self.count,
            bytes(self.root).hex(),
            bytes(self.previous).hex(),
            self.sealed_at.astimezone(UTC).isoformat(timespec="microseconds"),
        ]
        return json.dumps(parts, separators=(",", ":"))

    def own_hash(self) -> bytes:
        """Return the hash of the block, as a leaf of the log."""
        return leaf_hash(self.header.encode())


class Horizon(models.Model):
    """Up to which number the rows of a table are all there; see `horizons`."""

    table = models.CharField(max_length=63, primary_key=True)
    final = models.BigIntegerField()  # no row below it is still to come
    next = models.BigIntegerField()  # will be final when the writers have ended
    writers = ArrayField(models.CharField(max_length=40))
    noted_at = models.DateTimeField(db_default=Now())


class Removal(models.Model):
    """That sealed rows of a table were removed, because they had been kept for their period.

    Gone are all rows numbered below `below`, which were sealed before the moment `before`: so many
    `months` ago, at the time. Their blocks stay. The database lets no row go without it.
    """

    table = models.CharField(max_length=63)
    below = models.BigIntegerField()
    before = models.DateTimeField()
    months = models.PositiveSmallIntegerField()
    at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="removal_of_what_is_past", condition=models.Q(before__lte=models.F("at"))
            )
        ]
