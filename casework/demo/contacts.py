"""The contacts of the cast with the offices, as their staff and they themselves made them."""

from pathlib import Path
from typing import Any, Final

import yaml

from casework.contacts.actions import Said, identify, record, write
from casework.contacts.models import Channel, Contact, Direction, Identification
from casework.demo.building import Cast
from portal.access.models import Capacity, CapacityKind

CONTACTS: Final[dict[str, Any]] = yaml.safe_load(
    Path(__file__).with_name("contacts.yaml").read_text("utf-8")
)


def make_contacts(cast: Cast) -> None:
    """Let the cast speak with the offices; once."""
    if Contact.objects.exists():
        return
    for each in CONTACTS["recorded"]:
        known = _identify(cast, each)
        assert known is not None, each["person"]  # noqa: S101 - the demo knows its cast
        said = Said(Direction.IN, each["topic"], each["question"])
        record(known, known.capacity, said, each.get("answer", ""))
    for each in CONTACTS["written"]:
        capacity = _acting(cast, each["person"], CapacityKind.CITIZEN)
        write(capacity, each["topic"], each["question"])
    for each in CONTACTS["failed"]:
        _identify(cast, each)


def _identify(cast: Cast, each: dict[str, Any]) -> Identification | None:
    staff = _acting(cast, each["staff"], CapacityKind.CASEWORKER)
    number = cast.persons[each["person"]].inss
    return identify(staff, Channel(each["channel"]), number, each["facts"])


def _acting(cast: Cast, key: str, kind: CapacityKind) -> Capacity:
    own = Capacity.objects.filter(user__person=cast.persons[key], mandate=None)
    return own.select_related("institution").get(kind=kind)
