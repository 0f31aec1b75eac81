"""Requests to consult a personnel file (PersonnelFileConsultationRequest): who asks about whom."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

from declarations.channels.requests import HEADER, RefusedError, company_of
from declarations.channels.requests import read_request as read_form
from declarations.glossary.catalog import glossary
from declarations.glossary.fields import found
from declarations.glossary.findings import Finding
from declarations.hiring.access import may_see_register
from declarations.hiring.personnel_file import Question
from portal.access.models import Capacity

EMPLOYER = "Form/EmployerId"
PERIOD = "Form/ReferencePeriod"


def read_request(data: bytes, capacity: Capacity) -> Question:
    """Return what a request asks, whatever the bytes are.

    Raises `RefusedError` when it cannot be read, is wrong, or is about an employer whose register
    the asker may not see.
    """
    form = read_form(glossary("personnel_file_request", "2023/1"), data, _check_period)
    company = company_of(form["EmployerId"], EMPLOYER, "90256-151")
    if not may_see_register(capacity, company):
        raise RefusedError(found("00011-155", f"{EMPLOYER}/NOSSRegistrationNbr"))
    period = form.get("ReferencePeriod", {})
    since, until = (_day(period.get(name)) for name in ("RefStartingDate", "RefEndingDate"))
    own = form.get("Reference", {}).get("ReferenceNbr", "")
    header = {name: form[name] for name in HEADER}
    # The only option is the quota: the model refuses any other.
    return Question(company, since, until, header, own, quota="DataOption" in form)


def _check_period(form: dict[str, Any]) -> Iterator[Finding]:
    """A period that is asked about has a bound, and does not end before it starts."""
    period = form.get("ReferencePeriod")
    if not isinstance(period, dict):
        return
    since, until = (_day(period.get(name)) for name in ("RefStartingDate", "RefEndingDate"))
    if not period:
        yield found("90077-360", PERIOD)
    elif since and until and until < since:
        yield found("00075-014", f"{PERIOD}/RefEndingDate", until.isoformat())


def _day(text: object) -> date | None:
    try:
        return date.fromisoformat(text) if isinstance(text, str) else None
    except ValueError:
        return None
