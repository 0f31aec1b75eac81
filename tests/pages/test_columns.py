"""Columns of a query come as arrays, whatever is missing."""

import time
from datetime import date
from uuid import UUID

import numpy as np
import pytest
from django.db import connection, transaction

from portal.binary_rows import HEADER, TRAILER, binary_rows, numbers_of
from portal.copying import (
    copy_columns,
    copy_values,
    drawn,
    read_columns,
    references,
)
from portal.exchange.models import Event
from portal.people.models import Person

ROWS = "SELECT * FROM (VALUES (1, true, date '1955-02-28'), (-2, NULL, NULL)) AS v (n, yes, day)"
KINDS = {"n": "i8", "yes": "?", "day": "M8[D]"}


@pytest.mark.django_db
def test_values_come_as_they_are_and_missing_ones_as_nothing() -> None:
    read = read_columns(f"{ROWS} WHERE n < %(below)s", {"below": 9}, KINDS)
    assert read["n"].tolist() == [1, -2]
    assert read["yes"].tolist() == [True, False]
    assert read["day"].tolist() == [date(1955, 2, 28), None]
    assert [read[name].dtype for name in KINDS] == [np.dtype(kind) for kind in KINDS.values()]


@pytest.mark.django_db
def test_no_rows_are_empty_columns() -> None:
    read = read_columns(f"{ROWS} WHERE n > 9", {}, KINDS)
    assert [len(values) for values in read.values()] == [0, 0, 0]


@pytest.mark.django_db
def test_what_was_stored_as_columns_is_read_as_columns() -> None:
    kept = {
        "n": np.arange(-500, 500) * 10**15,
        "day": np.arange("1900-01-01", "2199-01-01", 109, dtype="datetime64[D]"),
    }
    with connection.cursor() as cursor:
        cursor.execute("CREATE TEMPORARY TABLE kept (n bigint, day date) ON COMMIT DROP")
    copy_columns("kept", {name: values[:900] for name, values in kept.items()})
    read = read_columns("SELECT * FROM kept", {}, {"n": "i8", "day": "M8[D]"})
    for name, values in kept.items():
        assert (read[name] == values[:900]).all()


@pytest.mark.django_db
def test_texts_are_stored_as_they_are() -> None:
    names = ["back\\slash", "tab\t", "line\n", "Zo\u00eb \u2713", ""]
    columns = {
        "reference": references(5),
        "first_name": names,
        "last_name": "L",
        "language": "en",
        "birth_date": np.array(["1955-02-28", *["NaT"] * 4], dtype="M8[D]"),
        "died_on": None,
    }
    copy_values(Person, 5, columns)
    stored = Person.objects.filter(last_name="L").order_by("pk")
    assert [each.first_name for each in stored] == names
    assert [str(each.reference) for each in stored] == columns["reference"]
    assert [each.birth_date for each in stored] == [date(1955, 2, 28), None, None, None, None]


@pytest.mark.django_db
def test_what_an_array_hides_is_no_value() -> None:
    hidden = np.ma.masked_equal(np.array([7, 0, 9]), 0)
    columns = {"id": hidden, "day": np.array(["2026-01-01", "NaT", "NaT"], dtype="M8[D]")}
    kinds = {"id": "bigint", "day": "date", "said": "text", "yes": "boolean"}
    names, rows = binary_rows(3, kinds, {**columns, "said": None, "yes": True})
    with connection.cursor() as cursor:
        cursor.execute(
            "CREATE TEMPORARY TABLE kept (id bigint, day date, said text, yes boolean)"
            " ON COMMIT DROP"
        )
        with cursor.copy(f"COPY kept ({', '.join(names)}) FROM STDIN (FORMAT binary)") as copy:
            copy.write(b"".join([HEADER, *rows, TRAILER]))
        cursor.execute("SELECT id, day, said, yes FROM kept")
        assert cursor.fetchall() == [
            (7, date(2026, 1, 1), None, True),
            (None, None, None, True),
            (9, None, None, True),
        ]


@pytest.mark.django_db
def test_a_column_that_takes_no_text_is_named() -> None:
    with pytest.raises(ValueError, match="no column of timestamp"):
        copy_values(Event, 1, {"topic": "t", "happened_at": ["2026-01-01"]})


@pytest.mark.django_db
def test_no_column_is_shorter_than_the_others() -> None:
    columns = {"reference": references(2), "first_name": ["a"], "last_name": "L"}
    with pytest.raises(ValueError, match="1 rows instead of 2"), transaction.atomic():
        copy_values(Person, 2, {**columns, "language": "en"})
    assert not Person.objects.filter(last_name="L").exists()


@pytest.mark.django_db
def test_numbers_are_drawn_once_and_in_order() -> None:
    some, more = drawn(Person, 3), drawn(Person, 2)
    assert [*some.tolist(), *more.tolist()] == list(range(int(some[0]), int(some[0]) + 5))


def test_references_ascend_by_time_and_end_at_random() -> None:
    begun = time.time_ns() // 1_000_000
    some = references(1000)
    assert some == sorted(some)
    assert all(str(UUID(each)) == each and UUID(each).version == 7 for each in some)
    assert begun <= UUID(some[0]).int >> 80 <= time.time_ns() // 1_000_000
    assert len({each[19:] for each in some}) == 1000
    assert references(0) == []


def test_no_number_is_cut() -> None:
    with pytest.raises(ValueError, match="does not fit smallint"):
        numbers_of("smallint", np.array([1, 2**15]))
