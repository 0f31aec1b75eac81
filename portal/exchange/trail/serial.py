"""A number that each row draws when it is written, for tables whose key says nothing of that."""

from django.db import models
from django.db.models import Func, Value


def serial_of(table: str) -> "models.BigIntegerField[int, int]":
    """Return the field; its sequence is made by a migration and belongs to the column."""
    drawn = Func(Value(f"{table}_serial_seq"), function="nextval")
    return models.BigIntegerField(db_default=drawn, unique=True, editable=False)
