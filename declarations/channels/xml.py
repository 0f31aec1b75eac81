"""Reading a Dimona file: bytes in, forms and findings out, whatever the bytes are."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any, Final, cast

from lxml import etree

from declarations.channels.safe_xml import UnreadableError, line_of_element, parse
from declarations.channels.tree import Reading
from declarations.glossary.catalog import glossary
from declarations.glossary.checks import BELGIUM, check_fields, line_of
from declarations.glossary.fields import Content, check_block, found, problem_of
from declarations.glossary.findings import Finding
from declarations.glossary.model import Zone

MAX_FORMS: Final = 10_000


@dataclass(frozen=True)
class ReadForm:
    """One form of a file.

    `action` is empty when the form holds no declaration. `findings` are those that the content
    cannot show: order, repetition, unknown elements, and the header of the form; `check` gives them
    all. `lines` gives the line of each path. `header` holds the five fields above the declaration.
    """

    action: str
    content: Content
    reference: str
    header: dict[str, str]
    line: int
    lines: dict[str, int]
    findings: tuple[Finding, ...]

    @property
    def made_at(self) -> datetime | None:
        """When the form was made, as its header says; None when that cannot be read."""
        day, hour = self.header.get("FormCreationDate"), self.header.get("FormCreationHour")
        try:
            return datetime.fromisoformat(f"{day}T{hour}").replace(tzinfo=BELGIUM)
        except ValueError:
            return None

    def check(self, *, on: date | None = None, local_authority: bool = False) -> list[Finding]:
        """What reading found, and what `check_fields` finds, with their lines."""
        if not self.action:
            return list(self.findings)
        checked = check_fields(
            self.action, self.content, on=on, local_authority=local_authority, lines=self.lines
        )
        return [*self.findings, *checked]


@dataclass(frozen=True)
class ReadFile:
    """The forms of a file, or the findings why it cannot be read."""

    forms: tuple[ReadForm, ...] = ()
    findings: tuple[Finding, ...] = ()


@dataclass(frozen=True)
class OpenFile:
    """A file that is known to hold forms, which are read one by one; or the findings why not."""

    elements: tuple[etree._Element, ...] = ()
    findings: tuple[Finding, ...] = ()

    def forms(self, on: date) -> Iterator[ReadForm]:
        """Read the forms, once: what was read is let go.

        `on` is the day of reception, for the date of each.
        """
        for element in self.elements:
            yield _read_form(element, on)
            element.clear()


def open_dimona(data: bytes) -> OpenFile:
    """Parse a Dimona file and look no further than its root. Never raises, as `read_dimona`."""
    model = glossary("dimona", "2023/1")
    try:
        root = parse(data)
    except UnreadableError as refusal:
        return OpenFile(findings=(found(refusal.code, "", line=refusal.line),))
    reading = Reading(model)
    if root.tag != model.root:
        reading.add(f"{model.blocks[model.root].number}-089", "", str(root.tag), root)
        return OpenFile(findings=tuple(reading.findings))
    if len(root) > MAX_FORMS:
        reading.add("FILE-006", model.root, "", root[MAX_FORMS])
        return OpenFile(findings=tuple(reading.findings))
    elements = tuple(reading.children(model.root, root, ""))
    if not elements:
        reading.add(f"{model.blocks[model.form].number}-134", model.root, "", root)
    return OpenFile(elements, tuple(reading.findings))


def read_dimona(data: bytes, *, on: date | None = None) -> ReadFile:
    """Read a Dimona file. Never raises: a file that cannot be read gives one finding that says why.

    `on` is the day of reception (today in Belgium when absent), for the date of the form.
    """
    opened = open_dimona(data)
    day = on or datetime.now(BELGIUM).date()
    return ReadFile(tuple(opened.forms(day)), opened.findings)


def _read_form(element: etree._Element, on: date) -> ReadForm:
    model = glossary("dimona", "2023/1")
    reading = Reading(model)
    read = reading.block(model.form, element, model.form)
    declarations = [label for label in read if label in model.declarations]
    action = declarations[0] if declarations else ""
    header = {label: value for label, value in read.items() if label not in declarations}
    number = model.blocks[model.form].number
    if len(declarations) != 1:
        problem = "090" if declarations else "134"
        reading.add(f"{number}-{problem}", model.form, "".join(declarations[1:2]), element)
    for finding in (*check_block(model, model.form, header, model.form), *_dated(header, on)):
        reading.findings.append(replace(finding, line=line_of(finding.path, reading.lines)))
    return ReadForm(
        action=action,
        content=cast(Content, read.get(action, {})),
        reference=_own_reference(header),
        header={label: value for label, value in header.items() if isinstance(value, str)},
        line=line_of_element(element),
        lines=reading.lines,
        findings=tuple(reading.findings),
    )


def _dated(header: Content, on: date) -> Iterator[Finding]:
    """The form was made this year or last year, and not in the future (00218)."""
    text = header.get("FormCreationDate")
    try:
        made = date.fromisoformat(text) if isinstance(text, str) else on
    except ValueError:
        return
    if made > on or made.year < on.year - 1:
        yield found("00218-003", "Form/FormCreationDate", text)


def _own_reference(header: Content) -> str:
    """The reference that the declarant gave to this form (type 1, origin 1), if it is valid."""
    zone = cast(Zone, glossary("dimona", "2023/1").element("ReferenceNbr"))
    references: Any = header.get("Reference", [])
    for reference in references:
        given = reference.get("ReferenceNbr")
        own = (reference.get("ReferenceType"), reference.get("ReferenceOrigin")) == ("1", "1")
        if own and problem_of(zone, given) is None:
            return str(given)
    return ""
