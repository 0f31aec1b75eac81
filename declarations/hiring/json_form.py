"""The JSON form of a declaration: other names for the same information model.

The names say which label is meant; what a field may hold is said by the model alone. So a value
that is wrong is judged, and refused, exactly as in a file.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final

from django.utils.translation import gettext

from declarations.channels.actions import Draft
from declarations.glossary.catalog import glossary
from declarations.glossary.fields import problem_of
from declarations.glossary.model import Block, Zone
from declarations.hiring.json_names import ACTIONS, EMPLOYER, REFERENCE, WHOLE, WORKER, Part
from portal.exchange.problems import FieldProblem, ProblemError

LABELS: Final = tuple(part.label for part in ACTIONS.values())
REFERENCE_LABEL: Final = "ReferenceNbr"
Path = tuple[str, ...]  # from the message to a value, by place in a list and by names


def read_forms(data: Mapping[str, Any] | Sequence[Any]) -> list[Draft]:
    """Return the declarations that a JSON object or a list of objects holds.

    Raises `ProblemError` (422), with every place, when one has another shape: an unknown name, no
    or two actions, an object where a value must be. Values are not judged here.
    """
    errors: list[FieldProblem] = []
    if isinstance(data, Mapping):
        drafts = [_form(data, (), errors)]
    else:
        drafts = [_form(each, (f"[{place}]",), errors) for place, each in enumerate(data)]
    if errors or not drafts:
        raise ProblemError(422, gettext("The message has another shape."), errors=errors)
    return drafts


def _form(data: Any, path: Path, errors: list[FieldProblem]) -> Draft:
    read = _read(WHOLE, data, path, errors)
    actions = [label for label in LABELS if label in read]
    reference = _reference(read, path, errors) if REFERENCE_LABEL in read else ""
    if len(actions) != 1:
        errors.append(
            _problem(path, gettext("Give exactly one of these: %s.") % ", ".join(ACTIONS))
        )
        return Draft("", {})
    (action,) = actions
    return Draft(action, _content(action, read), declarant_reference=reference)


def _read(part: Part, data: Any, path: Path, errors: list[FieldProblem]) -> dict[str, Any]:
    content: dict[str, Any] = {}
    if type(data) is not dict:
        errors.append(_problem(path, gettext("Give an object.")))
        return content
    members = part.members
    for name, value in data.items():
        member = members.get(name)
        if isinstance(member, str):
            if isinstance(value, str):
                content[member] = value
            elif value is not None:
                _read_other(member, value, (*path, name), content, errors)
        elif member is None:
            message = gettext("This name is not known here. Capitals matter.")
            errors.append(_problem((*path, name), message))
        elif value is not None:
            content[member.label] = _read(member, value, (*path, name), errors)
    return content


def _read_other(
    label: str, value: Any, path: Path, content: dict[str, Any], errors: list[FieldProblem]
) -> None:
    """Read into `content` what is no text where a text belongs; note what cannot be read."""
    if type(value) is int and _counts(label):
        content[label] = str(value)
    else:
        errors.append(_problem(path, gettext("Give a text.")))


def _problem(path: Path, message: str) -> FieldProblem:
    return FieldProblem(path=".".join(path), message=message)


def _counts(label: str) -> bool:
    """Say whether a JSON number may stand for a zone: not where zeros in front matter."""
    zone = glossary("dimona", "2023/1").element(label)
    return isinstance(zone, Zone) and zone.type == "number" and zone.pattern is None


def _reference(read: Mapping[str, Any], path: Path, errors: list[FieldProblem]) -> str:
    zone = glossary("dimona", "2023/1").element(REFERENCE_LABEL)
    assert isinstance(zone, Zone)  # noqa: S101 - the model says so
    given = read[REFERENCE_LABEL]
    if given and problem_of(zone, given):
        message = gettext("Give a reference of at most %d characters.") % (zone.longest or 0)
        errors.append(_problem((*path, REFERENCE), message))
    return str(given)


def _content(action: str, read: Mapping[str, Any]) -> dict[str, Any]:
    """Put employer and worker where the model wants them: a later declaration takes the number."""
    content = dict(read[action])
    if EMPLOYER.label in read:
        content[EMPLOYER.label] = read[EMPLOYER.label]
    if WORKER.label in read:
        if action == "DimonaIn":
            content[WORKER.label] = read[WORKER.label]
        else:
            content |= read[WORKER.label]
    return content


def schema() -> dict[str, Any]:
    """Return the JSON Schema of a declaration, made from the information model."""
    whole = _object_schema(WHOLE)
    return {**whole, "oneOf": [{"required": [action]} for action in ACTIONS]}


def _object_schema(part: Part) -> dict[str, Any]:
    return {
        "type": "object",
        "additionalProperties": False,
        "properties": {name: _member_schema(member) for name, member in part.members.items()},
    }


def _member_schema(member: str | Part) -> dict[str, Any]:
    known = glossary("dimona", "2023/1").element(
        member if isinstance(member, str) else member.label
    )
    if isinstance(member, Part) or isinstance(known, Block):
        assert isinstance(member, Part)  # noqa: S101 - a block is a part of the tree
        return {**_object_schema(member), "description": known.name}
    described: dict[str, Any] = {"description": ". ".join(filter(None, (known.name, known.help)))}
    if _counts(known.label):
        return {**described, "type": ["string", "integer"]}
    described["type"] = "string"
    if known.codes:
        described["enum"] = list(known.codes)
    if known.longest:
        described["maxLength"] = known.longest
    if known.type == "date":
        described["format"] = "date"
    return described
