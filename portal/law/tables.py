"""Strict reading of dated values with their legal source, from YAML."""

import datetime
from collections.abc import Callable, Hashable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

import yaml

# How many parts of the written value make one whole of what the unit is about.
UNITS = {
    "cents": 1,
    "ten_thousandths": 10_000,
    "percent": 100,
    "days": 1,
    "months": 1,
    "years": 1,
    "count": 1,
}
RATIO = "ratio"
BASE: Literal["base"] = "base"

_REQUIRED = {"from": datetime.date, "source": str, "article": str, "confirmed": bool}
_OPTIONAL = {"until": datetime.date, "note": str}
_KNOWN = {*_REQUIRED, *_OPTIONAL, "value", "indexed"}
_COMMON = {"source", "article", "confirmed", "indexed"}  # what a table may say once for its rows


class TableError(ValueError):
    """A table that cannot be trusted; the message names file, figure and row."""


@dataclass(frozen=True)
class Row:
    """A value in force from ``start`` up to and with ``until`` (None: until the next row).

    ``indexed`` says that the value follows the pivot index: from the day on which it stood,
    or from the index base when it is unindexed.
    """

    start: datetime.date
    until: datetime.date | None
    value: int
    parts: int
    source: str
    article: str
    confirmed: bool
    note: str
    indexed: datetime.date | Literal["base"] | None


@dataclass(frozen=True)
class Table:
    unit: str
    rows: tuple[Row, ...]

    def row(self, on: datetime.date) -> Row | None:
        """The row in force on the day, or None."""
        for row in reversed(self.rows):
            if row.start <= on:
                return row if row.until is None or on <= row.until else None
        return None


class _UniqueKeys(yaml.SafeLoader):
    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Hashable, Any]:
        keys = [self.construct_object(key, deep=True) for key, _ in node.value]
        for key in keys:
            if keys.count(key) > 1:
                raise TableError(f"{key} stands twice, line {node.start_mark.line + 1}")
        return super().construct_mapping(node, deep)


def load_tables(path: Path) -> dict[str, Table]:
    """Every table of the file by name; TableError where anything is missing, double or unknown."""
    try:
        content = _UniqueKeys(path.read_text(encoding="utf-8")).get_single_data()
        if not isinstance(content, dict):
            raise TableError("no figures")
        return {name: _table(name, table) for name, table in content.items()}
    except (TableError, yaml.YAMLError) as error:
        raise TableError(f"{path.name}: {error}") from error


def _table(name: str, content: Any) -> Table:
    keys = set(content) - _COMMON if isinstance(content, dict) else set()
    if keys != {"unit", "rows"} or not content["rows"]:
        raise TableError(f"{name}: unit and rows wanted, and what all rows have in common")
    unit = content["unit"]
    common = {key: content[key] for key in _COMMON & set(content)}
    if unit != RATIO and unit not in UNITS:
        raise TableError(f"{name}: unknown unit {unit!r}")
    rows: list[Row] = []
    for number, raw in enumerate(content["rows"], start=1):
        try:
            rows.append(_row({**common, **raw} if isinstance(raw, dict) else raw, unit))
            _check_order(rows)
        except TableError as error:
            raise TableError(f"{name}, row {number}: {error}") from error
    return Table(unit, tuple(rows))


def _check_order(rows: list[Row]) -> None:
    row = rows[-1]
    if row.until is not None and row.until < row.start:
        raise TableError("until is before from")
    if len(rows) == 1:
        return
    before = rows[-2]
    if row.start <= before.start or (before.until is not None and row.start <= before.until):
        raise TableError("overlaps the row before it")


def _row(raw: Any, unit: str) -> Row:
    if not isinstance(raw, dict):
        raise TableError("not a mapping")
    if unknown := set(raw) - _KNOWN:
        raise TableError(f"unknown {', '.join(sorted(map(str, unknown)))}")
    for key, kind in _REQUIRED.items():
        _check_kind(raw, key, kind, missing=True)
    for key, kind in _OPTIONAL.items():
        _check_kind(raw, key, kind, missing=False)
    value, parts = _value(raw.get("value"), unit)
    return Row(
        raw["from"],
        raw.get("until"),
        value,
        parts,
        raw["source"],
        raw["article"],
        raw["confirmed"],
        raw.get("note", ""),
        _indexed(raw.get("indexed")),
    )


def _check_kind(raw: Mapping[str, Any], key: str, kind: type, missing: bool) -> None:
    if key not in raw:
        if missing:
            raise TableError(f"{key} is missing")
    elif type(raw[key]) is not kind or not str(raw[key]).strip():
        raise TableError(f"{key} must be a {kind.__name__}")


def _value(value: Any, unit: str) -> tuple[int, int]:
    read: Callable[[Any], tuple[int, int]] = _ratio if unit == RATIO else _whole
    numerator, parts = read(value)
    return numerator, UNITS.get(unit, parts)


def _whole(value: Any) -> tuple[int, int]:
    if type(value) is not int:
        raise TableError(f"value must be an integer, not {value!r}")
    return value, 1


def _ratio(value: Any) -> tuple[int, int]:
    numerator, stroke, denominator = str(value).partition("/")
    if not (stroke and numerator.isdecimal() and denominator.isdecimal() and int(denominator)):
        raise TableError(f"value must be a ratio such as 3/2, not {value!r}")
    return int(numerator), int(denominator)


def _indexed(value: Any) -> datetime.date | Literal["base"] | None:
    if value is None or type(value) is datetime.date:
        return value
    if value == BASE:
        return BASE
    raise TableError(f"indexed must be a date or {BASE}, not {value!r}")
