"""Check a file without sending it: which passes it went through, and what they found.

Only the information model is asked, no register: what a file says of persons, companies and
periods is judged when it is sent. Nothing is stored.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cache
from itertools import islice
from typing import Any, Final, cast

from django.utils.translation import gettext_lazy as _
from lxml import etree

from declarations.channels.safe_xml import UnreadableError, parse
from declarations.channels.xml import ReadFile, ReadForm, read_dimona
from declarations.glossary.catalog import glossaries, glossary
from declarations.glossary.checks import BELGIUM, check_structure
from declarations.glossary.fields import found
from declarations.glossary.findings import Finding
from declarations.glossary.model import Glossary
from declarations.glossary.xsd import xml_schema

MAX_SCHEMA_FINDINGS: Final = 100  # nobody reads more
AGAINST_THE_MODEL: Final = "255"
PASSES: Final = {
    "well_formed": _("XML that is safe to read"),
    "schema": _("Elements, order, types and lengths"),
    "duplicate_inss": _("No worker twice for one employer and quarter"),
    "net_owed_amount": _("The net owed amount is what the amounts come to"),
    "rules": _("Codes, check digits, and what fields ask of each other"),
}


@dataclass(frozen=True)
class Check:
    """What a check found. `passes` (see `PASSES`) names those that ran, and whether it passed them.

    Rules are there for declarations, not for answers.
    """

    flow: str = ""
    passes: dict[str, bool] = field(default_factory=dict)
    findings: tuple[Finding, ...] = ()

    @property
    def accepted(self) -> bool:
        """Whether it passed, and nothing blocks it."""
        return all(self.passes.values()) and not _blocked(self.findings)

    def as_json(self) -> dict[str, Any]:
        """The check as it is printed and sent, with texts in the active language."""
        return {
            "flow": self.flow,
            "accepted": self.accepted,
            "passes": self.passes,
            "anomalies": [
                {
                    "code": finding.code,
                    "class": finding.anomaly_class,
                    "path": finding.path,
                    "line": finding.line,
                    "message": finding.title,
                }
                for finding in self.findings
            ],
        }


def check_file(data: bytes, *, on: date | None = None) -> Check:
    """Check a file of any flow that the information model knows. Never raises.

    `on` is the day on which it would be received: when absent, the day on which it says that it
    was made, but not later than today.
    """
    try:
        root = parse(data)
    except UnreadableError as refusal:
        unread = (found(refusal.code, "", line=refusal.line),)
        return Check(passes={"well_formed": False}, findings=unread)
    model = _model_of(root)
    if model is None:
        unknown = (unknown_kind(str(root.tag)),)
        return Check(passes={"well_formed": True, "schema": False}, findings=unknown)
    against = tuple(_against_schema(model, root))
    passes = {"well_formed": True, "schema": not against}
    if model is not _dimona():
        return Check(model.flow, passes, against)
    day = on or _made_on(root)
    read = read_dimona(data, on=day)
    findings: tuple[Finding, ...] = (
        *read.findings,
        *(f for form in read.forms for f in form.check(on=day)),
    )
    if against and not _blocked(findings):
        findings = (*findings, *against)
    # What the schema lets through and the model does not is against a rule.
    broken: Iterable[Finding] = _beyond_schema(read, day) if against else findings
    return Check(model.flow, passes | {"rules": not _blocked(broken)}, findings)


def unknown_kind(root: str) -> Finding:
    """What is said of a file whose first element no flow begins with."""
    return found(f"{_dimona().blocks[_dimona().root].number}-089", "", root)


def _dimona() -> Glossary:
    return glossary("dimona", "2023/1")


def _model_of(root: etree._Element) -> Glossary | None:
    return next((model for model in reversed(glossaries()) if model.root == root.tag), None)


@cache
def _schema(model_flow: str, model_version: str) -> etree.XMLSchema:
    return etree.XMLSchema(etree.fromstring(xml_schema(glossary(model_flow, model_version))))


def _against_schema(model: Glossary, root: etree._Element) -> Iterator[Finding]:
    """One finding for each line that the schema of the model refuses."""
    schema = _schema(model.flow, model.version)
    if schema.validate(root):
        return
    for error in islice(cast(Any, schema.error_log), MAX_SCHEMA_FINDINGS):
        path = "/".join(part.partition("[")[0] for part in (error.path or "").split("/") if part)
        label = next((part for part in reversed(path.split("/")) if part in model.elements), "")
        number = model.elements[label or model.root].number
        yield found(f"{number}-{AGAINST_THE_MODEL}", path, line=error.line)


def _beyond_schema(read: ReadFile, day: date) -> Iterator[Finding]:
    return (finding for form in read.forms for finding in _rules_of(form, day))


def _rules_of(form: ReadForm, day: date) -> Iterator[Finding]:
    shape = {(finding.code, finding.path) for finding in form.findings}
    if form.action:
        structure = check_structure(form.action, form.content)
        shape |= {(finding.code, finding.path) for finding in structure}
    return (f for f in form.check(on=day) if (f.code, f.path) not in shape)


def _blocked(findings: Iterable[Finding]) -> bool:
    return any(finding.blocking for finding in findings)


def _made_on(root: etree._Element) -> date:
    """The day on which the last form of a file was made, but not later than today."""
    today = datetime.now(BELGIUM).date()
    made = (_day(element.text or "") for element in root.iter("FormCreationDate"))
    days = [day for day in made if day and day <= today]
    return max(days, default=today)


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None
