"""The official names of files: FI holds declarations, FS signs an FI, GO sets a set to work.

FI.<flow>.<sender 6>.<date 8>.<sequence 5>.<environment>.<part>.<parts>, FS alike, and
GO.<flow>.<sender>.<date>.<sequence>.<environment>.<parts> (segments: NSSO, annex 30, codes 107 to
133).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import cache
from typing import Final, Self

from declarations.files.refusals import FORMS_OF_NAMES, RefusedFileError
from declarations.social_risk.scenarios import scenarios
from portal.access.models import Environment, Service

SEGMENTS: Final = {"FI": 8, "FS": 8, "GO": 7}
NUMBERED: Final = {"FI": "ACRF-123", "FS": "ACRF-124"}
DIGITS: Final = re.compile("[0-9]+")
LONGEST_AGE: Final = timedelta(days=366)


@cache
def flows() -> dict[str, Service]:
    """Return the flows by their names: immediate declarations of employment, quarterly wages, and
    the scenarios of social risks.

    Of all but the first no source at hand confirms the code.
    """
    risks = {each.code: Service.RISKS for each in scenarios().values()}
    return {"DMPI": Service.HIRING, "DMFA": Service.WAGES, **risks}


@dataclass(frozen=True)
class FileName:
    """The segments of a name; `part` is 0 for a GO file, which stands for all `parts`."""

    kind: str
    flow: str
    sender: str
    day: str
    sequence: str
    environment: str
    part: int
    parts: int

    @classmethod
    def read(cls, text: str, *, today: date) -> Self:
        """Return the segments; raises `RefusedFileError` with every code that the name earns."""
        kind, *rest = text.split(".")
        if kind not in SEGMENTS:
            raise RefusedFileError("ACRF-129")
        well_built = len(rest) == SEGMENTS[kind] - 1 and rest[0] in flows()
        if not well_built or not re.fullmatch("[0-9]{6}", rest[1], re.ASCII):
            raise RefusedFileError(FORMS_OF_NAMES[kind])
        flow, sender, day, sequence, environment, *numbers = rest
        codes = [
            *_problems_of_day(day, today),
            *_problems_of_sequence(sequence),
            *(["ACRF-117"] if environment not in Environment.values else []),
            *_problems_of_parts(numbers[-1]),
        ]
        part = numbers[0] if kind in NUMBERED else "0"
        if not codes and kind in NUMBERED and part not in _up_to(numbers[-1]):
            codes = [NUMBERED[kind]]
        if codes:
            raise RefusedFileError(*codes)
        return cls(kind, flow, sender, day, sequence, environment, int(part), int(numbers[-1]))

    def __str__(self) -> str:
        head = (self.kind, self.flow, self.sender, self.day, self.sequence, self.environment)
        numbers = (self.parts,) if self.kind == "GO" else (self.part, self.parts)
        return ".".join(map(str, (*head, *numbers)))

    @property
    def service(self) -> Service:
        """What the declarations of the file are about."""
        return flows()[self.flow]

    @property
    def of_set(self) -> str:
        """What all names of one set have in common, after the kind."""
        return ".".join((self.flow, self.sender, self.day, self.sequence, self.environment))

    def members(self, kind: str) -> list[str]:
        """Return the names of the FI or FS files that this set needs, by part."""
        parts = range(1, self.parts + 1)
        return [str(replace(self, kind=kind, part=part)) for part in parts]


def _up_to(parts: str) -> list[str]:
    return [str(number) for number in range(1, int(parts) + 1)]


def _problems_of_day(text: str, today: date) -> Iterator[str]:
    if len(text) != 8:
        yield "ACRF-109"
        return
    try:
        day = (
            date(int(text[:4]), int(text[4:6]), int(text[6:]))
            if text.isascii() and text.isdecimal()
            else None
        )
    except ValueError:
        day = None
    if day is None:
        yield "ACRF-110"
    elif day > today:
        yield "ACRF-111"
    elif today - day > LONGEST_AGE:
        yield "ACRF-126"


def _problems_of_sequence(text: str) -> Iterator[str]:
    if len(text) != 5:
        yield "ACRF-112"
    elif not re.fullmatch("[0-9A-Z]{5}", text):
        yield "ACRF-367"
    elif text == "00000":
        yield "ACRF-127"


def _problems_of_parts(text: str) -> Iterator[str]:
    if len(text) != 1:
        yield "ACRF-114"
    elif text not in "0123456789":
        yield "ACRF-115"
    elif text == "0":
        yield "ACRF-116"
