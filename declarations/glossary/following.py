"""Following a document through its model, element by element, with a finding for each mistake.

An element that the model does not know is no mistake where it is itself not expected to be known:
at the root, and below another such element. That is how a schema is applied by the authority's own
validator, which also passes over the attributes of the root.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final, TypeAlias

from declarations.glossary.conformity import REFUSED, TEXTS, WHITE, Accepts, Content, Grammar
from declarations.glossary.fields import problem_of
from declarations.glossary.model import Block, Zone

AGAINST_THE_MODEL: Final = "255"
INSTANCE: Final = "http://www.w3.org/2001/XMLSchema-instance"

Report: TypeAlias = Callable[[str, str, str], None]  # code, path, value
Forgives: TypeAlias = Callable[[str], bool]


class Open:
    """An element that has begun. What is not known has neither content nor zone."""

    __slots__ = ("accepts", "content", "holds", "label", "last", "spoken", "state", "zone")

    def __init__(self, label: str) -> None:
        self.label = label
        self.content: Content | None = None
        self.accepts: Accepts | None = None
        self.zone: Zone | None = None
        self.state = 0  # where in its content a block is; REFUSED after a mistake
        self.last = ""  # the element that led there
        self.spoken = False  # a block in which there is text
        self.holds = False  # a zone in which there are elements


class Follower:
    """Where in a model a document is. Until it has a `grammar`, nothing is known."""

    def __init__(self, report: Report, forgives: Forgives, allowed: frozenset[str]) -> None:
        """`forgives` says whether the zone that ends may be empty although it should not be, and
        `allowed` are the attributes that any element may have."""
        self.report = report
        self.forgives = forgives
        self.allowed = allowed
        self.mistakes = 0  # as the authority counts them: a value has two, also one forgiven
        self.grammar: Grammar | None = None
        self.stack: list[Open] = []

    def start(self, label: str, attributes: Mapping[str, str]) -> None:
        """Take in the beginning of an element."""
        stack = self.stack
        opened = Open(label)
        if stack:
            above = stack[-1]
            if above.content is not None:
                if above.state != REFUSED:
                    self._step(above, above.content, label)
            elif above.zone is not None:
                above.holds = True
        stack.append(opened)
        if self.grammar is None:
            return
        opened.content = self.grammar.contents.get(label)
        if opened.content is None:
            opened.zone = self.grammar.model.zones.get(label)
            opened.accepts = self.grammar.values.get(label)
        if attributes and len(stack) > 1:
            self._attributes(opened, attributes)

    def text(self, data: str) -> None:
        """Take in text that stands in the open element."""
        if self.stack:
            opened = self.stack[-1]
            if opened.content is not None and not opened.spoken and data.strip(WHITE):
                opened.spoken = True

    def end(self, text: str) -> None:
        """Take in the end of the open element; `text` is what a zone holds."""
        opened = self.stack[-1]
        if opened.zone is not None and opened.accepts is not None:
            if opened.holds or not opened.accepts(text):
                self._value(opened.zone, text, holds=opened.holds)
        elif opened.content is not None:
            missing = opened.content.missing(opened.state) if opened.state != REFUSED else ""
            if opened.spoken:
                self._against(opened.content.block)
            if missing:
                self._lacks(missing)
        self.stack.pop()

    def path(self, below: str = "") -> str:
        """The path of the open element, or of one below it, from the declaration down."""
        labels = [opened.label for opened in self.stack]
        actions = self.grammar.model.actions if self.grammar else ()
        first = next((place for place, label in enumerate(labels) if label in actions), 0)
        return "/".join([*labels[first:], *filter(None, [below])])

    def _step(self, above: Open, content: Content, label: str) -> None:
        before, above.state = above.state, content.after(above.state, label)
        if above.state == REFUSED:
            missing = content.missing(before)
            expected = content.after(before, missing) if missing else REFUSED
            # Right but for the one that must come first: that one is what is wrong.
            if expected != REFUSED and content.after(expected, label) != REFUSED:
                self._lacks(missing)
            else:
                code = self._misplaced(content.block, label, again=label == above.last)
                self._mistake(code, label)
        above.last = label

    def _misplaced(self, block: Block, label: str, *, again: bool) -> str:
        if label not in block.places or self.grammar is None:
            return f"{block.number}-092"
        problem = "090" if again else "091"
        if block.places[label][1].highest == 0:
            problem = "005"
        return f"{self.grammar.model.element(label).number}-{problem}"

    def _attributes(self, opened: Open, attributes: Mapping[str, str]) -> None:
        known = opened.zone or (opened.content and opened.content.block)
        for name in attributes if known else ():
            if known and name not in self.allowed:
                self._against(known)

    def _value(self, zone: Zone, text: str, *, holds: bool) -> None:
        shown = text if zone.type in TEXTS else text.strip(WHITE)
        self.mistakes += 3 if holds else 2
        if shown or holds or not self.forgives(zone.label):
            problem = (not holds and problem_of(zone, shown)) or AGAINST_THE_MODEL
            self.report(f"{zone.number}-{problem}", self.path(), text)

    def _lacks(self, label: str) -> None:
        assert self.grammar is not None  # noqa: S101 - who has a content has a grammar
        self._mistake(f"{self.grammar.model.element(label).number}-001", label)

    def _against(self, known: Block | Zone) -> None:
        self._mistake(f"{known.number}-{AGAINST_THE_MODEL}")

    def _mistake(self, code: str, below: str = "") -> None:
        self.mistakes += 1
        self.report(code, self.path(below), "")
