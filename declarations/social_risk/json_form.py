"""Social risks as JSON: the scenario's name, and the form in the names of the information model.

    {"WECH001": {"AttestationStatus": "0", "RiskIdentification": {…}, …}}

What the header says for us (identification, date and hour, type) may be left out.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from django.utils.translation import gettext

from declarations.channels.actions import Draft
from declarations.channels.writing import header
from declarations.social_risk.intake import ACTION
from declarations.social_risk.reading import ReadForm, check_content
from declarations.social_risk.scenarios import Scenario, of_root, scenarios
from portal.exchange.problems import FieldProblem, ProblemError


def drafts_of(read: dict[str, Any] | list[Any], now: datetime) -> list[Draft]:
    """Return the forms of a message; raises `ProblemError` 422 for what is no form."""
    forms = read if isinstance(read, list) else [read]
    return [_draft(each, place, now) for place, each in enumerate(forms)]


def _draft(each: Any, place: int, now: datetime) -> Draft:
    if not isinstance(each, dict) or len(each) != 1:
        raise _problem(place, gettext("Give one scenario with its form, such as WECH001."))
    ((name, form),) = each.items()
    scenario = of_root(name)
    if scenario is None:
        raise _problem(place, gettext("This scenario is not known here."))
    if not isinstance(form, dict) or not all(_texts(form)):
        raise _problem(place, gettext("Give each value as a text."))
    content = with_header(scenario, form, now)
    read = ReadForm(scenario, content, "", 0)
    findings = tuple(check_content(scenario, content))
    return Draft(ACTION, content, findings, read.reference, read.made_at, flow=scenario.flow)


def with_header(scenario: Scenario, form: dict[str, Any], now: datetime) -> dict[str, Any]:
    """Return a form with what its header says, where it does not say so itself."""
    return {**header(scenario.code, "SU", now), **form}


def _texts(value: Any) -> Iterator[bool]:
    """Say of each value whether it is a text, in blocks and lists of blocks."""
    if isinstance(value, dict):
        for each in value.values():
            yield from _texts(each)
    elif isinstance(value, list):
        yield all(isinstance(each, dict) for each in value)
        for each in value:
            yield from _texts(each)
    else:
        yield isinstance(value, str)


def _problem(place: int, message: str) -> ProblemError:
    errors = [FieldProblem(path=str(place), message=message)]
    return ProblemError(422, message, "FORM", errors=errors)


def schema() -> dict[str, Any]:
    """Return the JSON Schema of a form as far as it is the same for all scenarios."""
    names = [each.code for each in scenarios().values()]
    return {
        "type": "object",
        "minProperties": 1,
        "maxProperties": 1,
        "properties": {name: {"type": "object"} for name in names},
        "additionalProperties": False,
    }
