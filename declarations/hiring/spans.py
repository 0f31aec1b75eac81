"""How long a period is, as the database sees it."""

from typing import Any

from django.contrib.postgres.fields import DateTimeRangeField
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import Func
from django.db.models.sql.compiler import SQLCompiler


class MomentSpan(Func):
    """SQL `tsrange` of `since`, `starts_at`, `until`, `ends_at`, by the clock in Belgium.

    Without hours it holds both days whole; an open end is NULL. With hours the end is excluded, so
    that work from 10 to 14 and from 14 to 18 does not overlap.
    """

    output_field = DateTimeRangeField()
    arity = 4

    def as_sql(  # type: ignore[override]  # the template has no place for a part used twice
        self, compiler: SQLCompiler, connection: BaseDatabaseWrapper, **_context: Any
    ) -> tuple[str, list[Any]]:
        """Return the SQL; dates and times add up to moments, and NULL to NULL."""
        parts = [compiler.compile(expression) for expression in self.get_source_expressions()]
        since, starts, until, ends = (sql for sql, _parameters in parts)
        first, start, last, end = (list(parameters) for _sql, parameters in parts)
        span = (
            f"tsrange({since}::date + COALESCE({starts}::time, '00:00'::time), "
            f"COALESCE({until}::date + {ends}::time, ({until}::date + 1)::timestamp))"
        )
        return span, [*first, *start, *last, *end, *last]
