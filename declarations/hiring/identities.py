"""Who is meant by a worker that is described, since there is no national number."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any, NamedTuple

from portal.people.models import Person

MALE = "1"


class Identity(NamedTuple):
    """What must agree: the names without regard to capitals, the day of birth, the sex (1 or 2)."""

    last_name: str
    first_name: str
    birth_date: date
    sex: str


def identity_of(worker: Mapping[str, Any]) -> Identity | None:
    """Return what is told of a worker; None when it is not enough to search by."""
    names = [worker.get(label) for label in ("WorkerName", "WorkerFirstName", "WorkerSex")]
    last, first, sex = (name if isinstance(name, str) else "" for name in names)
    try:
        born = date.fromisoformat(str(worker.get("WorkerBirthdate")))
    except ValueError:
        return None
    return Identity(_plain(last), _plain(first), born, sex) if last and first and sex else None


def known_persons(wanted: Iterable[Identity]) -> dict[Identity, list[Person]]:
    """Return for each identity the persons in the register who have it."""
    identities = set(wanted)
    born = {identity.birth_date for identity in identities}
    found: dict[Identity, list[Person]] = defaultdict(list)
    for person in Person.objects.filter(birth_date__in=born).prefetch_related("numbers"):
        for number in person.numbers.all():
            if number.until is None and person.birth_date:
                names = _plain(person.last_name), _plain(person.first_name)
                identity = Identity(*names, person.birth_date, sex_of(number.number))
                if identity in identities:
                    found[identity].append(person)
    return found


def sex_of(inss: str) -> str:
    """Return the sex that a national number shows: its serial is odd for men."""
    return MALE if int(inss[6:9]) % 2 else "2"


def _plain(name: str) -> str:
    return " ".join(name.split()).casefold()
