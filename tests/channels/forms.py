"""Dimona files made from the canonical content of declarations."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from lxml import etree

from declarations.glossary.catalog import glossary

HEADER: dict[str, Any] = {
    "Identification": "DIMONA",
    "FormCreationDate": "2026-11-20",
    "FormCreationHour": "14:35:00.000",
    "AttestationStatus": "0",
    "TypeForm": "SU",
    "Reference": [{"ReferenceType": "1", "ReferenceOrigin": "1", "ReferenceNbr": "PAY-0001"}],
}


def dimona_file(*declarations: tuple[str, Mapping[str, Any]], header: Any = None) -> bytes:
    """A file with one form for each (action, content)."""
    root = etree.Element("Dimona")
    for action, content in declarations:
        form = etree.SubElement(root, "Form")
        fill(form, "Form", {**(header or HEADER), action: content})
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", pretty_print=True)


def fill(element: etree._Element, label: str, content: Mapping[str, Any]) -> None:
    """Write a block in the order of the model."""
    for name in glossary("dimona", "2023/1").blocks[label].places:
        values = content.get(name, [])
        for value in values if isinstance(values, list) else [values]:
            child = etree.SubElement(element, name)
            if isinstance(value, Mapping):
                fill(child, name, value)
            else:
                child.text = value


def elements(root: etree._Element) -> Iterator[etree._Element]:
    """Everything below the root."""
    return (element for element in root.iter() if element is not root)
