"""Looking into the content of a form, whatever its scenario: by the XML name of what is sought."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from typing import Any

from declarations.social_risk.scenarios import Scenario
from portal.law.periods import Period

Content = Mapping[str, Any]
EMPLOYERS = (
    "EmployerDeclaration",
    "EmployerDeclarationLink",
    "NOSSLPAEmployerDeclaration",
    "NOSSLPAEmployerDeclarationLink",
)
OCCUPATIONS = ("Occupation", "OccupationLink", "NOSSLPAOccupation")
RECORDS = ("WorkerRecord", "WorkerRecordLink")


Places = dict[str, list[tuple[str, Any]]]
# Many rules look into the same form, one form after the other: it is walked once for all of them.
_walked: tuple[Content, Places] = ({}, {})


def blocks_in(content: Content, *labels: str, path: str = "Form") -> Iterator[tuple[str, Content]]:
    """Every block with one of these names, with its path, in the order of the form."""
    places = _places(content, path)
    for label in labels:
        yield from ((p, each) for p, each in places.get(label, ()) if isinstance(each, Mapping))


def values_in(content: Content, label: str, path: str = "Form") -> Iterator[tuple[str, str]]:
    """Every value of a zone, with its path, in the order of the form."""
    return ((p, v) for p, v in _places(content, path).get(label, ()) if isinstance(v, str))


def _places(content: Content, path: str) -> Places:
    global _walked
    if _walked[0] is not content or path != "Form":
        places: Places = {}
        _walk(content, path, places)
        if path != "Form":
            return places
        _walked = content, places
    return _walked[1]


def _walk(content: Content, path: str, places: Places) -> None:
    for name, value in content.items():
        here = f"{path}/{name}"
        found = places.setdefault(name, [])
        for each in value if isinstance(value, list) else (value,):
            found.append((here, each))
            if isinstance(each, Mapping):
                _walk(each, here, places)


def value_in(content: Content, label: str) -> str:
    """The first value of a zone; empty where there is none."""
    return next((value for _path, value in values_in(content, label)), "")


def employer_of(content: Content) -> tuple[str, Content]:
    """The first block that names the employer, with its path; an empty one where there is none."""
    return next(blocks_in(content, *EMPLOYERS), ("Form", {}))


def worker_of(content: Content) -> tuple[str, Content]:
    """The block of the worker, with its path; an empty one where there is none."""
    return next(blocks_in(content, "NaturalPerson"), ("Form", {}))


def kind_of(content: Content) -> str:
    """The identification of the risk in three digits; empty where the scenario has none."""
    given = value_in(content, "IdentificationOfRisk")
    return given.zfill(3) if given else ""


def days_of(scenario: Scenario, content: Content) -> Period | None:
    """The days that the risk is about; None when they cannot be determined.

    A month or a year given is all its days. A risk that goes on has no last day.
    """
    given = [value for _path, value in values_in(content, scenario.first)]
    spans = [span for span in map(_span, given) if span]
    if not spans:
        return None
    first = max(span.start for span in spans) if scenario.after else spans[0].start
    if scenario.after:
        return Period(first + timedelta(days=1), None)
    last = _span(value_in(content, scenario.last)) if scenario.last else None
    until = last.start if last else spans[0].end
    return Period(first, until) if until is None or until >= first else None


def _span(value: str) -> Period | None:
    """The days of a day, of a month or of a year as they are written."""
    year, _, rest = value.partition("-")
    try:
        if not rest:
            return Period(date(int(year), 1, 1), date(int(year), 12, 31))
        if "-" not in rest:
            first = date(int(year), int(rest), 1)
            following = (first + timedelta(days=31)).replace(day=1)
            return Period(first, following - timedelta(days=1))
        day = date.fromisoformat(value)
        return Period(day, day)
    except ValueError:
        return None
