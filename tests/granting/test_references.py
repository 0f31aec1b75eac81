"""What a night writes refers to rows, though the database does not look up each of them."""

import pytest
from django.db import IntegrityError, connection

from benefits.decisions.models import Beneficiary, Decision
from benefits.granting.models import GrantRun
from casework.demo.building import Cast
from portal.access.models import AccessLine
from portal.copying import hold_rows, references_held
from portal.documents.models import Letter
from portal.exchange.models import Event
from portal.people.models import Person
from tests.granting.test_everyone import hold
from tests.granting.test_granting import months_ago, report

WRITTEN = (Letter, Decision, Beneficiary, Event, AccessLine)
REFERENCES = """
    SELECT conrelid::regclass::text, column_.attname, confrelid::regclass::text
    FROM pg_constraint JOIN pg_attribute column_ ON attrelid = conrelid AND attnum = conkey[1]
    WHERE contype = 'f' AND conrelid = ANY(%s::regclass[])
"""
WAITING = """
    SELECT tgname FROM pg_trigger
    WHERE tgrelid = ANY(%s::regclass[]) AND NOT tgisinternal AND tgtype & 4 > 0
"""


def _asked(query: str, *values: list[str]) -> list[tuple[str, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(query, values)
        return cursor.fetchall()


def _tables() -> list[str]:
    return [model._meta.db_table for model in WRITTEN]


def test_all_that_a_night_refers_to_is_there(cast: Cast) -> None:
    report(cast, months_ago(4))
    run: GrantRun = hold()
    assert Decision.objects.filter(event=run.event).count() > 1
    references = _asked(REFERENCES, _tables())
    assert len(references) >= 14
    for table, column, other in references:
        lost = f"""
            SELECT own.{column}::text FROM {table} AS own
            LEFT JOIN {other} AS other ON other.id = own.{column}
            WHERE own.{column} IS NOT NULL AND other.id IS NULL
        """  # noqa: S608 - names of the catalogue
        assert _asked(lost) == []


@pytest.mark.django_db
def test_no_trigger_waits_for_rows_that_a_night_stores() -> None:
    """None would be called: `references_held` is for tables without."""
    assert _asked(WAITING, _tables()) == []


@pytest.mark.django_db
def test_a_row_that_is_not_there_is_refused() -> None:
    there = Person.objects.create(first_name="A", last_name="B")
    hold_rows(Person, [there.pk, there.pk])
    with pytest.raises(IntegrityError):
        hold_rows(Person, [there.pk, there.pk + 1])


@pytest.mark.django_db
def test_references_are_looked_up_again_afterwards() -> None:
    with references_held():
        assert _asked("SHOW session_replication_role") == [("replica",)]
    assert _asked("SHOW session_replication_role") == [("origin",)]
