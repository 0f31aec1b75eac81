"""Reading a Dimona file: bytes in, forms and findings out, whatever the bytes are.

The information model decides which element may stand where; no schema file is needed.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Any, Final, cast

from lxml import etree

from declarations.channels.safe_xml import UnreadableError, line_of_element, parse
from declarations.glossary.catalog import glossary
from declarations.glossary.checks import BELGIUM, check_fields, line_of
from declarations.glossary.fields import Content, check_block, found, problem_of
from declarations.glossary.findings import Finding
from declarations.glossary.model import Block, Zone

MAX_FORMS: Final = 10_000
MAX_FINDINGS: Final = 100  # per form, and for the file: nobody reads more
SCHEMA_HINTS: Final = tuple(
    f"{{http://www.w3.org/2001/XMLSchema-instance}}{name}"
    for name in ("noNamespaceSchemaLocation", "schemaLocation")
)


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


@dataclass
class _Reading:
    """What is gathered while the elements of one form are read."""

    lines: dict[str, int] = field(default_factory=dict)
    findings: list[Finding] = field(default_factory=list)

    def add(self, code: str, path: str, value: str, element: etree._Element) -> None:
        if len(self.findings) < MAX_FINDINGS:
            self.findings.append(found(code, path, value, line_of_element(element)))


def read_dimona(data: bytes, *, on: date | None = None) -> ReadFile:
    """Read a Dimona file. Never raises: a file that cannot be read gives one finding that says why.

    `on` is the day of reception (today in Belgium when absent), for the date of the form.
    """
    model = glossary("dimona", "2023/1")
    try:
        root = parse(data)
    except UnreadableError as refusal:
        return ReadFile(findings=(found(refusal.code, "", line=refusal.line),))
    reading = _Reading()
    if root.tag != model.root:
        reading.add(f"{model.blocks[model.root].number}-089", "", str(root.tag), root)
        return ReadFile(findings=tuple(reading.findings))
    if len(root) > MAX_FORMS:
        reading.add("FILE-006", model.root, "", root[MAX_FORMS])
        return ReadFile(findings=tuple(reading.findings))
    day = on or datetime.now(BELGIUM).date()
    forms = tuple(_read_form(form, day) for form in _children(model.root, root, "", reading))
    if not forms:
        reading.add(f"{model.blocks[model.form].number}-134", model.root, "", root)
    return ReadFile(forms, tuple(reading.findings))


def _read_form(element: etree._Element, on: date) -> ReadForm:
    model = glossary("dimona", "2023/1")
    reading = _Reading()
    read = _read_block(model.form, element, model.form, reading)
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


def _read_block(label: str, element: etree._Element, path: str, reading: _Reading) -> Content:
    model = glossary("dimona", "2023/1")
    reading.lines.setdefault(path, line_of_element(element))
    members = {name: member for name, (_, member) in model.blocks[label].places.items()}
    content: Content = {}
    for child in _children(label, element, path, reading):
        name = str(child.tag)
        # The path of a declaration starts at its action, on every channel.
        here = name if name in model.declarations else f"{path}/{name}"
        known = model.element(name)
        value: Any
        if isinstance(known, Block):
            value = _read_block(name, child, here, reading)
        else:
            value = _read_zone(known.number, child, here, reading)
        highest = members[name].highest
        if highest is None or highest > 1:
            cast(list[Content], content.setdefault(name, [])).append(value)
        elif name in content:
            reading.add(f"{known.number}-090", here, "", child)
        else:
            content[name] = value
    return content


def _read_zone(number: str, element: etree._Element, path: str, reading: _Reading) -> str:
    reading.lines.setdefault(path, line_of_element(element))
    for child in element:
        reading.add(f"{number}-092", path, str(child.tag), child)
    _refuse_attributes(number, element, path, reading)
    return (element.text or "").strip()


def _children(
    label: str, element: etree._Element, path: str, reading: _Reading
) -> Iterator[etree._Element]:
    """The known children of a block; what is unknown, misplaced or loose text is reported."""
    block = glossary("dimona", "2023/1").blocks[label]
    places, reached = block.places, 0
    _refuse_attributes(block.number, element, path, reading)
    loose = [element.text, *(child.tail for child in element)]
    if any(text and not text.isspace() for text in loose):
        reading.add(f"{block.number}-003", path or label, "", element)
    for child in element:
        name = str(child.tag)
        if name not in places:
            reading.add(f"{block.number}-092", path or label, name, child)
            continue
        place = places[name][0]
        if place < reached:
            reading.add(f"{block.number}-091", path or label, name, child)
        reached = max(reached, place)
        yield child


def _refuse_attributes(number: str, element: etree._Element, path: str, reading: _Reading) -> None:
    for name in map(str, element.attrib):
        if name not in SCHEMA_HINTS:
            reading.add(f"{number}-092", path, f"@{name}", element)
