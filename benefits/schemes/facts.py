"""What a rule is told: arrays of equal length, one place for each person."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, fields
from datetime import date
from enum import IntEnum
from functools import cache
from typing import Any, ClassVar, Self, get_type_hints

import numpy as np
from numpy.typing import NDArray

from portal.law.arrays import Flags
from portal.law.days import DAY, NO_DAY, Days
from portal.law.money import Ints, integers

# Wide enough for anybody alive and any right that can be granted today.
FIRST_DAY, LAST_DAY = np.array(["1900-01-01", "2199-12-31"], dtype="datetime64[D]")[:, None]
FIRST_NUMBER, LAST_NUMBER, NO_NUMBER = (
    day.view(np.int64).item() for day in (FIRST_DAY, LAST_DAY, np.array(NO_DAY))
)
EPOCH = date(1970, 1, 1).toordinal()


class Code(IntEnum):
    """A code among facts. Arrays are compared with it in a quarter of the time of a plain one."""

    __array_ufunc__ = None  # leaves the comparison to the code

    def __init__(self, value: int) -> None:
        self.array = np.array(value)

    def __eq__(self, other: object) -> Any:
        return other == self.array if type(other) is np.ndarray else int.__eq__(self, other)

    def __ne__(self, other: object) -> Any:
        return other != self.array if type(other) is np.ndarray else int.__ne__(self, other)

    __hash__ = IntEnum.__hash__


@dataclass(frozen=True)
class Facts:
    """Facts of many persons. Fields are declared as Ints, Flags or Days in a subclass.

    Amounts are cents; NaT stands for a day that is not there. ``CODES`` names the fields that
    hold a code and the codes they may hold. Raises TypeError for another kind of value and
    ValueError for unequal lengths, negative numbers, unknown codes and days out of bounds.
    """

    CODES: ClassVar[dict[str, type[Code]]] = {}

    def __post_init__(self) -> None:
        lengths = set()
        for name, check in _checks(type(self)).items():  # type: ignore[arg-type]
            given = getattr(self, name)
            values = check(name, np.asarray(given))
            if values is not given:
                object.__setattr__(self, name, values)
            lengths.add(values.shape)
        if len(lengths) != 1:
            raise ValueError("every fact needs one value for each person")
        for name, codes in self.CODES.items():
            if not _are(codes, getattr(self, name)):
                raise ValueError(f"{name}: unknown code")

    def __len__(self) -> int:
        return len(getattr(self, next(iter(_checks(type(self))))))  # type: ignore[arg-type]

    @classmethod
    def one(cls, **values: int | bool | str | date | None) -> Self:
        """The facts of one person; a code may be given by its name, and None means no day."""
        return cls(**{name: _place(cls._code(name, value)) for name, value in values.items()})

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


def _place(value: int | bool | date | None) -> NDArray[Any]:
    """An array of one value; days by their number, since NumPy is slow to read a date."""
    if value is None:
        return np.array([NO_DAY])
    if type(value) is date:
        return np.array([value.toordinal() - EPOCH]).view("datetime64[D]")
    return np.array([value])


def _are(codes: type[Code], values: Ints) -> bool:
    """Whether each number, none of them negative, is a code."""
    known = _known(codes)
    none = len(known) - 1
    if values.size == 1:
        return bool(known[min(values.item(), none)])
    return bool(known[np.minimum(values, none)].all())


@cache
def _known(codes: type[Code]) -> Flags:
    """Whether a number is a code, up to one more than the last, which is none."""
    return np.isin(np.arange(max(codes) + 2), list(codes))


Check = Callable[[str, NDArray[Any]], NDArray[Any]]


def _numbers(name: str, values: NDArray[Any]) -> Ints:
    numbers = integers(values)
    if (numbers.item() if numbers.size == 1 else numbers.min(initial=0)) < 0:
        raise ValueError(f"{name}: a negative number")
    return numbers


def _flags(name: str, values: NDArray[Any]) -> Flags:
    if values.dtype != np.bool_:
        raise TypeError(f"{name}: yes or no wanted, not {values.dtype}")
    return values


def _days(name: str, values: NDArray[Any]) -> Days:
    if values.dtype.kind not in "MO":
        raise TypeError(f"{name}: days wanted, not {values.dtype}")
    days: Days = values.astype(DAY, copy=False)
    if not _within(days):
        raise ValueError(f"{name}: a day out of bounds")
    return days


def _within(days: Days) -> bool:
    """Whether each day is one of a life; a day that is not there is."""
    if days.size == 1:
        day = days.view(np.int64).item()
        return FIRST_NUMBER <= day <= LAST_NUMBER or day == NO_NUMBER
    return not ((days < FIRST_DAY) | (days > LAST_DAY)).any()


DTYPES: dict[Check, str] = {_numbers: "i8", _flags: "?", _days: "M8[D]"}


@cache
def _checks(facts: type[Facts]) -> dict[str, Check]:
    by_kind: dict[Any, Check] = {Ints: _numbers, Flags: _flags, Days: _days}
    kinds = get_type_hints(facts)
    return {each.name: by_kind[kinds[each.name]] for each in fields(facts)}
