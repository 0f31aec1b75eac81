"""What an information model is made of: zones in blocks, code lists and anomalies.

Everything is frozen: a version of the model never changes; a new version is another data file.
English texts are message ids: the properties translate them when they are read.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Any, Literal

from django.utils.translation import get_language, gettext

Written = Literal["text", "number", "letter", "boolean"]
Moment = Literal["date", "birth_date", "time", "month", "year", "day_of_year"]
ZoneType = Written | Moment
CheckDigits = Literal["inss", "enterprise", "nsso", "provisional_nsso", "dimona_period"]
Labels = Mapping[str, str]


def translated(text: str, labels: Labels | None = None) -> str:
    """Our own words in the active language; else the official label in that or another language."""
    if text:
        return gettext(text)
    labels = labels or {}
    return labels.get((get_language() or "")[:2]) or next(iter(labels.values()), "")


@dataclass(frozen=True)
class Zone:
    """One field. `number` is its official five digits, `label` its XML name.

    Lengths are in characters; for a number, digits after the leading zeros. `lowest` and `highest`
    are inclusive; so is `earliest`, of a date. `codes` lists what is allowed, or is empty;
    `code_list` names the list that says what they mean. `listed` holds the anomaly ids that the
    official glossary gives for this zone. `zero_is_absent`: 0 says "not known". `help` stands under
    a form's field; `about` says more, on the zone's own page.
    """

    number: str
    label: str
    name: str
    type: ZoneType
    help: str = ""
    about: str = ""
    shortest: int = 0
    longest: int | None = None
    lowest: int | None = None
    highest: int | None = None
    earliest: date | None = None
    pattern: re.Pattern[str] | None = None
    codes: tuple[str, ...] = ()
    code_list: str = ""
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
        return translated(self.help)

    @property
    def explanation(self) -> str:
        """What it is and when to give it, in the active language; may be empty."""
        return translated(self.about)


@dataclass(frozen=True)
class Member:
    """A zone, block or choice inside a block, with how often it may occur.

    `of` holds the alternatives of a choice, of which at most `highest` may be there; `codes`
    narrows the codes of a zone at this place only; `when` says on what its presence depends.
    """

    label: str
    lowest: int = 1
    highest: int | None = 1
    of: tuple[str, ...] = ()
    codes: tuple[str, ...] = ()
    when: str = ""

    @cached_property
    def labels(self) -> tuple[str, ...]:
        """The XML names that this member can take."""
        return self.of or (self.label,)

    @property
    def condition(self) -> str:
        """On what its presence depends, in the active language; empty when on nothing."""
        return translated(self.when)


@dataclass(frozen=True)
class Block:
    """A group of zones and blocks, in the order in which they must come.

    `ways` are alternatives, of which a message takes one; the members are then those of all ways.
    What an `open` block holds is not ours to describe.
    """

    number: str
    label: str
    name: str
    members: tuple[Member, ...]
    ways: tuple[tuple[Member, ...], ...] = ()
    open: bool = False
    about: str = ""
    listed: frozenset[str] = frozenset()

    @property
    def title(self) -> str:
        """The name of the block in the active language."""
        return gettext(self.name)

    @property
    def explanation(self) -> str:
        """What the block is for, in the active language; may be empty."""
        return translated(self.about)

    @cached_property
    def places(self) -> dict[str, tuple[int, Member]]:
        """XML name → (place in the order, member) for everything that may stand in the block."""
        return {
            label: (place, member)
            for place, member in enumerate(self.members)
            for label in member.labels
        }

    def way(self, present: frozenset[str]) -> tuple[Member, ...]:
        """The members to judge a content by: of the way that explains most of what is there, and
        of those that explain as much, the one that misses least."""
        if not self.ways:
            return self.members

        def fits(way: tuple[Member, ...]) -> tuple[int, int]:
            missing = sum(1 for m in way if m.lowest and present.isdisjoint(m.labels))
            return len(present & {m.label for m in way}), -missing

        return max(self.ways, key=fits)


@dataclass(frozen=True)
class Glossary:
    """One version of the information model of one flow; `about` says what its message is for.

    `quarter` is the first quarter that is declared in it (20231); none where quarters play no part.
    """

    flow: str
    version: str
    name: str
    about: str
    source: str
    root: str
    form: str
    actions: tuple[str, ...]
    quarter: int | None
    blocks: Mapping[str, Block]
    zones: Mapping[str, Zone]

    @property
    def title(self) -> str:
        """The name of the message in the active language."""
        return gettext(self.name)

    @property
    def explanation(self) -> str:
        """What the message is for, in the active language."""
        return translated(self.about)

    @property
    def declarations(self) -> tuple[str, ...]:
        """What a form can declare: the last member of the form, a choice."""
        return self.blocks[self.form].members[-1].of

    @cached_property
    def elements(self) -> dict[str, Block | Zone]:
        """All blocks, then all zones, by XML name."""
        return {**self.blocks, **self.zones}

    def element(self, label: str) -> Block | Zone:
        """The block or zone with this XML name; KeyError when the model has none."""
        return self.elements[label]

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

    def holders(self, label: str) -> list[tuple[Block, Member]]:
        """The blocks in which a zone or block may stand, each with its member there."""
        held = ((block, block.places.get(label)) for block in self.blocks.values())
        return [(block, place[1]) for block, place in held if place]


@dataclass(frozen=True)
class Code:
    """An entry of a code list, valid from and until (inclusive); `rules` as its list defines.

    `name` is our own; where we have none, `labels` are the official ones, by language.
    """

    code: str
    name: str
    valid_from: date
    valid_until: date | None = None
    rules: Mapping[str, Any] | None = None
    labels: Labels = field(default_factory=dict)

    @property
    def title(self) -> str:
        """The label in the active language."""
        return translated(self.name, self.labels)

    def on(self, day: date) -> bool:
        """Whether the code is in use on a day."""
        return self.valid_from <= day and (self.valid_until is None or day <= self.valid_until)


@dataclass(frozen=True)
class CodeList:
    """A dated list of codes; `title_text` is its English title."""

    name: str
    source: str
    codes: tuple[Code, ...]
    title_text: str = ""

    @property
    def title(self) -> str:
        """What the list holds, in the active language."""
        return translated(self.title_text) or self.name

    def on(self, day: date) -> tuple[Code, ...]:
        """The codes in use on a day, in the order of the list."""
        return tuple(code for code in self.codes if code.on(day))

    def __getitem__(self, code: str) -> Code:
        """The entry of a code, open or closed; KeyError when there is none."""
        return {entry.code: entry for entry in self.codes}[code]


@dataclass(frozen=True)
class Anomaly:
    """A mistake that has an official number. `id` is `zone-code` (or FILE-nnn, RISK-nnn).

    Classes: B blocks, P and NP count or do not count towards the refusal percentage, D needs a
    check of a reduction right, W warns, I asks for an investigation. `problem` is our own title;
    where we have none, `labels` are the official ones, by language.
    """

    id: str
    anomaly_class: str
    subject: str
    problem: str
    advice: str
    labels: Labels = field(default_factory=dict)

    @property
    def title(self) -> str:
        """What is wrong with what, in the active language."""
        problem = translated(self.problem, self.labels)
        if not self.subject:
            return problem
        return gettext("%(subject)s: %(problem)s") % {
            "subject": gettext(self.subject),
            "problem": problem,
        }

    @property
    def explanation(self) -> str:
        """What to do about it, in the active language."""
        return translated(self.advice)
