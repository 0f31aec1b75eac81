"""A person's national number is replaced, and each employer is told (IDFLUX)."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Final

from django.db import models, transaction
from lxml import etree

from declarations.channels.writing import document, header, reference
from declarations.glossary.catalog import glossary
from declarations.hiring.access import may_see_register
from declarations.hiring.models import EmploymentPeriod
from portal.access.models import Capacity, Service
from portal.directory.control import authorised
from portal.exchange.actions import publish, receive
from portal.exchange.models import Channel, Event, Message
from portal.people.models import Company, Person, PersonNumber
from portal.people.numbers import clean_inss

TOPIC: Final = "person.renumbered"
NUMBER_REPLACED: Final = "90"  # the official reason of the change
UNKNOWN_DAY: Final = "0000-00-00"
REFERENCE_LENGTH: Final = 20


@dataclass(frozen=True)
class Renumbering:
    """What the register of persons says: the number `former` is `number` from a day on.

    `sex` is 1 (man) or 2 (woman), as the register has it: the message to employers names it, and it
    is read from no number.
    """

    former: str
    number: str
    since: date
    sex: str

    def as_bytes(self) -> bytes:
        """Return the message as it is stored."""
        return json.dumps(vars(self) | {"since": self.since.isoformat()}).encode()


@transaction.atomic
def renumber(capacity: Capacity, key: str, said: Renumbering) -> tuple[Message, bool]:
    """Replace a person's number, and tell each company where the person has or had a period.

    Return the message that says so with "is it new": the same key again changes nothing. Raises
    `ControlError` unless the sender keeps the register of persons, `InvalidNumber`,
    `Person.DoesNotExist` when nobody has the former number, `PersonNumber.DoesNotExist` when it was
    replaced already, `IntegrityError` when somebody else has the new one, and `KeyReusedError`.
    """
    authorised(capacity, Service.PERSONS)
    message, new = receive(capacity, Service.PERSONS, Channel.API, key, said.as_bytes())
    if new:
        _replace(message, said)
    return message, new


def changes_for(company: Company) -> models.QuerySet[Event]:
    """Return the changes of number that a company was told of, latest first."""
    told = Event.objects.filter(topic=TOPIC, company=company)
    return told.select_related("person", "company", "message").order_by("-pk")


def may_see_changes(capacity: Capacity, company: Company) -> bool:
    """Say whether one may read what a company was told: who may read its register."""
    return may_see_register(capacity, company)


def idflux(change: Event) -> bytes:
    """Return a change as IDFLUX: the situation that is outdated, and the one that is valid."""
    message, company, person = change.message, change.company, change.person
    assert message is not None  # noqa: S101 - `renumber` published it with all three
    assert company is not None  # noqa: S101
    assert person is not None  # noqa: S101
    said: dict[str, str] = json.loads(bytes(message.body))
    model = glossary("idflux", "2023/1")
    names = {"WorkerName": person.last_name, "WorkerFirstName": person.first_name}
    valid: dict[str, Any] = {
        "INSS": clean_inss(said["number"]),
        **{label: name[: model.zones[label].longest] for label, name in names.items()},
        "WorkerBirthdate": str(person.birth_date or UNKNOWN_DAY),
        "WorkerSex": said["sex"],
    }
    form = header("IDFLUX", "SU", change.happened_at) | {
        "Reference": reference("2", message.ticket.hex[:REFERENCE_LENGTH]),
        "IdfluxInformation": {
            "JustificationCode": NUMBER_REPLACED,
            "EffectiveStartingDate": said["since"],
            "EmployerId": {
                "NOSSRegistrationNbr": company.nsso_number or "0",
                "CompanyID": company.enterprise_number,
            },
            "ValidSituation": valid,
            "OutdatedSituation": {"INSS": clean_inss(said["former"])},
        },
    }
    return etree.tostring(document(model, form), xml_declaration=True, encoding="UTF-8")


def _replace(message: Message, said: Renumbering) -> None:
    former, number = clean_inss(said.former), clean_inss(said.number)
    person = Person.objects.with_number(former).get()
    in_use = person.numbers.select_for_update().get(number=former, until__isnull=True)
    in_use.until = said.since - timedelta(days=1)
    in_use.save(update_fields=["until"])
    replaced = PersonNumber.objects.create(person=person, number=number, since=said.since)
    periods = EmploymentPeriod.objects.valid().filter(person=person)
    for company in Company.objects.filter(pk__in=periods.values("company")).order_by("pk"):
        publish("person.renumbered", replaced.pk, person=person, company=company, message=message)
