"""Official answers held to their schemas."""

from __future__ import annotations

from collections.abc import Iterable

from lxml import etree

from declarations.glossary.catalog import glossary
from declarations.glossary.xsd import xml_schema
from tests.glossary.official import OFFICIAL, REFERENCE

VERSIONS = {
    "notification": "2022/3",
    "dmfa_pid": "2022/4",
    "dmfa_update_notification": "2022/3",
    "dmfa_answer": "2022/4",
    "acrf": "2023/1",
}


def read_answer(pieces: Iterable[bytes], flow: str) -> etree._Element:
    """Return the root of an answer, held to our own schema, and to the official one if at hand.

    That both accept the same is tested where the models are.
    """
    root = etree.fromstring(b"".join(pieces))
    version = VERSIONS[flow]
    _hold(root, etree.XMLSchema(etree.fromstring(xml_schema(glossary(flow, version)))))
    name = OFFICIAL[f"{flow}_{version}".replace("/", "_")]
    path = REFERENCE / "schemas" / f"{name}.xsd"
    if path.exists():
        _hold(root, etree.XMLSchema(etree.parse(path)))
    return root


def texts(root: etree._Element, name: str) -> list[str]:
    """Return the texts of all elements of a name, in the order of the answer."""
    return [element.text or "" for element in root.iter(name)]


def _hold(root: etree._Element, schema: etree.XMLSchema) -> None:
    assert schema.validate(root), str(schema.error_log)[:2000]
