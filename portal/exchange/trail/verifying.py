"""Verify the trail: each row against its block, each block against the log, the log against what
was signed. It reads only, and believes nothing but the rows, the notes and the public key.

A fault names the first bad row where the hashes of that time are still there, else the blocks, and
so the rows, between which it lies. It goes on after a fault, so that one report names all.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from itertools import islice
from typing import Final

from django.db import ProgrammingError, connection, transaction
from django.db.models import Min
from django.db.models.functions import Now

from portal.exchange.trail import sealing
from portal.exchange.trail.horizons import FLOOR
from portal.exchange.trail.models import Block, Horizon, Removal
from portal.exchange.trail.notes import Checkpoint, NoteError, Verifier
from portal.exchange.trail.registry import SEALED, leaf_of
from portal.exchange.trail.tree import EMPTY, fold, node_hash, root_of, split

LATE: Final = timedelta(minutes=10)
ONE_BY_ONE: Final = """
    SELECT coalesce(sealed.number, standing.number),
        CASE WHEN sealed.number IS NULL THEN 'was added after the sealing'
            WHEN standing.number IS NULL THEN 'is gone' ELSE 'was changed' END
    FROM unnest(%s::bigint[], %s::bytea[]) AS sealed (number, leaf)
    FULL JOIN (
        SELECT "{order}" AS number, {leaf} AS leaf FROM {table}
        WHERE "{order}" >= %s AND "{order}" < %s
    ) AS standing USING (number)
    WHERE sealed.leaf IS DISTINCT FROM standing.leaf ORDER BY 1
