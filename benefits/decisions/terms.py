"""Terms of the law: until when one can object, and until when the office has to answer."""

from datetime import date
from pathlib import Path
from typing import Final, cast

from django.utils import timezone

from benefits.decisions.models import Decision
from portal.law.days import add_months
from portal.law.figures import Figures

FIGURES: Final = Figures.load(Path(__file__).with_name("figures.yaml"))


def object_by(decision: Decision) -> date:
    """Return the last day on which an objection to a decision is in time.

    The decision is told on the day on which it is made: from then on it stands on the person's
    page. Charter of the socially insured, article 23; not confirmed.
    """
    return object_until(timezone.localdate(decision.decided_at))


def object_until(told_on: date) -> date:
    """Return the last day on which an objection to what was told on a day is in time."""
    return _later("objection_months", told_on)


def answer_by(asked_on: date) -> date:
    """Return until when the office has to answer what came in on a day.

    Charter of the socially insured, article 10; not confirmed.
    """
    return _later("answer_months", asked_on)


def _later(term: str, day: date) -> date:
    return cast(date, add_months(day, FIGURES.on(term, day).value).item())
