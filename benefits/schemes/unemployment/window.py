"""How far back the days of work are counted."""

from datetime import date

from benefits.schemes.unemployment import since_2026
from benefits.schemes.unemployment.facts import FIGURES


def window_months(claim_start: date, age: int) -> int:
    """Return the months before the claim's first day in which days of work count.

    Raises MissingFigureError where the tables do not reach that day.
    """
    if claim_start >= since_2026.FIRST_DAY:
        return FIGURES.on("entry_window", claim_start).value
    if age < FIGURES.on("middle_age", claim_start).value:
        return FIGURES.on("entry_window_young", claim_start).value
    group = "middle" if age < FIGURES.on("older_age", claim_start).value else "older"
    return FIGURES.on(f"entry_window_{group}", claim_start).value
