"""The integration control: passed by every request of an institution about a person.

The same ordered list for whatever comes by whatever channel. The first controls are about the
request, the others about each person; the first one that does not pass is the answer.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final, NamedTuple
from uuid import UUID

from django.db.models.functions import Now, TruncDate
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from portal.access.models import Capacity, CapacityKind, Service
from portal.directory.models import Authorisation, Registration
from portal.directory.queries import CompanyRegistrationQuerySet, RegistrationQuerySet
from portal.people.models import Company, Institution, Person, PersonNumber
from portal.people.numbers import InvalidNumber, clean_enterprise, clean_inss


class Control(NamedTuple):
    """One control: its code, the datum that it is about, what to say, and the HTTP status."""

    code: str
    field: str
    message: Promise
    status: int


CONTROLS: Final = (
    Control("CTRL-001", "sender", _("Only an institution may use this service."), 403),
    Control(
        "CTRL-003",
        "quality",
        _("Your institution is not authorised for this service in this capacity."),
        403,
    ),
    Control(
        "CTRL-005",
        "period",
        _("All of the period lies further back than your authorisation reaches."),
        403,
    ),
    Control(
        "CTRL-006", "blocks", _("Your authorisation gives none of the data that you ask for."), 403
    ),
    Control(
        "CTRL-002",
        "ssin",
        _("This is not a valid national register or BIS number. Check its digits."),
        422,
    ),
    Control(
        "CTRL-004",
        "ssin",
        _("Your institution has no file of this person in this capacity on this day."),
        404,
    ),
    Control(
        "CTRL-007",
        "ssin",
        _("None of the institutions that have these data has a file of this person."),
        404,
    ),
    Control(
        "CTRL-008",
        "enterpriseNumber",
        _("This is not a valid enterprise number. Check its digits."),
        422,
    ),
    Control(
        "CTRL-009",
        "enterpriseNumber",
        _("Your institution has no file of this company in this capacity on this day."),
        404,
    ),
)
_BY_CODE: Final = {each.code: each for each in CONTROLS}


class ControlError(Exception):
    """A request does not pass; `code` says at which control, `field` at which datum.

    `ticket` is the one under which the log keeps it, once it does.
    """

    ticket: UUID | None = None

    def __init__(self, code: str, field: str = "") -> None:
        super().__init__(code)
        stopped = _BY_CODE[code]
        self.code, self.field = code, field or stopped.field
        self.message, self.status = stopped.message, stopped.status


@dataclass(frozen=True)
class Admission:
    """A sender that is let in: the institution, the profile that counts, the database's today."""

    institution: Institution
    authorisation: Authorisation
    today: date


@dataclass(frozen=True)
class Passage:
    """What the control found: who sends, about whom, on which ground.

    `replaced_by` is the number in use, where another one was given.
    """

    institution: Institution
    person: Person
    authorisation: Authorisation
    replaced_by: str = ""


def control(
    capacity: Capacity,
    service: Service,
    quality: str,
    inss: str,
    on: date,
    legal_context: str = "",
) -> Passage:
    """Let a message about one person pass, or raise `ControlError`.

    The file of the sender must stand on the day `on`; the profile must hold at this moment.
    """
    admission = admit(capacity, service, quality, legal_context)
    found = pass_persons(admission, Registration.objects.on(on), [inss])[0]
    if isinstance(found, ControlError):
        raise found
    return found


def admit(
    capacity: Capacity,
    service: Service,
    quality: str,
    legal_context: str = "",
    *,
    for_case: bool = False,
) -> Admission:
    """Let a sender in, or raise `ControlError` (CTRL-001, CTRL-003).

    `for_case`: a caseworker asks for the institution, too; who holds the case was looked at before.

    The narrowest profile counts that holds at this moment for the capacity `quality`
    ("sector/code"): one of the application before one of the institution, one of the situation
    (`legal_context`) before one of all.
    """
    institution = _institution(capacity, CapacityKind.CASEWORKER if for_case else None)
    profiles = Authorisation.objects.for_use_by(capacity, service)
    fitting = profiles.filter(quality=quality, legal_context__in=("", legal_context))
    authorisation = fitting.annotate(today=TruncDate(Now())).first()
    if authorisation is None:
        raise ControlError("CTRL-003")
    return Admission(institution, authorisation, authorisation.today)


def authorised(capacity: Capacity, service: Service) -> Institution:
    """Let a message pass that is about no file of the sender's own; return the sender.

    The sender is an institution, and is authorised for the service now, in whatever capacity; or
    `ControlError`.
    """
    institution = _institution(capacity)
    if not Authorisation.objects.for_use_by(capacity, service).exists():
        raise ControlError("CTRL-003", "sender")
    return institution


def pass_persons(
    admission: Admission, registrations: RegistrationQuerySet, numbers: Sequence[str]
) -> list[Passage | ControlError]:
    """Return for each national number, in order, the passage or the control that stops it.

    `registrations` are those of the day in question. Two queries at most for all. A person whom
    nobody knows gets the same answer as one whom the sender does not know; a replaced number leads
    to the same person, and only who may know of them is told the new one.
    """
    cleaned = [_clean(number) for number in numbers]
    known = _known(admission, registrations, {number for number in cleaned if number})
    return [
        known.get(number, ControlError("CTRL-004")) if number else ControlError("CTRL-002")
        for number in cleaned
    ]


def pass_company(
    admission: Admission, registrations: CompanyRegistrationQuerySet, number: str
) -> Company:
    """Return the company with an enterprise number, of which the sender has a file.

    `registrations` are those of the day in question. Raises `ControlError`: CTRL-008 where it is no
    number, CTRL-009 where there is no file, also of a company that nobody knows.
    """
    try:
        cleaned = clean_enterprise(number)
    except InvalidNumber as error:
        raise ControlError("CTRL-008") from error
    file = registrations.filter(
        institution=admission.institution,
        quality=admission.authorisation.quality,
        company__enterprise_number=cleaned,
    )
    found = file.select_related("company").first()
    if found is None:
        raise ControlError("CTRL-009")
    return found.company


def _known(
    admission: Admission, registrations: RegistrationQuerySet, numbers: set[str]
) -> dict[str, Passage]:
    files = registrations.filter(
        institution=admission.institution, quality=admission.authorisation.quality
    )
    asked = PersonNumber.objects.filter(number__in=numbers, person__in=files.values("person"))
    found = list(asked.select_related("person"))
    replaced = _in_use({each.person_id for each in found if each.until is not None})
    return {
        each.number: Passage(
            admission.institution,
            each.person,
            admission.authorisation,
            "" if each.until is None else replaced.get(each.person_id, ""),
        )
        for each in found
    }


def _in_use(persons: set[int]) -> dict[int, str]:
    """Return the numbers in use of persons, of whom an earlier one was asked; mostly of nobody."""
    if not persons:
        return {}
    numbers = PersonNumber.objects.filter(person__in=persons, until__isnull=True)
    return dict(numbers.values_list("person", "number"))


def _clean(number: str) -> str:
    try:
        return clean_inss(number)
    except InvalidNumber:
        return ""


def _institution(capacity: Capacity, staff: CapacityKind | None = None) -> Institution:
    if capacity.kind not in (CapacityKind.INSTITUTION, staff) or capacity.institution is None:
        raise ControlError("CTRL-001")
    return capacity.institution
