"""Columns of a query come as arrays, whatever is missing."""

from datetime import date

import numpy as np
import pytest
from django.db import connection

from portal.copying import copy_columns, read_columns

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
