"""What the calculation is told: plain arrays, one row for each occupation of a worker."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, fields
from enum import IntEnum
from pathlib import Path
from typing import Any, Final, Self

import numpy as np

from portal.law.figures import Figures
from portal.law.money import Ints
from portal.law.steps import Flags

FIGURES: Final = Figures.load(Path(__file__).with_name("figures.yaml"))


def translatable_texts() -> Iterator[tuple[str, str]]:
    """Texts of the figures that pages show, with their file: the articles of law."""
    articles = {row.article for table in FIGURES.tables.values() for row in table.rows}
    for article in sorted(articles):
        yield article, "declarations/wages/contributions/figures.yaml"


class Kind(IntEnum):
    """Kinds of worker whose contributions are calculated in the same way."""

    OTHER = 0  # no rate is held
    WHITE_COLLAR = 1
    MANUAL = 2
    FLEXI = 3
    STUDENT = 4


class Category(IntEnum):
    """Categories of employer, as the structural reduction counts them."""

    UNKNOWN = 0
    GENERAL = 1
    MARIBEL = 2
    SHELTERED = 3
    UNMODERATED = 4  # sheltered work without wage moderation


@dataclass(frozen=True)
class Wages:
    """One occupation a row; those of the same worker and employer follow each other.

    ``worker`` tells workers apart. ``pay`` is what contributions are due on and ``counted`` what
    the structural reduction counts (W), both in cents at 100 %. ``paid`` is the time that is paid
    (codes 1, 3, 4, 5, 20), ``worked`` that which is counted as worked (also 2, 12 and 72), and
    ``week`` a full-time week: all three in hundredths of days, or of hours for a part-timer.
    ``half_time`` says whether the contract is for at least half of a full-time week.
    """

    worker: Ints
    kind: Ints
    category: Ints
    pay: Ints
    counted: Ints
    paid: Ints
    worked: Ints
    week: Ints
    half_time: Flags

    def __post_init__(self) -> None:
        if len({len(getattr(self, each.name)) for each in fields(self)}) > 1:
            raise ValueError("one value for each occupation is wanted")

    def __len__(self) -> int:
        return len(self.pay)

    @classmethod
    def one(cls, **values: Any) -> Self:
        """One occupation of one worker. ``counted`` is the pay and ``worked`` the time paid,
        unless they are given; the week is of five days, the contract full time."""
        values = {
            "counted": values["pay"],
            "worked": values["paid"],
            "week": 500,
            "half_time": True,
            "category": Category.GENERAL,
            "worker": 0,
        } | values
        return cls(**{name: np.array([value]) for name, value in values.items()})

    @classmethod
    def join(cls, several: Sequence[Self]) -> Self:
        """All rows together; each of the several is another worker."""
        joined = {
            each.name: np.concatenate([getattr(wages, each.name) for wages in several])
            for each in fields(cls)
        }
        numbers = np.repeat(np.arange(len(several)), [len(wages) for wages in several])
        # Within one of the several, workers keep being told apart.
        return cls(**joined | {"worker": numbers * (1 << 32) + joined["worker"]})

    def rows(self, which: slice) -> Self:
        """Some of the rows."""
        return type(self)(*(getattr(self, each.name)[which] for each in fields(self)))
