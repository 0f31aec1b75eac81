"""Many rows at once, at the speed at which the database takes them."""

import json
from collections.abc import Iterable, Mapping, Sequence
from itertools import islice
from typing import Any, Final

import numpy as np
from django.db import connection, models
from numpy.typing import NDArray
from psycopg import sql

AT_ONCE: Final = 1_000  # rows of an insert

EPOCH = np.datetime64("2000-01-01")  # of days in PostgreSQL
NO_DAY = 2**31 - 1  # what PostgreSQL calls infinity stands for a day that is not there
HEADER = b"PGCOPY\n\xff\r\n\0" + bytes(8)
TRAILER = b"\xff\xff"


def copy_rows(model: type[models.Model], columns: Sequence[str], rows: Iterable[Any]) -> None:
    """Store rows by COPY, one statement for all, read one by one from `rows`.

    Each row holds the values of `columns` in that order, JSON already written out as a text. What
    is not named gets the database's own default. Raises `IntegrityError` as an insert does. For
    workers alone: there is no COPY into a table with row security.
    """
    statement = sql.SQL("COPY {} ({}) FROM STDIN").format(*_names(model, columns))
    with (
        connection.cursor() as cursor,
        connection.wrap_database_errors,
        cursor.copy(statement) as copy,
    ):
        for row in rows:
            copy.write_row(row)


def insert_rows(model: type[models.Model], columns: Sequence[str], rows: Iterable[Any]) -> None:
    """Store rows as `copy_rows` does, by inserts of columns: also where row security is checked."""
    types = [_type(model, column) for column in columns]
    statement = sql.SQL("INSERT INTO {} ({}) SELECT * FROM unnest({})").format(
        *_names(model, columns), sql.SQL(", ").join(sql.SQL(f"%s::{each}[]") for each in types)
    )
    left = iter(rows)
    with connection.cursor() as cursor:
        while some := list(islice(left, AT_ONCE)):
            cursor.execute(statement, [list(column) for column in zip(*some, strict=True)])


def _names(
    model: type[models.Model], columns: Sequence[str]
) -> tuple[sql.Identifier, sql.Composed]:
    names = sql.SQL(", ").join(map(sql.Identifier, columns))
    return sql.Identifier(model._meta.db_table), names


def _type(model: type[models.Model], column: str) -> str:
    field = next(each for each in model._meta.concrete_fields if each.column == column)
    return field.db_parameters(connection)["type"] or ""


def insert_alike(
    model: type[models.Model], same: Mapping[str, Any], rows: Sequence[Mapping[str, Any]]
) -> None:
    """Store rows that are much alike by one INSERT: also where COPY may not be used, for policies.

    `same` holds the columns that are the same in all rows, each of `rows` the others, with values
    that JSON can hold or that are written as a text. What is not named gets the default.
    """
    if not rows:
        return
    both = [("same", name) for name in same] + [("each", name) for name in rows[0]]
    statement = sql.SQL(
        "INSERT INTO {table} ({columns}) SELECT {values}"
        " FROM jsonb_populate_record(NULL::{table}, %s::jsonb) AS same,"
        " jsonb_populate_recordset(NULL::{table}, %s::jsonb) AS each"
    ).format(
        table=sql.Identifier(model._meta.db_table),
        columns=sql.SQL(", ").join(sql.Identifier(name) for _part, name in both),
        values=sql.SQL(", ").join(sql.Identifier(part, name) for part, name in both),
    )
    with connection.cursor() as cursor:
        cursor.execute(
            statement, [json.dumps(same, default=str), json.dumps([dict(row) for row in rows])]
        )


