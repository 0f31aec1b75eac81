"""What all answers about wages share: frame, references, and who is answered about what.

An answer is written by pieces, so that its length costs no memory. What it says follows from what
is stored alone: the same question gets the same answer, to the byte.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Final

from lxml import etree

from declarations.channels.models import Declaration
from declarations.channels.writing import block, header
from declarations.glossary.model import Glossary
from declarations.wages.models import Filing, Form
from portal.people.models import Company

Content = dict[str, Any]
Rows = dict[str, list[Content]]
NUMBER_LENGTH: Final = 20  # of an official reference


def message(model: Glossary, forms: Iterable[Iterable[bytes]]) -> Iterator[bytes]:
    """Yield a message of a flow with these forms, each given by pieces."""
    yield f'<?xml version="1.0" encoding="UTF-8"?>\n<{model.root}>'.encode()
    for form in forms:
        yield from form
    yield f"</{model.root}>".encode()


def framed(
    model: Glossary, form: Mapping[str, Any], label: str, pieces: Iterable[Iterable[Rows]]
) -> Iterator[bytes]:
    """Yield a form by pieces: what is in it, and at the end of its block `label` what comes with
    the pieces. Those hold contents of blocks by name; their order is the order of writing."""
    written = etree.tostring(block(model, model.form, form), encoding="UTF-8")
    head, closing, tail = written.rpartition(f"</{label}>".encode())
    yield head.removeprefix(b"<?xml version='1.0' encoding='UTF-8'?>\n")
    for piece in pieces:
        yield b"".join(
            etree.tostring(block(model, name, content))
            for named in piece
            for name, contents in named.items()
            for content in contents
        )
    yield closing + tail


def form_about(declaration: Declaration, identification: str, prefix: str) -> Content:
    """Return the head of a form that tells of a judged declaration, which it refers to.

    `prefix` (three letters) tells the references of several answers about one declaration apart.
    """
    ticket = declaration.reference.hex
    references = [_reference("3", "2", ticket[:NUMBER_LENGTH])]
    if declaration.declarant_reference:
        references.append(_reference("3", "1", declaration.declarant_reference))
    references.append(_reference("1", "2", f"{prefix}{ticket}"[:NUMBER_LENGTH]))
    at = declaration.verdict.decided_at
    return header(identification, "SU", at) | {"Reference": references}


def employer(company: Company, quarter: int, declaration: Declaration | None = None) -> Content:
    """Return the zones that name an employer and a quarter; without NSSO number, by the other."""
    zones = {"Quarter": str(quarter), "CompanyID": company.enterprise_number}
    if company.nsso_number:
        trusteeship = str(declaration.content.get("Trusteeship", "0")) if declaration else "0"
        zones |= {"NOSSRegistrationNbr": company.nsso_number, "Trusteeship": trusteeship}
    return zones


def filing_of(form: Form) -> Filing:
    """Return the filing of an accepted form."""
    assert form.filing is not None  # noqa: S101 - what is accepted has one
    return form.filing


def _reference(kind: str, origin: str, number: str) -> dict[str, str]:
    return {"ReferenceType": kind, "ReferenceOrigin": origin, "ReferenceNbr": number}
