"""Many rows at once, at the speed at which the database takes them."""

import json
import secrets
import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from itertools import islice
from typing import Any, Final

import numpy as np
from django.db import IntegrityError, connection, models
from django.db.models.expressions import RawSQL
from numpy.typing import NDArray
from psycopg import Copy, sql

from portal.binary_rows import (
    EPOCH,
    HEADER,
    TRAILER,
    Column,
    binary_rows,
    numbers_of,
    packed,
)
from portal.law.money import Ints

AT_ONCE: Final = 1_000  # rows of an insert
SENT: Final = 100  # rows of a COPY at a time: what fits a processor's cache is copied quicker
FOLLOWING: Final = """
    SELECT set_config('session_replication_role', %s, true)
    WHERE has_parameter_privilege('session_replication_role', 'SET')
"""
NO_DAY = 2**31 - 1  # what PostgreSQL calls infinity stands for a day that is not there


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


def copy_values(model: type[models.Model], length: int, columns: Mapping[str, Column]) -> None:
    """Store so many rows by COPY as `copy_rows` does, from columns (`binary_rows` says which).

    Several times as quick, since no value is looked at by itself. Texts are read while the rows are
    sent, so that who makes them on the way, without a query, needs no room for all of them. Raises
    `ValueError` where a column is shorter than that.
    """
    names, rows = binary_rows(length, {name: _type(model, name) for name in columns}, columns)
    sent = 0
    with _binary_copy(model._meta.db_table, names) as copy:
        while some := list(islice(rows, SENT)):
            copy.write(b"".join(some))
            sent += len(some)
        if sent != length:
            raise ValueError(f"{sent} rows instead of {length}")


@contextmanager
def _binary_copy(table: str, columns: Iterable[str]) -> Iterator[Copy]:
    statement = sql.SQL("COPY {} ({}) FROM STDIN (FORMAT binary)").format(
        sql.Identifier(table), sql.SQL(", ").join(map(sql.Identifier, columns))
    )
    with (
        connection.cursor() as cursor,
        connection.wrap_database_errors,
        cursor.copy(statement) as copy,
    ):
        copy.write(HEADER)
        yield copy
        copy.write(TRAILER)


def array_of(numbers: Iterable[int]) -> str:
    """Return numbers as PostgreSQL writes an array, ten times as quick as a list is written."""
    return "{" + ",".join(map(str, numbers)) + "}"


def among(keys: Iterable[int] | Iterable[str]) -> RawSQL:
    """Return keys, numbers or texts, for a filter by `__in`: one parameter for all of thousands."""
    wanted = list(keys)
    kind = "text" if wanted and isinstance(wanted[0], str) else "bigint"
    return RawSQL(f"SELECT unnest(%s::{kind}[])", [wanted])  # noqa: S611 - one of two types


def hold_rows(model: type[models.Model], ids: Iterable[int]) -> None:
    """Keep rows from being removed until the end of the transaction, all by one statement.

    Raises `IntegrityError` where one of them is not there.
    """
    wanted = sorted(set(ids))
    statement = sql.SQL(
        "SELECT count(*) FROM ("
        "SELECT FROM {} WHERE id = ANY(%s::bigint[]) ORDER BY id FOR KEY SHARE) AS held"
    ).format(sql.Identifier(model._meta.db_table))
    with connection.cursor() as cursor:
        cursor.execute(statement, [array_of(wanted)])
        if cursor.fetchone()[0] != len(wanted):
            raise IntegrityError(f"a row of {model._meta.db_table} is not there")


@contextmanager
def references_held() -> Iterator[None]:
    """Store rows of which the caller made or holds (`hold_rows`) all that they refer to.

    The database does not look up each reference again, which would cost as much as all the rest;
    where its owner may not say so, it does (decision 0010). Within a transaction, and for INSERT
    and COPY into tables alone on which no trigger of ours waits for them.
    """
    with connection.cursor() as cursor:
        cursor.execute(FOLLOWING, ["replica"])
        yield
        cursor.execute(FOLLOWING, ["origin"])


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
    kinds = {"M": "date", "i": "bigint"}
    fixed = {name: numbers_of(kinds[each.dtype.kind], each) for name, each in columns.items()}
    rows = packed(len(next(iter(fixed.values()))), fixed, b"", len(fixed))
    with _binary_copy(table, columns) as copy:
        copy.write(rows.tobytes())


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


def drawn(model: type[models.Model], count: int) -> Ints:
    """Return so many numbers of new rows, in order, for rows that name each other."""
    query = """
        SELECT nextval((SELECT pg_get_serial_sequence(%(table)s, 'id')::regclass)) AS id
        FROM generate_series(1, %(count)s)
    """
    values = {"table": model._meta.db_table, "count": count}
    return np.sort(read_columns(query, values, {"id": "i8"})["id"])


def drawn_references(count: int) -> NDArray[Any]:
    """Return so many new references, ascending, as a column of UUID, version 7 (RFC 9562).

    They begin with the time, in milliseconds, and end at random: the index of a large table grows
    at its end, where it is in memory, and nobody guesses one.
    """
    drawn = np.frombuffer(secrets.token_bytes(16 * count), dtype=np.uint8).reshape(count, 16).copy()
    drawn[:, :6] = np.frombuffer((time.time_ns() // 1_000_000).to_bytes(6), dtype=np.uint8)
    drawn[:, 6] = drawn[:, 6] & 0x0F | 0x70  # the version
    drawn[:, 8] = drawn[:, 8] & 0x3F | 0x80  # the variant
    first, last = drawn.view(">u8").T
    return drawn[np.lexsort((last, first))].view("V16").ravel()


def references(count: int) -> list[str]:
    """Return so many new references, ascending, as texts, for rows that are written in words."""
    digits = drawn_references(count).tobytes().hex()
    places = range(0, len(digits), 32)
    return [
        f"{digits[at : at + 8]}-{digits[at + 8 : at + 12]}-{digits[at + 12 : at + 16]}"
        f"-{digits[at + 16 : at + 20]}-{digits[at + 20 : at + 32]}"
        for at in places
    ]
