"""Many rows at once, at the speed at which the database takes them."""

from collections.abc import Iterable, Sequence
from typing import Any

from django.db import connection, models
from psycopg import sql


def copy_rows(model: type[models.Model], columns: Sequence[str], rows: Iterable[Any]) -> None:
    """Store rows by COPY, one statement for all, read one by one from `rows`.

    Each row holds the values of `columns` in that order, JSON already written out as a text. What
    is not named gets the database's own default. Raises `IntegrityError` as an insert does.
    """
    statement = sql.SQL("COPY {} ({}) FROM STDIN").format(
        sql.Identifier(model._meta.db_table), sql.SQL(", ").join(map(sql.Identifier, columns))
    )
    with (
        connection.cursor() as cursor,
        connection.wrap_database_errors,
        cursor.copy(statement) as copy,
    ):
        for row in rows:
            copy.write_row(row)
