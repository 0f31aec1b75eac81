"""The contacts of the cast with the offices, as their staff and they themselves made them."""

from datetime import time, timedelta
from itertools import product
from pathlib import Path
from typing import Any, Final

import yaml
from django.utils import timezone

from casework.appointments.actions import book
from casework.appointments.models import Opening, Way
from casework.appointments.slots import slots_of
from casework.callbacks.actions import Wish, ask
from casework.callbacks.models import Window
from casework.contacts.actions import Said, identify, record, write
from casework.contacts.models import Channel, Contact, Direction, Identification
from casework.contacts.topics import office_for
from casework.demo.building import SINCE, Cast
from casework.information.actions import make_pages
from portal.access.models import Capacity, CapacityKind

CONTACTS: Final[dict[str, Any]] = yaml.safe_load(
    Path(__file__).with_name("contacts.yaml").read_text("utf-8")
)


def make_contacts(cast: Cast) -> None:
    """Let the cast speak with the offices; once."""
    make_pages()
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
    _open_offices(cast)
    for each in CONTACTS["booked"]:
        _book(cast, each)
    for each in CONTACTS["call_backs"]:
        tomorrow = timezone.localdate() + timedelta(days=1)
        wish = Wish(each["topic"], tomorrow, Window(each["window"]), each["telephone"])
        ask(_acting(cast, each["person"], CapacityKind.CITIZEN), wish)


def _open_offices(cast: Cast) -> None:
    for each in CONTACTS["openings"]:
        for weekday, at in product(each["weekdays"], each["at"]):
            Opening.objects.create(
                office=cast.institutions[each["office"]],
                weekday=weekday,
                at=time.fromisoformat(at),
                minutes=each["minutes"],
                places=each["places"],
                ways=each["ways"],
                since=SINCE,
            )


def _book(cast: Cast, each: dict[str, Any]) -> None:
    capacity = _acting(cast, each["person"], CapacityKind.CITIZEN)
    office, way = office_for(each["topic"], capacity.person), Way(each["way"])
    slot = slots_of(office, way, timezone.now())[0]
    book(capacity, slot.opening, slot.starts, way, each["topic"])


def _identify(cast: Cast, each: dict[str, Any]) -> Identification | None:
    staff = _acting(cast, each["staff"], CapacityKind.CASEWORKER)
    number = cast.persons[each["person"]].inss
    return identify(staff, Channel(each["channel"]), number, each["facts"])


def _acting(cast: Cast, key: str, kind: CapacityKind) -> Capacity:
    own = Capacity.objects.filter(user__person=cast.persons[key], mandate=None)
    return own.select_related("institution").get(kind=kind)
