"""Writing official messages: the content of a block becomes XML in the order of its model."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from lxml import etree

from declarations.channels.answers import UNREPRESENTABLE
from declarations.glossary.fields import problem_of
from declarations.glossary.model import Block, Glossary


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
