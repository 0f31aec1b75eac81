"""Reading a file of social risks: bytes in, forms and findings out, whatever the bytes are.

There is one reader for all scenarios; the information model says what may stand where. Each form is
a small document of its own, so that one that is not well-formed is refused alone. How a form is
read that is written like one before: `templates`.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any, Final

from lxml import etree

from declarations.channels.safe_xml import (
    DEEP,
    UnreadableError,
    decode,
    line_of_element,
    parse,
)
from declarations.channels.tree import Reading
from declarations.glossary.catalog import anomaly
from declarations.glossary.checks import BELGIUM, line_of
from declarations.glossary.fields import Content, check_block, found
from declarations.glossary.findings import Finding
from declarations.social_risk.scenarios import Scenario, of_root
from declarations.social_risk.templates import Templates

MAX_FORMS: Final = 10_000
MAX_BYTES: Final = 64 * 1024 * 1024
HEAD: Final = re.compile(
    r"\s*(?:<\?xml[^<>]{0,200}\?>\s*)?<([A-Za-z0-9]{1,40})(\s[^<>]{0,400})?>\s*"
)
OPENS, CLOSES = "<Form>", "</Form>"
GAP: Final = re.compile(r"\s*")
TAIL: Final = re.compile(r"</([A-Za-z0-9]{1,40})>\s*")
NO_ROOT: Final = "90372-089"


@dataclass(frozen=True)
class ReadForm:
    """One form: `content` in the words of its model, `text` the same as JSON, and what is wrong.

    `line` is where it begins in its file.
    """

    scenario: Scenario
    content: dict[str, Any]
    text: str
    line: int
    findings: tuple[Finding, ...] = ()

    @property
    def reference(self) -> str:
        """The reference that the declarant gave to this form (type 1, origin 1), or ""."""
        references: Any = self.content.get("Reference", [])
        for each in references if isinstance(references, list) else [references]:
            if (each.get("ReferenceType"), each.get("ReferenceOrigin")) == ("1", "1"):
                return str(each.get("ReferenceNbr", ""))[:20]
        return ""

    @property
    def made_at(self) -> datetime | None:
        """When the form was made, as its header says; None when that cannot be read."""
        day, hour = self.content.get("FormCreationDate"), self.content.get("FormCreationHour")
        try:
            return datetime.fromisoformat(f"{day}T{hour}").replace(tzinfo=BELGIUM)
        except ValueError:
            return None


@dataclass(frozen=True)
class OpenFile:
    """A file of which the scenario and the number of forms are known; or the findings why not.

    `line` and `place` are where the first form begins; it has no place, counted in bytes from 0,
    in a file that does not say in UTF-8 what is read.
    """

    scenario: Scenario | None = None
    texts: tuple[str, ...] = ()
    line: int = 1
    place: int | None = None
    findings: tuple[Finding, ...] = field(default=())

    def forms(self, first: int = 0, last: int | None = None) -> Iterator[ReadForm]:
        """Read the forms from one number up to another, counted from 0."""
        assert self.scenario is not None  # noqa: S101 - a file with findings has no forms
        line = self.line + sum(text.count("\n") for text in self.texts[:first])
        templates = Templates(self.scenario.model)
        for text in self.texts[first:last]:
            yield read_form(self.scenario, text, line, templates)
            line += text.count("\n")


def open_risks(data: bytes) -> OpenFile:
    """Look at a file no further than where its forms begin and end. Never raises."""
    try:
        text = decode(data, MAX_BYTES)
        if "<!" in text or text.count("<?") > 1:
            text = etree.tostring(parse(data, DEEP), encoding="unicode")
    except UnreadableError as refusal:
        return OpenFile(findings=(found(refusal.code, "", line=refusal.line),))
    head = HEAD.match(text)
    if head is None:
        return OpenFile(findings=(found("FILE-001", "", line=1),))
    scenario = of_root(head[1])
    if scenario is None:
        return OpenFile(findings=(found(NO_ROOT, "", head[1], 1),))
    opened = _cut(scenario, text, head.end())
    written = text.encode()
    if opened.findings or not data.endswith(written):
        return opened
    return replace(opened, place=len(data) - len(written) + len(head[0].encode()))


def _cut(scenario: Scenario, text: str, place: int) -> OpenFile:
    """Cut a file into its forms."""
    line = text.count("\n", 0, place) + 1
    texts, place = forms_in(text, place)
    if len(texts) > MAX_FORMS:
        return OpenFile(findings=(found("FILE-006", scenario.code, "", line),))
    tail = TAIL.fullmatch(text, place)
    if tail is None or tail[1] != scenario.code:
        return OpenFile(findings=_why_not(scenario, text, place))
    if not texts:
        return OpenFile(findings=(found("90059-001", scenario.code, "", line),))
    return OpenFile(scenario, texts, line)


def forms_in(text: str, place: int = 0) -> tuple[tuple[str, ...], int]:
    """Return the forms that follow each other from a place, each with the white space after it,
    as far as a file may have them; and the place after them."""
    texts = []
    while text.startswith(OPENS, place) and (closes := text.find(CLOSES, place)) > 0:
        gap = GAP.match(text, closes + len(CLOSES))
        assert gap is not None  # noqa: S101 - nothing is a gap too
        texts.append(text[place : gap.end()])
        place = gap.end()
        if len(texts) > MAX_FORMS:
            break
    return tuple(texts), place


def _why_not(scenario: Scenario, text: str, place: int) -> tuple[Finding, ...]:
    """What stands where a form should: no XML, or an element that nobody knows."""
    here = text.count("\n", 0, place) + 1
    try:
        etree.fromstring(text.encode(), etree.XMLParser(resolve_entities=False, no_network=True))
    except etree.XMLSyntaxError as error:
        return (found("FILE-001", "", line=error.lineno),)
    number = scenario.model.blocks[scenario.code].number
    return (found(f"{number}-255", scenario.code, "", here),)


def read_form(
    scenario: Scenario, text: str, line: int = 1, templates: Templates | None = None
) -> ReadForm:
    """Read one form, `<Form>…</Form>`; `line` is where it begins."""
    templates = templates or Templates(scenario.model)
    written = templates.read(text)
    if written is not None:
        return ReadForm(scenario, *written, line)
    try:
        element = parse(text.strip().encode())
    except UnreadableError as refusal:
        at = line + (refusal.line or 1) - 1
        return ReadForm(scenario, {}, "{}", line, (found(refusal.code, "Form", "", at),))
    content, findings = _read(scenario, element, line)
    if not findings:
        templates.learn(text, element)
    return ReadForm(scenario, content, json.dumps(content), line, findings)


def _read(
    scenario: Scenario, element: etree._Element, line: int
) -> tuple[Content, tuple[Finding, ...]]:
    model = scenario.model
    reading = Reading(model)
    content = reading.block(model.form, element, model.form)
    begins = line - line_of_element(element)
    findings = [
        *reading.findings,
        *(
            replace(f, line=line_of(f.path, reading.lines))
            for f in check_content(scenario, content)
        ),
    ]
    return content, tuple(
        classed(scenario, replace(f, line=f.line and f.line + begins)) for f in findings
    )


def check_content(scenario: Scenario, content: Content) -> Iterator[Finding]:
    """What is wrong with the content of a form by the information model alone."""
    for finding in check_block(scenario.model, scenario.model.form, content, scenario.model.form):
        yield classed(scenario, finding)


def classed(scenario: Scenario, finding: Finding) -> Finding:
    """A finding with the class that the anomaly has in a scenario: messages differ in it."""
    return replace(finding, anomaly_class=anomaly(finding.code, scenario.flow).anomaly_class)


def finding(scenario: Scenario, code: str, path: str, value: object = "") -> Finding:
    """A finding of a rule, with its class in the scenario."""
    return classed(scenario, found(code, path, value))