"""

Progress = Callable[[int], None]
Signed = dict[int, list[tuple[str, Checkpoint]]]


@dataclass(frozen=True)
class Fault:
    """What does not agree: a row, a block or a checkpoint, and in what way."""

    where: str
    what: str

    def __str__(self) -> str:
        return f"{self.where} {self.what}"


@dataclass
class Trail:
    """What was looked at."""

    rows: int = 0
    blocks: int = 0
    checkpoints: int = 0
    uncovered: int = 0  # blocks that no checkpoint covers yet


@dataclass
class _Log:
    """The log as it is read, block by block.

    `peaks` are the roots of its complete trees, the largest first; `ends` says where the blocks of
    a table end; `agreed` is the size of the last checkpoint that agrees, while all do.
    """

    peaks: list[bytes] = field(default_factory=list)
    size: int = 0
    last: bytes = EMPTY
    ends: dict[str, int] = field(default_factory=dict)
    agreed: int = 0
    disagrees: bool = False
    removed: dict[str, Removal] = field(default_factory=dict)  # by table, the last one

    def take(self, own: bytes) -> None:
        """Add a block by its hash."""
        self.last = own
        self.size += 1
        self.peaks.append(own)
        width = self.size
        while width % 2 == 0:
            right = self.peaks.pop()
            self.peaks[-1] = node_hash(self.peaks[-1], right)
            width //= 2

    def compare(self, signed: Signed) -> Fault | None:
        """Compare with the checkpoints of this size; return the first fault, and no later one."""
        for place, checkpoint in signed.pop(self.size, []):
            if self.disagrees:
                continue
            if checkpoint.root == fold(self.peaks):
                self.agreed = self.size
            else:
                self.disagrees = True
                return _rewritten(place, self.agreed, self.size)
        return None


def verify(
    notes: Iterable[tuple[str, str]],
    verifier: Verifier,
    trail: Trail,
    progress: Progress = lambda rows: None,
) -> Iterator[Fault]:
    """Yield what is wrong with the trail, and count in `trail` what was looked at.

    `notes` are the checkpoints with their places; read them before the snapshot of the database in
    which this runs, since the log only grows.
    """
    signed: Signed = {}
    yield from _read(notes, verifier, trail, signed)
    log = _Log(removed={each.table: each for each in Removal.objects.order_by("below")})
    for block in Block.objects.order_by("number").iterator(chunk_size=20):
        yield from _block(block, log)
        if fault := log.compare(signed):
            yield fault
        trail.blocks, trail.rows = log.size, trail.rows + block.count
        progress(trail.rows)
    for size, ahead in sorted(signed.items()):
        yield Fault(f"checkpoint {ahead[0][0]}", f"signed {size} blocks, and there are {log.size}")
    trail.uncovered = log.size - log.agreed
    yield from _late(log)


def _read(
    notes: Iterable[tuple[str, str]], verifier: Verifier, trail: Trail, signed: Signed
) -> Iterator[Fault]:
    """Put the checkpoints into `signed`, by their size."""
    for place, note in notes:
        trail.checkpoints += 1
        try:
            checkpoint = verifier.read(note)
        except NoteError as error:
            yield Fault(f"checkpoint {place}", str(error))
        else:
            signed.setdefault(checkpoint.size, []).append((place, checkpoint))


def _block(block: Block, log: _Log) -> Iterator[Fault]:
    """Verify a block where it stands, and take it into the log."""
    name = f"block {block.number}"
    leaves, own = bytes(block.leaves), block.own_hash()
    low = log.ends.get(block.table, FLOOR)
    agreements = {
        "does not come next": block.number == log.size,
        "does not name the block before it": bytes(block.previous) == log.last,
        "does not begin where the last one of its table ended": block.low == low,
        "does not have its own hash": bytes(block.hash) == own,
        "does not have the root of its rows": bytes(block.root) == root_of(split(leaves)),
    }
    log.take(own)
    log.ends[block.table] = block.high
    yield from (Fault(name, what) for what, agrees in agreements.items() if not agrees)
    removal = log.removed.get(block.table)
    if removal and block.high <= removal.below:
        yield from _removed(block, removal)
    else:
        yield from _rows(block, leaves)
    if bytes(block.subtree) != log.peaks[-1]:
        yield Fault(name, "does not have the root of the tree that ends with it")


def _removed(block: Block, removal: Removal) -> Iterator[Fault]:
    """Check a block whose rows are gone by rule: they were old enough, and none came back."""
    if block.sealed_at > removal.before:
        yield Fault(f"removal {removal.pk}", f"took block {block.number}, which was not old enough")
    sealed = SEALED.get(block.table)
    if sealed is None:
        yield Fault(f"block {block.number}", f"is of {block.table}, which is not sealed")
        return
    span = {f"{sealed.order}__gte": block.low, f"{sealed.order}__lt": block.high}
    for number in sealed.model._base_manager.filter(**span).values_list(sealed.order, flat=True):
        yield Fault(f"{block.table} {sealed.order}={number}", "was added after the removal")


def _rows(block: Block, leaves: bytes) -> Iterator[Fault]:
    """Compare the rows with the block: all at once, and one by one where they differ."""
    sealed = SEALED.get(block.table)
    if sealed is None:
        yield Fault(f"block {block.number}", f"is of {block.table}, which is not sealed")
        return
    try:
        with transaction.atomic():
            standing = sealing.leaves(
                block.table, sealed.order, block.columns, block.low, block.high, most=None
            )
            if standing and (standing.rows, standing.hashes) == (block.rows, leaves):
                return
            yield from _differences(block, sealed.order, leaves)
    except (ProgrammingError, ValueError) as error:
        reason = str(error).splitlines()[0]
        yield Fault(f"block {block.number}", f"cannot be read from {block.table}: {reason}")


def _differences(block: Block, order: str, leaves: bytes) -> Iterator[Fault]:
    question = ONE_BY_ONE.format(table=block.table, order=order, leaf=leaf_of(block.columns))
    hashes = split(leaves)
    numbers = list(islice(block.numbers(), len(hashes) + 1))
    if len(numbers) != len(hashes):
        yield Fault(f"block {block.number}", "has not as many hashes as rows")
        return
    with connection.cursor() as cursor:
        cursor.execute(question, [numbers, hashes, block.low, block.high])
        for number, what in cursor.fetchall():
            yield Fault(f"{block.table} {order}={number}", f"{what} (block {block.number})")


def _rewritten(place: str, agreed: int, size: int) -> Fault:
    """Name what lies between a checkpoint that agrees and the next one, which does not."""
    span = Block.objects.filter(number__gte=agreed, number__lt=size).order_by("number")
    first = span.first()
    rows = f", from {first.table} {first.rows} on" if first else ""
    return Fault(f"checkpoint {place}", f"is not of these blocks: {agreed} to {size - 1}{rows}")


def _late(log: _Log) -> Iterator[Fault]:
    """Name what should have been sealed or signed long ago."""
    long_ago = Now() - LATE
    unsigned = Block.objects.filter(number__gte=log.agreed, sealed_at__lt=long_ago)
    first = unsigned.defer("leaves").order_by("number").first()
    if first and not log.disagrees:
        yield Fault(f"block {first.number}", "is old, and no checkpoint covers it")
    for horizon in Horizon.objects.filter(noted_at__lt=long_ago, table__in=SEALED):
        sealed = SEALED[horizon.table]
        waiting = {f"{sealed.order}__gte": log.ends.get(horizon.table, FLOOR)}
        row = sealed.model._base_manager.filter(**waiting).aggregate(first=Min(sealed.order))
        if row["first"] is not None:
            what = "is not sealed, and nothing was for ten minutes"
            yield Fault(f"{horizon.table} {sealed.order}={row['first']}", what)
