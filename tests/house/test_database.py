"""The database itself refuses: to change what was said, and periods that overlap."""

from __future__ import annotations

import uuid
from datetime import date, time, timedelta
from importlib import import_module
from itertools import count
from typing import Any

import pytest
from django.apps import apps
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import ArrayField
from django.db import DatabaseError, IntegrityError, connection, models, transaction
from django.db.models.functions import Now
from django.utils import timezone

from portal.exchange.trail.registry import SEALED
from tests.house import project

FROM = date(2025, 1, 1)
TO = date(2025, 3, 31)
FAR = date(2099, 12, 31)

MODELS = [model for app in project.APPS for model in apps.get_app_config(app).get_models()]
BY_TABLE = {model._meta.db_table: model for model in MODELS}
APPEND_ONLY = [
    table
    for path in project.migrations()
    if "append_only" in path.stem
    for table in import_module(project.module(path)).TABLES
]
EXCLUSIONS = [
    (model, constraint)
    for model in MODELS
    for constraint in model._meta.constraints
    if isinstance(constraint, ExclusionConstraint)
]
COUNTER = count(100)
# Where a check wants one of several columns that may be empty, or one that fits another.
ONE_OF: dict[str, dict[str, Any]] = {
    "benefits_allocation": {"scheme": ""},
    "benefits_arrangement": {"month": FROM, "waits": False, "letter_id": 0},
    "benefits_decision": {"event_id": 0},
    "benefits_findinganswer": {"decision_id": 0},
    "benefits_objectionanswer": {"decision_id": 0},
    "benefits_posting": {"credit": "owed"},
    "benefits_repaymentmatch": {"scheme": ""},
    "casework_absence": {"substitute_id": 1},
    "casework_rating": {"contact_id": 0},
    "casework_review": {"decision_id": 0, "approved": True},
    "declarations_statemententry": {"declaration_id": 0},
    "portal_profilechange": {"since": FROM},
    "portal_mandate": {"giver_company_id": 0, "holder_company_id": 1},
    "portal_representation": {"representative_id": 1},
    "portal_glassbreak": {"until": Now() + timedelta(minutes=1)},
}

COVERED = """
    SELECT one.indexrelid::regclass::text, other.indexrelid::regclass::text
    FROM pg_index AS one JOIN pg_index AS other USING (indrelid)
    JOIN pg_class AS kind ON kind.oid = one.indexrelid
    JOIN pg_class AS other_kind ON other_kind.oid = other.indexrelid
    WHERE one.indrelid::regclass::text = ANY (%s) AND one.indexrelid <> other.indexrelid
        AND kind.relam = other_kind.relam AND NOT one.indisunique
        AND one.indpred IS NULL AND other.indpred IS NULL AND one.indexprs IS NULL
        AND string_to_array(one.indkey::text, ' ')
            = (string_to_array(other.indkey::text, ' '))[:one.indnatts]
        AND one.indclass[0] = other.indclass[0]
"""


def _value(field: models.Field[Any, Any], model: type[models.Model]) -> Any:
    """A value that the column takes; what it refers to need not be there before the commit."""
    if field.choices:
        return next(iter(field.choices))[0]
    if isinstance(field, models.CharField):
        return str(next(COUNTER) if _is_unique(field, model) else 1).zfill(field.max_length or 1)
    samples: dict[type[models.Field[Any, Any]], Any] = {
        models.ForeignKey: 0,
        models.UUIDField: uuid.uuid4(),
        models.BooleanField: False,
        models.DateTimeField: timezone.now(),
        models.DateField: FROM,
        models.TimeField: time.min,
        models.BinaryField: b"x",
        models.JSONField: {},
        ArrayField: [],
        models.IntegerField: 1,
    }
    return next((value for kind, value in samples.items() if isinstance(field, kind)), "x")


def _is_unique(field: models.Field[Any, Any], model: type[models.Model]) -> bool:
    constraints = (c for c in model._meta.constraints if isinstance(c, models.UniqueConstraint))
    return field.unique or any(field.name in constraint.fields for constraint in constraints)


def _row(model: type[models.Model], **given: Any) -> models.Model:
    """A row with a value in each column that must have one."""
    needed = {
        field.attname: _value(field, model)
        for field in model._meta.concrete_fields
        if not isinstance(field, models.AutoField)
        and not (field.null or field.has_default() or field.has_db_default())
    }
    return model(**needed | ONE_OF.get(model._meta.db_table, {}) | given)


def _insert(model: type[models.Model], **given: Any) -> None:
    # As bulk_create does it: one INSERT, and no save() of the model between.
    model._base_manager.bulk_create([_row(model, **given)])


@transaction.atomic
def _say_and_change(table: str, statement: str) -> None:
    _insert(BY_TABLE[table])
    key = BY_TABLE[table]._meta.pk.column
    with connection.cursor() as cursor:
        cursor.execute(statement.format(table=table, key=key))


@pytest.mark.django_db
@pytest.mark.parametrize("statement", ["UPDATE {table} SET {key} = {key}", "DELETE FROM {table}"])
@pytest.mark.parametrize("table", APPEND_ONLY)
def test_what_was_said_stays(table: str, statement: str) -> None:
    with pytest.raises(DatabaseError, match=f"rows of {table} are never changed or removed"):
        _say_and_change(table, statement)


def test_all_that_was_said_is_sealed() -> None:
    """An append-only table is sealed, in the `evidence.py` of its app, or has its reason here."""
    free = {
        "benefits_sent": "that a run was handed on: its payments and the bank's answers are sealed",
        "portal_block": "the seal itself",
    }
    assert SEALED.keys() == set(APPEND_ONLY) - free.keys()
    assert free.keys() <= set(APPEND_ONLY)


@transaction.atomic
def _overlap_by_a_day(model: type[models.Model]) -> None:
    _insert(model, since=FROM, until=TO)
    last = None if model._meta.get_field("until").null else FAR
    _insert(model, since=TO + timedelta(days=1), until=last)  # the day after is free
    _insert(model, since=TO, until=TO)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("model", "constraint"), EXCLUSIONS, ids=[constraint.name for _m, constraint in EXCLUSIONS]
)
def test_periods_do_not_overlap(model: type[models.Model], constraint: ExclusionConstraint) -> None:
    with pytest.raises(IntegrityError, match=constraint.name) as refusal:
        _overlap_by_a_day(model)
    # As a day, or as its first moment.
    assert f"[{TO}," in str(refusal.value).replace('"', "").replace(" 00:00:00", "")


def test_every_period_is_guarded() -> None:
    """A table with `since` and `until` has an exclusion, or is named here with the reason."""
    free = {
        "casework_offer": "a partner may offer places of several kinds at once",
        "declarations_risk": "what is declared once is a rule, and a correction may follow",
        "declarations_statusreport": "what institutions said, which may speak twice of one day",
        "portal_profilechange": "what is proposed; a profile that begins is guarded",
        "portal_company": "how long a company exists: one row for each",
        "portal_capacity": "somebody may act for a company in two capacities at once",
    }
    unguarded = {
        model._meta.db_table
        for model in MODELS
        if {"since", "until"} <= {field.name for field in model._meta.concrete_fields}
    } - {model._meta.db_table for model, _constraint in EXCLUSIONS}
    assert unguarded == free.keys()


@pytest.mark.django_db
def test_no_index_stands_twice() -> None:
    """An index that begins another one answers nothing that the other does not; each is written."""
    with connection.cursor() as cursor:
        cursor.execute(COVERED, [list(BY_TABLE)])
        assert cursor.fetchall() == []
