"""Looking into the content of a form, whatever its scenario: by the XML name of what is sought."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any, NoReturn

from declarations.social_risk.scenarios import Scenario
from portal.law.periods import Period

if TYPE_CHECKING:
    from declarations.social_risk.shapes import Shape

Content = Mapping[str, Any]
EMPLOYERS = (
    "EmployerDeclaration",
    "EmployerDeclarationLink",
    "NOSSLPAEmployerDeclaration",
    "NOSSLPAEmployerDeclarationLink",
)
WORKERS = ("NaturalPerson",)
OCCUPATIONS = ("Occupation", "OccupationLink", "NOSSLPAOccupation")
RECORDS = ("WorkerRecord", "WorkerRecordLink")


Places = dict[str, list[tuple[str, Any]]]


class Walked(dict[str, Any]):
    """A form of which is known where each name stands, and what `shape` it has."""

    __slots__ = ("places", "shape")
    places: Places
    shape: Shape


class OpenValueError(Exception):
    """A value was looked at that each form has for itself, where forms have none."""


class Open:
    """A value that is left open: whoever looks at it is told so."""

    def __getattribute__(self, name: str) -> NoReturn:
        """Refuse."""
        raise OpenValueError(name)

    def _refuse(self, *_others: object) -> NoReturn:
        raise OpenValueError

    __bool__ = __eq__ = __ne__ = __lt__ = __le__ = __gt__ = __ge__ = __hash__ = _refuse
    __str__ = __repr__ = __len__ = __iter__ = __contains__ = __getitem__ = _refuse
    __int__ = __index__ = __add__ = __radd__ = __format__ = _refuse


# Many rules look into the same form, one form after the other: it is walked once for all of them.
_walked: tuple[Content, Places] = ({}, {})


def blocks_in(content: Content, *labels: str, path: str = "Form") -> Iterator[tuple[str, Content]]:
    """Every block with one of these names, with its path, in the order of the form."""
    places = _places(content, path)
    for label in labels:
        yield from ((p, each) for p, each in places.get(label, ()) if type(each) is dict)


def values_in(content: Content, label: str, path: str = "Form") -> Iterator[tuple[str, str]]:
    """Every value of a zone, with its path, in the order of the form."""
    return ((p, v) for p, v in _places(content, path).get(label, ()) if type(v) in (str, Open))


def members_of(block: Content, *labels: str, path: str) -> Iterator[tuple[str, Content]]:
    """The blocks with one of these names that stand directly in a block, each with its path."""
    for label in labels:
        held = block.get(label, ())
        for each in held if type(held) is list else (held,):
            if type(each) is dict:
                yield f"{path}/{label}", each


def _places(content: Content, path: str) -> Places:
    global _walked
    if type(content) is Walked:
        return content.places
    if path != "Form":
        return walk(content, path)
    if _walked[0] is not content:
        _walked = content, walk(content)
    return _walked[1]


def walk(content: Content, path: str = "Form") -> Places:
    """Say where each name stands in a form, or in a block of it that has a path."""
    places: Places = defaultdict(list)
    _walk(content, path, places)
    return places


def _walk(content: Content, path: str, places: Places) -> None:
    """Note where each name stands. What was read as JSON is a text, a dict or a list: asking for
    these alone takes a third of what asking for any mapping does."""
    for name, value in content.items():
        here = f"{path}/{name}"
        if type(value) is str:
            places[name].append((here, value))
            continue
        for each in value if type(value) is list else (value,):
            places[name].append((here, each))
            if type(each) is dict:
                _walk(each, here, places)


def value_in(content: Content, label: str) -> str:
    """The first value of a zone; empty where there is none."""
    return next((value for _path, value in values_in(content, label)), "")


def employer_of(content: Content) -> tuple[str, Content]:
    """The first block that names the employer, with its path; an empty one where there is none."""
    return _first(content, EMPLOYERS, "Form") or ("Form", {})


def worker_of(content: Content) -> tuple[str, Content]:
    """The block of the worker, with its path; an empty one where there is none."""
    return _first(content, WORKERS, "Form") or ("Form", {})


def _first(content: Content, labels: Sequence[str], path: str) -> tuple[str, Content] | None:
    """The first block with one of these names: it stands near the top, so no more is walked."""
    for name, value in content.items():
        for each in value if type(value) is list else (value,):
            if type(each) is dict:
                here = f"{path}/{name}"
                if name in labels:
                    return here, each
                if within := _first(each, labels, here):
                    return within
    return None


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
