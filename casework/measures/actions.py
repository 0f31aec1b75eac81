"""Count the figures of the last weeks again."""

from datetime import date, timedelta
from typing import Final

from django.db import connection, transaction

from casework.measures.catalog import MEASURES

WEEKS: Final = 2  # that are counted again: this one and the last
COUNT: Final = """
    INSERT INTO casework_weeklyfigure (measure, office_id, week, part, value)
    SELECT %(measure)s, counted.* FROM ({sql}) AS counted (office_id, week, part, value)
    ON CONFLICT (measure, part, office_id, week)
    DO UPDATE SET value = excluded.value, counted_at = now()
    WHERE casework_weeklyfigure.value <> excluded.value
"""


@transaction.atomic
def count(today: date, weeks: int = WEEKS) -> None:
    """Count every measure of the week of a day and of those before it, `weeks` together.

    Safe to repeat. A figure whose rows are gone stays: it was true.
    """
    since = monday(today) - timedelta(weeks=weeks - 1)
    with connection.cursor() as cursor:
        for measure in MEASURES:
            cursor.execute(COUNT.format(sql=measure.sql), {"measure": measure.code, "since": since})


def monday(day: date) -> date:
    """Return the first day of the week of a day."""
    return day - timedelta(days=day.weekday())
