"""What an information model is made of: zones in blocks, code lists and anomalies.

Everything is frozen: a version of the model never changes; a new version is another data file.
English texts are message ids: the properties translate them when they are read.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any, Literal

from django.utils.translation import gettext

ZoneType = Literal["text", "number", "letter", "date", "birth_date", "time"]
CheckDigits = Literal["inss", "enterprise", "nsso", "provisional_nsso", "dimona_period"]


@dataclass(frozen=True)
class Zone:
    """One field. `number` is its official five digits, `label` its XML name.

    Lengths are in characters; for a number, digits after the leading zeros. `lowest` and `highest`
    are inclusive. `codes` lists what is allowed, or is empty. `listed` holds the anomaly codes
    that the official glossary gives for this zone. `zero_is_absent`: 0 says "not known".
    """

    number: str
    label: str
    name: str
    type: ZoneType
    help: str = ""
    shortest: int = 0
    longest: int | None = None
    lowest: int | None = None
    highest: int | None = None
    pattern: re.Pattern[str] | None = None
    codes: tuple[str, ...] = ()
    check_digits: CheckDigits | None = None
    zero_is_absent: bool = False
    listed: frozenset[str] = frozenset()

    @property
    def title(self) -> str:
        """The name of the field in the active language."""
        return gettext(self.name)

    @property
    def hint(self) -> str:
        """What helps to fill it in, in the active language; empty when the name says enough."""
        return gettext(self.help) if self.help else ""


@dataclass(frozen=True)
class Member:
    """A zone, block or choice inside a block, with how often it may occur.

    `of` holds the alternatives of a choice, of which at most `highest` may be there; `codes`
    narrows the codes of a zone at this place only.
    """

    label: str
    lowest: int = 1
    highest: int | None = 1
    of: tuple[str, ...] = ()
    codes: tuple[str, ...] = ()

    @property
    def labels(self) -> tuple[str, ...]:
        """The XML names that this member can take."""
        return self.of or (self.label,)


@dataclass(frozen=True)
class Block:
    """A group of zones and blocks, in the order in which they must come."""

    number: str
    label: str
    name: str
    members: tuple[Member, ...]

    @property
    def title(self) -> str:
        """The name of the block in the active language."""
        return gettext(self.name)

    @cached_property
    def places(self) -> dict[str, tuple[int, Member]]:
        """XML name → (place in the order, member) for everything that may stand in the block."""
        return {
            label: (place, member)
            for place, member in enumerate(self.members)
            for label in member.labels
        }


@dataclass(frozen=True)
class Glossary:
    """One version of the information model of one flow."""

    flow: str
    version: str
    source: str
    root: str
    form: str
    actions: tuple[str, ...]
    blocks: Mapping[str, Block]
    zones: Mapping[str, Zone]

    @property
    def declarations(self) -> tuple[str, ...]:
        """What a form can declare: the last member of the form, a choice."""
        return self.blocks[self.form].members[-1].of

    def element(self, label: str) -> Block | Zone:
        """The block or zone with this XML name; KeyError when the model has none."""
        return self.blocks[label] if label in self.blocks else self.zones[label]

    def walk(self, label: str, path: str = "") -> Iterator[tuple[str, Member, Zone | Block]]:
        """Every place under a block, as (path, member, element), in the order of the model."""
        path = path or label
        for member in self.blocks[label].members:
            for child in member.labels:
                element = self.element(child)
                here = f"{path}/{child}"
                yield here, member, element
                if isinstance(element, Block):
                    yield from self.walk(child, here)


@dataclass(frozen=True)
class Code:
    """An entry of a code list, valid from and until (inclusive); `rules` as its list defines."""

    code: str
    name: str
    valid_from: date
    valid_until: date | None = None
    rules: Mapping[str, Any] | None = None

    @property
    def title(self) -> str:
        """The label in the active language."""
        return gettext(self.name)

    def on(self, day: date) -> bool:
        """Whether the code is in use on a day."""
        return self.valid_from <= day and (self.valid_until is None or day <= self.valid_until)


@dataclass(frozen=True)
class CodeList:
    """A dated list of codes."""

    name: str
    source: str
    codes: tuple[Code, ...]

    def on(self, day: date) -> tuple[Code, ...]:
        """The codes in use on a day, in the order of the list."""
        return tuple(code for code in self.codes if code.on(day))

    def __getitem__(self, code: str) -> Code:
        """The entry of a code, open or closed; KeyError when there is none."""
        return {entry.code: entry for entry in self.codes}[code]


@dataclass(frozen=True)
class Anomaly:
    """A mistake that has an official number. `id` is `zone-code` (or FILE-nnn).

    Classes: B blocks, P and NP count or do not count towards the refusal percentage, D needs a
    check of a reduction right, W warns, I asks for an investigation.
    """

    id: str
    anomaly_class: str
    subject: str
    problem: str
    advice: str

    @property
    def title(self) -> str:
        """What is wrong with what, in the active language."""
        if not self.subject:
            return gettext(self.problem)
        return gettext("%(subject)s: %(problem)s") % {
            "subject": gettext(self.subject),
            "problem": gettext(self.problem),
        }

    @property
    def explanation(self) -> str:
        """What to do about it, in the active language."""
        return gettext(self.advice)