def copy_columns(table: str, columns: Mapping[str, NDArray[Any]]) -> None:
    """Store columns of equal length by binary COPY: integers become bigint, days become date.

    No value may be missing. What is not named gets the database's own default.
    """
    length = len(next(iter(columns.values())))
    kinds = [(name, *_kind(values)) for name, values in columns.items()]
    fields = [("fields", ">i2")]
    for name, size, _values in kinds:
        fields += [(f"{name} size", ">i4"), (name, f">i{size}")]
    rows = np.zeros(length, dtype=fields)
    rows["fields"] = len(columns)
    for name, size, values in kinds:
        rows[f"{name} size"] = size
        rows[name] = values
    statement = sql.SQL("COPY {} ({}) FROM STDIN (FORMAT binary)").format(
        sql.Identifier(table), sql.SQL(", ").join(map(sql.Identifier, columns))
    )
    with (
        connection.cursor() as cursor,
        connection.wrap_database_errors,
        cursor.copy(statement) as copy,
    ):
        copy.write(HEADER + rows.tobytes() + TRAILER)


def _kind(values: NDArray[Any]) -> tuple[int, NDArray[Any]]:
    """Return how many bytes a value takes, and the values as the database counts them."""
    if values.dtype.kind == "M":
        return 4, (values.astype("datetime64[D]") - EPOCH).astype(np.int64)
    return 8, values


# What is read into arrays: the type in the database, what stands for NULL, how a value is sent.
KINDS: Final = {
    "i": ("bigint", "0", ">i8"),
    "b": ("boolean", "false", "?"),
    "M": ("date", "'infinity'", ">i4"),
}
BEFORE_COLUMNS: Final = len(HEADER) + 2  # and how many columns there are
BEFORE_VALUES: Final = 20  # dimensions, type and length of an array


def read_columns(
    query: str, values: Mapping[str, Any], columns: Mapping[str, Any]
) -> dict[str, NDArray[Any]]:
    """Return columns of a query as arrays, in one order; no object is made for any value.

    `columns` gives the dtype of each: integers, yes or no, or days. Where there is no value, it is
    0, False or NaT. The database gathers each column as one value, which is three times as quick
    as a COPY of the rows; a column of more than a gigabyte is refused, so read by the piece.
    """
    kinds = {name: KINDS[np.dtype(dtype).kind] for name, dtype in columns.items()}
    gathered = ", ".join(
        f"array_send(array_agg(coalesce({name}::{of}, {none})))"
        for name, (of, none, _size) in kinds.items()
    )
    statement = f"COPY (SELECT {gathered} FROM ({query}) AS read) TO STDOUT (FORMAT binary)"  # noqa: S608
    with (
        connection.cursor() as cursor,
        connection.wrap_database_errors,
        # The driver's own: the wrapper that counts queries takes no values with a COPY.
        cursor.cursor.copy(statement, values) as copy,
    ):
        sent = b"".join(copy)
    found, place = {}, BEFORE_COLUMNS
    for name, (kind, _none, size) in kinds.items():
        length = max(int.from_bytes(sent[place : place + 4], signed=True), 0)  # of no rows: NULL
        found[name] = _values(sent[place + 4 : place + 4 + length], kind, size)
        place += 4 + length
    return found


def _values(sent: bytes, kind: str, size: str) -> NDArray[Any]:
    """Return the values of an array as PostgreSQL sends it."""
    fields = np.dtype([("length", ">i4"), ("value", size)])
    values = np.frombuffer(sent[BEFORE_VALUES:], dtype=fields)["value"]
    if kind != "date":
        return np.ascontiguousarray(values, dtype=values.dtype.newbyteorder("="))
    return np.where(values == NO_DAY, np.datetime64("NaT"), EPOCH + values.astype(np.int64))


def drawn(model: type[models.Model], count: int) -> list[int]:
    """Return so many numbers of new rows, in order, for rows that name each other."""
    query = """
        SELECT nextval(pg_get_serial_sequence(%(table)s, 'id')) AS id
        FROM generate_series(1, %(count)s)
    """
    values = {"table": model._meta.db_table, "count": count}
    return sorted(read_columns(query, values, {"id": "i8"})["id"].tolist())
