"""What a rule is told: arrays of equal length, one place for each person."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, fields
from datetime import date
from enum import IntEnum
from functools import cache
from typing import Any, ClassVar, Self, get_type_hints

import numpy as np
from numpy.typing import NDArray

from portal.law.days import Days
from portal.law.money import Ints, integers
from portal.law.steps import Flags

# Wide enough for anybody alive and any right that can be granted today.
FIRST_DAY, LAST_DAY = np.datetime64("1900-01-01"), np.datetime64("2199-12-31")


@dataclass(frozen=True)
class Facts:
    """Facts of many persons. Fields are declared as Ints, Flags or Days in a subclass.

    Amounts are cents; NaT stands for a day that is not there. ``CODES`` names the fields that
    hold a code and the codes they may hold. Raises TypeError for another kind of value and
    ValueError for unequal lengths, negative numbers, unknown codes and days out of bounds.
    """

    CODES: ClassVar[dict[str, type[IntEnum]]] = {}

    def __post_init__(self) -> None:
        lengths = set()
        for name, check in _checks(type(self)).items():  # type: ignore[arg-type]
            values = check(name, np.asarray(getattr(self, name)))
            object.__setattr__(self, name, values)
            lengths.add(values.shape)
        if len(lengths) != 1:
            raise ValueError("every fact needs one value for each person")
        for name, codes in self.CODES.items():
            if not _are(codes, getattr(self, name)):
                raise ValueError(f"{name}: unknown code")

    def __len__(self) -> int:
        return len(getattr(self, fields(self)[0].name))

    @classmethod
    def one(cls, **values: int | bool | str | date | None) -> Self:
        """The facts of one person; a code may be given by its name, and None means no day."""
        return cls(**{name: np.array([cls._code(name, value)]) for name, value in values.items()})

    @classmethod
    def join(cls, persons: Iterable[Self]) -> Self:
        """The facts of several persons in one, in the order given."""
        parts = list(persons)
        return cls(
            **{name: np.concatenate([getattr(p, name) for p in parts]) for name in cls.names()}
        )

    @classmethod
    def names(cls) -> list[str]:
        """The names of the facts, in their order."""
        return [each.name for each in fields(cls)]

    @classmethod
    def kinds(cls) -> dict[str, Any]:
        """The dtype of each fact, in their order."""
        return {name: DTYPES[check] for name, check in _checks(cls).items()}  # type: ignore[arg-type]

    def of(self, persons: Flags) -> Self:
        """The facts of some of the persons."""
        return type(self)(**{name: getattr(self, name)[persons] for name in self.names()})

    @classmethod
    def _code(cls, name: str, value: Any) -> Any:
        if name in cls.CODES and isinstance(value, str):
            return int(cls.CODES[name][value.upper()])
        return value


def _are(codes: type[IntEnum], values: Ints) -> bool:
    """Whether each number, none of them negative, is a code."""
    known = _known(codes)
    return bool(known[np.minimum(values, len(known) - 1)].all())


@cache
def _known(codes: type[IntEnum]) -> Flags:
    """Whether a number is a code, up to one more than the last, which is none."""
    return np.isin(np.arange(max(codes) + 2), list(codes))


Check = Callable[[str, NDArray[Any]], NDArray[Any]]


def _numbers(name: str, values: NDArray[Any]) -> Ints:
    numbers = integers(values)
    if (numbers < 0).any():
        raise ValueError(f"{name}: a negative number")
    return numbers


def _flags(name: str, values: NDArray[Any]) -> Flags:
    if values.dtype != np.bool_:
        raise TypeError(f"{name}: yes or no wanted, not {values.dtype}")
    return values


def _days(name: str, values: NDArray[Any]) -> Days:
    if values.dtype.kind not in "MO":
        raise TypeError(f"{name}: days wanted, not {values.dtype}")
    days: Days = values.astype("datetime64[D]")
    if ((days < FIRST_DAY) | (days > LAST_DAY)).any():
        raise ValueError(f"{name}: a day out of bounds")
    return days


DTYPES: dict[Check, str] = {_numbers: "i8", _flags: "?", _days: "M8[D]"}


@cache
def _checks(facts: type[Facts]) -> dict[str, Check]:
    by_kind: dict[Any, Check] = {Ints: _numbers, Flags: _flags, Days: _days}
    kinds = get_type_hints(facts)
    return {each.name: by_kind[kinds[each.name]] for each in fields(facts)}
