"""Which quarters a company has to do with, where each stands, and what is missing of them."""

from __future__ import annotations

from typing import Any, Final

from django.utils import timezone

from declarations.hiring.models import EmploymentPeriod
from declarations.wages import filed
from declarations.wages.drafting.drafts import draft_of, hired_count
from declarations.wages.presenting import QuarterState, state_of
from declarations.wages.quarters import FIRST, moved, quarter_of
from portal.people.models import Company

SHOWN: Final = 12  # quarters, the newest
MOST_REMINDERS: Final = 2
MOST_DRAFTED: Final = 500  # workers of a quarter that pages help to declare; more come by file


def shown_quarters(company: Company) -> list[int]:
    """Return the quarters that a list shows, the newest first: since the first that was declared
    here, or since the first hiring."""
    now = quarter_of(timezone.localdate())
    declared = filed.filings_of(company).order_by("quarter").first()
    first = EmploymentPeriod.objects.filter(company=company).order_by("since").first()
    oldest = max(quarter_of(first.since) if first else now, FIRST)
    oldest = declared.quarter if declared else oldest
    return [each for by in range(SHOWN) if (each := moved(now, -by)) >= oldest]


def states_of(company: Company, shown: list[int]) -> list[QuarterState]:
    """Return where each quarter stands today."""
    forms, today = filed.forms_about(company, shown), timezone.localdate()
    return [state_of(each, forms.get(each, []), today) for each in shown]


def reminders_of(company: Company, states: list[QuarterState]) -> list[dict[str, Any]]:
    """Return what is missing of the latest quarters whose deadline is near or past."""
    found: list[dict[str, Any]] = []
    for state in states:
        near = state.reminds and len(found) < MOST_REMINDERS
        if near and hired_count(company, state.quarter) <= MOST_DRAFTED:
            draft = draft_of(company, state.quarter)
            if draft.sent:
                lacking = len(draft.incomplete)
                found.append(
                    {
                        "state": state,
                        "workers": len(draft.sent),
                        "lacking": lacking,
                        "address": f"{state.quarter}/",
                    }
                )
    return found
