"""What declarations of wages must meet: a small question over arrays for each official anomaly."""

from declarations.wages.rules import (
    amounts,
    contributing,
    dates,
    employer,
    fields,
    hirings,
    identity,
    keys,
    occupation,
    pay,
    persons,
    public,
    reductions,
    students,
    time,
)
from declarations.wages.rules.rule import RULES, Hit, Rule

__all__ = [
    "RULES",
    "Hit",
    "Rule",
    "amounts",
    "contributing",
    "dates",
    "employer",
    "fields",
    "hirings",
    "identity",
    "keys",
    "occupation",
    "pay",
    "persons",
    "public",
    "reductions",
    "students",
    "time",
]
