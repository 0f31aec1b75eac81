"""Rows as a binary COPY takes them: columns of values become bytes, most of them all at once."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cache
from itertools import chain, tee
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

HEADER: Final = b"PGCOPY\n\xff\r\n\0" + bytes(8)
TRAILER: Final = b"\xff\xff"
EPOCH: Final = np.datetime64("2000-01-01")  # of days in PostgreSQL
NO_VALUE: Final = (-1).to_bytes(4, signed=True)  # in the place of a length
# What always takes the same room, with how it is written.
FORMATS: Final = {
    "bigint": ">i8",
    "integer": ">i4",
    "smallint": ">i2",
    "date": ">i4",
    "boolean": "?",
    "uuid": "V16",
}
TEXTS: Final = ("character varying", "varchar", "text")

Column = str | int | None | NDArray[Any] | Iterable[str]
Numbers = dict[str, NDArray[Any]]


def binary_rows(
    length: int, kinds: Mapping[str, str], columns: Mapping[str, Column]
) -> tuple[list[str], Iterator[bytes]]:
    """Return the names of columns in the order in which rows hold them, and so many rows.

    `kinds` are the types of the database. A column is a value that is the same in all rows, an
    array of numbers, days, yes or no, references (UUID) as an array of their bytes or a list of
    texts, or texts, read one by one. No
    day (NaT) and what a masked array hides are no value.
    """
    alike: dict[str, bytes] = {}
    fixed: Numbers = {}
    others: dict[str, Sequence[Iterable[bytes]]] = {}
    for name, values in columns.items():
        kind = kinds[name]
        if values is None or isinstance(values, str | int):
            alike[name] = _field(kind, values)
        elif kind not in FORMATS:
            others[name] = _texts(kind, values)
        else:
            numbers, missing = _numbers(kind, values), _missing(values)
            if missing.any():
                others[name] = [_some(numbers, missing)]
            else:
                fixed[name] = numbers
    heads = _bytes_of(packed(length, fixed, b"".join(alike.values()), len(columns)))
    if not others:
        return [*alike, *fixed], iter(heads)
    fields = zip(heads, *chain.from_iterable(others.values()), strict=False)
    return [*alike, *fixed, *others], map(b"".join, fields)


def packed(length: int, fixed: Numbers, alike: bytes, fields: int) -> NDArray[Any]:
    """Return the beginning of each row: how many fields it has, those that are alike, numbers."""
    head = fields.to_bytes(2) + alike
    sizes = [(name, values.dtype) for name, values in fixed.items()]
    rows = np.empty(length, dtype=[("", f"V{len(head)}"), *sizes])
    rows["f0"] = np.void(head)
    for name, values in fixed.items():
        if len(values) != length:
            raise ValueError(f"{name}: {len(values)} rows instead of {length}")
        rows[name] = values
    return rows


def numbers_of(kind: str, values: NDArray[Any]) -> NDArray[Any]:
    """Return the field of each number or day: its length and its value."""
    if values.dtype.kind == "M":
        values = (values.astype("datetime64[D]") - EPOCH).astype(np.int64)
    fields = np.empty(len(values), dtype=[("length", ">i4"), ("value", FORMATS[kind])])
    fields["length"] = fields.dtype["value"].itemsize
    fields["value"] = values
    if kind in ("integer", "smallint") and (fields["value"] != values).any():
        raise ValueError(f"a number does not fit {kind}")
    return fields


def _numbers(kind: str, values: Any) -> NDArray[Any]:
    if kind == "uuid" and not isinstance(values, np.ndarray):
        values = np.frombuffer(bytes.fromhex("".join(values).replace("-", "")), dtype="V16")
    return numbers_of(kind, np.ma.getdata(values))


def _missing(values: Any) -> NDArray[np.bool_]:
    if isinstance(values, np.ndarray) and values.dtype.kind == "M":
        return np.isnat(values)
    return np.ma.getmaskarray(values) if isinstance(values, np.ma.MaskedArray) else np.zeros(1, "?")


def _some(numbers: NDArray[Any], missing: NDArray[np.bool_]) -> list[bytes]:
    fields = _bytes_of(numbers)
    for place in np.flatnonzero(missing).tolist():
        fields[place] = NO_VALUE
    return fields


def _bytes_of(rows: NDArray[Any]) -> list[bytes]:
    return rows.view(f"V{rows.dtype.itemsize}").tolist()


def _field(kind: str, value: str | int | None) -> bytes:
    if value is None:
        return NO_VALUE
    if isinstance(value, str):
        return b"".join(chain.from_iterable(_texts(kind, [value])))
    return numbers_of(kind, np.array([value])).tobytes()


def _texts(kind: str, texts: Iterable[str]) -> tuple[Iterator[bytes], Iterator[bytes]]:
    """Return what goes before each text, and the texts."""
    if kind != "jsonb" and not kind.startswith(TEXTS):
        raise ValueError(f"no column of {kind} is written")
    before: Callable[[int], bytes] = _before_json if kind == "jsonb" else _before_text
    values, counted = tee(map(str.encode, texts))
    return map(before, map(len, counted)), values


@cache
def _before_text(length: int) -> bytes:
    return length.to_bytes(4)


@cache
def _before_json(length: int) -> bytes:
    return (length + 1).to_bytes(4) + b"\1"  # the number of this form
