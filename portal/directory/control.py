"""The integration control: passed by every message of an institution about a person."""

from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext_lazy as _

from portal.access.models import Capacity, CapacityKind, Service
from portal.directory.models import Authorisation, Registration
from portal.people.models import Institution, Person
from portal.people.numbers import InvalidNumber, clean_inss

REFUSALS = {
    "CTRL-001": _("Only an institution may use this service."),
    "CTRL-002": _("This is not a valid national register or BIS number. Check its digits."),
    "CTRL-003": _("Your institution is not authorised for this service in this capacity."),
    "CTRL-004": _("Your institution has no file of this person in this capacity on this day."),
}


class ControlError(Exception):
    """A message does not pass; `code` says at which control, `field` at which datum."""

    def __init__(self, code: str, field: str) -> None:
        super().__init__(code)
        self.code, self.field, self.message = code, field, REFUSALS[code]


@dataclass(frozen=True)
class Passage:
    """What the control found: who sends, about whom, on which ground."""

    institution: Institution
    person: Person
    authorisation: Authorisation


def control(capacity: Capacity, service: Service, quality: str, inss: str, on: date) -> Passage:
    """Let a message pass, or raise `ControlError`.

    Checked in order: the sender is an institution; the number is valid (a replaced number leads
    to the same person); the service is authorised for the capacity `quality` ("sector/code") at
    this moment; the sender has a file of the person in that capacity on that day. A person whom
    nobody knows gets the same answer as one whom the sender does not know.
    """
    institution = _institution(capacity)
    try:
        number = clean_inss(inss)
    except InvalidNumber as error:
        raise ControlError("CTRL-002", "ssin") from error
    profiles = Authorisation.objects.for_use_by(capacity, service)
    authorisation = profiles.filter(quality=quality).first()
    if authorisation is None:
        raise ControlError("CTRL-003", "status")
    registration = (
        Registration.objects.on(on)
        .filter(institution=institution, quality=quality, person__numbers__number=number)
        .select_related("person")
        .first()
    )
    if registration is None:
        raise ControlError("CTRL-004", "ssin")
    return Passage(institution, registration.person, authorisation)


def authorised(capacity: Capacity, service: Service) -> Institution:
    """Let a message pass that is about no file of the sender's own; return the sender.

    The sender is an institution, and is authorised for the service now, in whatever capacity; or
    `ControlError`.
    """
    institution = _institution(capacity)
    if not Authorisation.objects.for_use_by(capacity, service).exists():
        raise ControlError("CTRL-003", "sender")
    return institution


def _institution(capacity: Capacity) -> Institution:
    if capacity.kind != CapacityKind.INSTITUTION or capacity.institution is None:
        raise ControlError("CTRL-001", "sender")
    return capacity.institution
