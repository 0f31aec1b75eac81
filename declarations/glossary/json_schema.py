"""The information model as JSON Schema (2020-12), in the JSON names of the interface.

The tree of JSON names is the one that the interface reads by; what each value may be is said by the
model. The schema is the form of a declaration that is right: the interface takes others too, and
answers with their anomalies.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Final, Protocol

from declarations.glossary.model import Block, Glossary, Member, Zone

DIALECT: Final = "https://json-schema.org/draft/2020-12/schema"
FORMATS: Final = {
    "date": "^[0-9]{4}-[0-9]{2}-[0-9]{2}$",
    "birth_date": "^[0-9]{4}-[0-9]{2}-[0-9]{2}$",
}


class Names(Protocol):
    """A block's XML label, and for each JSON name the label of a zone or the names of a block."""

    @property
    def label(self) -> str: ...

    @property
    def members(self) -> Mapping[str, Any]: ...


def json_schema(model: Glossary, names: Names, address: str) -> dict[str, Any]:
    """The schema of one declaration; `address` is where it is published.

    What a declaration needs may stand beside it in JSON: the worker and the employer do.
    """
    whole = _object(model, names, required=())
    beside = {_label(member): name for name, member in names.members.items()}
    actions = {beside[action]: action for action in model.actions if action in beside}
    needs = [
        {
            "required": [
                name,
                *(beside[label] for label in _needed(model, action) if label in beside),
            ]
        }
        for name, action in actions.items()
    ]
    head = {"$schema": DIALECT, "$id": address, "title": model.title}
    return {**head, **whole, "oneOf": needs}


def _object(model: Glossary, names: Names, required: tuple[str, ...]) -> dict[str, Any]:
    described: dict[str, Any] = {
        "type": "object",
        "additionalProperties": False,
        "properties": {
            name: _property(model, names.label, member) for name, member in names.members.items()
        },
    }
    if required:
        described["required"] = list(required)
    exclusive = list(_exclusive(model.blocks[names.label], names))
    if exclusive:
        described["allOf"] = exclusive
    return described


def _property(model: Glossary, holder: str, member: Any) -> dict[str, Any]:
    label = _label(member)
    element = model.element(label)
    if isinstance(element, Block):
        inside = {_label(known): name for name, known in member.members.items()}
        required = tuple(inside[each] for each in _needed(model, label) if each in inside)
        return {**_object(model, member, required), "title": element.title}
    place = model.blocks[holder].places.get(label)
    return _value(element, place[1] if place else None)


def _value(zone: Zone, member: Member | None) -> dict[str, Any]:
    described: dict[str, Any] = {"title": zone.title, "type": "string"}
    if zone.hint:
        described["description"] = zone.hint
    codes = (member.codes if member else ()) or zone.codes
    if codes:
        return {**described, "enum": list(codes)}
    if zone.type == "number":
        return {**described, **_number(zone)}
    if zone.type in FORMATS:
        described["pattern"] = FORMATS[zone.type]
    for keyword, length in (("minLength", zone.shortest), ("maxLength", zone.longest)):
        if length:
            described[keyword] = length
    return described


def _number(zone: Zone) -> dict[str, Any]:
    """A number may be a JSON number, unless its zeros in front matter."""
    if zone.pattern:
        return {"pattern": f"^(?:{zone.pattern.pattern})$"}
    bounds = {"minimum": zone.lowest or 0, "maximum": zone.highest}
    return {
        "type": ["string", "integer"],
        "pattern": f"^0*[0-9]{{1,{zone.longest}}}$",
        **{keyword: bound for keyword, bound in bounds.items() if bound is not None},
    }


def _needed(model: Glossary, label: str) -> Iterator[str]:
    for member in model.blocks[label].members:
        if member.lowest and not member.of:
            yield member.label


def _exclusive(block: Block, names: Names) -> Iterator[dict[str, Any]]:
    """Of the alternatives of a choice at most one."""
    json_names = {_label(member): name for name, member in names.members.items()}
    for member in block.members:
        given = [json_names[label] for label in member.of if label in json_names]
        if len(given) == 2:
            yield {"not": {"required": given}}


def _label(member: Any) -> str:
    return member if isinstance(member, str) else str(member.label)
