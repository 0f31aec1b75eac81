"""What rules look at: the arrays of a batch, with what is known, joined up and down the tree."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any, TypeVar

import numpy as np
from numpy.typing import NDArray

from declarations.wages.batch import ABSENT, Batch, Dates, Flags, Ints, Rows, Texts

if TYPE_CHECKING:
    from declarations.wages.known import Known

Words = NDArray[np.bytes_]
Column = TypeVar("Column", bound=NDArray[Any])
ONE_DAY = np.timedelta64(1, "D")
DELETED = 0


@dataclass(frozen=True, eq=False)
class View:
    """A batch and what the registers say about it. What several rules need is made once."""

    batch: Batch
    known: Known
    _owners: dict[tuple[str, str], Ints] = field(default_factory=dict)
    _words: dict[tuple[str, str], Words] = field(default_factory=dict)

    def __getitem__(self, label: str) -> Rows:
        return self.batch[label]

    def __contains__(self, label: str) -> bool:
        return label in self.batch and len(self.batch[label]) > 0

    def numbers(self, label: str, zone: str) -> Ints:
        """Return a zone of numbers; `ABSENT` everywhere when this version has no such zone."""
        rows = self.batch[label]
        return rows.numbers(zone) if zone in rows else np.full(len(rows), ABSENT)

    def dates(self, label: str, zone: str) -> Dates:
        """Return a zone of dates."""
        return self.batch[label].dates(zone)

    def words(self, label: str, zone: str, width: int = 9) -> Words:
        """Return a zone of short texts, cut off after so many bytes, to be compared as a whole."""
        if (label, zone) not in self._words:
            self._words[label, zone] = words_of(self.batch[label].texts(zone), width)
        return self._words[label, zone]

    def owner(self, label: str, above: str) -> Ints:
        """See `Batch.owner`; each is followed up once."""
        if (label, above) not in self._owners:
            self._owners[label, above] = self.batch.owner(label, above)
        return self._owners[label, above]

    def down(self, column: Column, above: str, label: str) -> Column:
        """Return, for each row of a block, the value that the row `above` it has."""
        return column[self.owner(label, above)]  # type: ignore[return-value]

    def total(self, label: str, above: str, values: Ints) -> Ints:
        """Return, for each row `above`, the sum of the values of its rows of a block."""
        ends = np.searchsorted(self.owner(label, above), np.arange(len(self.batch[above]) + 1))
        sums = np.concatenate([[0], np.cumsum(values)])
        return sums[ends[1:]] - sums[ends[:-1]]

    def holds(self, above: str, label: str, flags: Flags | None = None) -> Flags:
        """Return which rows `above` hold a row of a block, or one for which a flag is set."""
        found = np.zeros(len(self.batch[above]), np.bool_)
        if label in self.batch:
            owner = self.owner(label, above)
            found[owner if flags is None else owner[flags]] = True
        return found

    @cached_property
    def quarter(self) -> Ints:
        """Return the quarter of each declaration, `ABSENT` for what is none."""
        quarter = self.numbers("EmployerDeclaration", "Quarter")
        known = (quarter >= 19001) & (quarter <= 99994) & np.isin(quarter % 10, (1, 2, 3, 4))
        return np.where(known, quarter, ABSENT)

    @cached_property
    def first_day(self) -> Dates:
        """Return the first day of the quarter of each declaration."""
        months = (self.quarter // 10 - 1970) * 12 + self.quarter % 10 * 3 - 3
        days = months.astype("datetime64[M]").astype("datetime64[D]")
        return np.where(self.quarter == ABSENT, np.datetime64("NaT"), days)

    @cached_property
    def last_day(self) -> Dates:
        """Return the last day of the quarter of each declaration."""
        months = self.first_day.astype("datetime64[M]") + np.timedelta64(3, "M")
        days: Dates = months.astype("datetime64[D]")
        return days - ONE_DAY

    @cached_property
    def record_first(self) -> Dates:
        """Return the first day of the NSSO quarter of each worker record."""
        return self.dates("WorkerRecord", "NOSSQuarterStartingDate")

    @cached_property
    def record_last(self) -> Dates:
        """Return the last day of the NSSO quarter of each worker record."""
        return self.dates("WorkerRecord", "NOSSQuarterEndingDate")

    @cached_property
    def employer_class(self) -> Ints:
        """Return the employer category of each worker record."""
        return self.numbers("WorkerRecord", "EmployerClass")

    @cached_property
    def worker_code(self) -> Ints:
        """Return the worker code of each worker record."""
        return self.numbers("WorkerRecord", "WorkerCode")

    @cached_property
    def deleted(self) -> Flags:
        """Return which worker records an amendment deletes."""
        return self.numbers("WorkerRecord", "UpdateAction") == DELETED


def words_of(texts: Texts, width: int) -> Words:
    """Return texts as words of so many bytes; what is longer is cut off, what is absent is b""."""
    letters = np.frombuffer(texts.buffer, np.uint8)
    place = np.arange(width)
    where = np.minimum(texts.start[:, None] + place, len(letters) - 1)
    cells = np.where(place < texts.length[:, None], letters[where], 0).astype(np.uint8)
    return np.ascontiguousarray(cells).view(f"S{width}").ravel()


def years(days: Dates) -> Ints:
    """Return the year of each day; of no day, a year long ago."""
    return days.astype("datetime64[Y]").astype(np.int64) + 1970


def repeated(owner: Ints, *keys: NDArray[Any]) -> Flags:
    """Return which rows repeat the keys of an earlier row with the same owner."""
    packed, top = owner, int(owner.max(initial=0)) + 1
    for key in keys:
        ranks = key if key.dtype == np.int64 else np.unique(key, return_inverse=True)[1]
        span = int(ranks.max(initial=0)) + 2  # the lowest is `ABSENT`
        if top * span >= 2**62:
            packed = np.unique(packed, return_inverse=True)[1]
            top = len(packed)
        packed, top = packed * span + ranks + 1, top * span
    flags = np.zeros(len(packed), np.bool_)
    ordered = np.sort(packed, kind="stable")
    if (ordered[1:] == ordered[:-1]).any():
        order = np.argsort(packed, kind="stable")
        flags[order[1:]] = packed[order[1:]] == packed[order[:-1]]
    return flags
