"""Writing official messages: the content of a block becomes XML in the order of its model."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from lxml import etree

from declarations.channels.answers import UNREPRESENTABLE
from declarations.glossary.checks import BELGIUM
from declarations.glossary.fields import problem_of
from declarations.glossary.model import Block, Glossary


def header(identification: str, kind: str, at: datetime) -> dict[str, Any]:
    """Return the five fields that each form begins with; `at` is written in Belgian time."""
    local = at.astimezone(BELGIUM)
    return {
        "Identification": identification,
        "FormCreationDate": local.date().isoformat(),
        "FormCreationHour": local.time().isoformat("milliseconds"),
        "AttestationStatus": "0",
        "TypeForm": kind,
    }


def reference(origin: str, number: str) -> dict[str, str]:
    """Return a reference, given by a declarant ("1") or by us ("2")."""
    return {"ReferenceType": "1", "ReferenceOrigin": origin, "ReferenceNbr": number}


def document(model: Glossary, form: Mapping[str, Any]) -> etree._Element:
    """Return a message of a flow with one form, as its root."""
    root = etree.Element(model.root)
    root.append(block(model, model.form, form))
    return root


def block(model: Glossary, label: str, content: Mapping[str, Any]) -> etree._Element:
    """Return a block of a model; what the model does not know, or refuses, is left out.

    `content` holds texts, contents of blocks, and lists of either, by XML label.
    """
    element = etree.Element(label)
    for name in model.blocks[label].places:
        known, values = model.element(name), content.get(name)
        for value in values if isinstance(values, list) else [values]:
            if isinstance(known, Block):
                if isinstance(value, Mapping):
                    element.append(block(model, name, value))
            elif value is not None and problem_of(known, value) is None:
                etree.SubElement(element, name).text = UNREPRESENTABLE.sub("\ufffd", value)
    return element
