"""Enter, end and list an institution's files of a person or company in the directory."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final

from django.db import IntegrityError, transaction
from django.db.models.functions import Now

from portal.access.door import consult_files
from portal.access.limits import IDENTITY
from portal.access.models import Capacity, Purpose, Service
from portal.directory.control import Admission, ControlError, admit
from portal.directory.models import CompanyRegistration, Registration
from portal.directory.queries import FileQuerySet
from portal.exchange.network.calls import TicketUsedError, begin
from portal.exchange.network.envelope import check_sender
from portal.exchange.network.log import Call, Entry, log_one
from portal.exchange.network.models import Exchange
from portal.exchange.network.registration import (
    Manage,
    ManageAccess,
    ManageCompany,
    RegistrationPart,
)
from portal.people.models import Company, Person, PersonNumber
from portal.people.numbers import InvalidNumber, clean_enterprise, clean_inss


class TooManyError(Exception):
    """Too many proofs did not fit."""


@dataclass(frozen=True)
class Managed:
    """What became of it: as the log has it, the files, "is it new"."""

    exchange: Exchange
    registrations: Sequence[RegistrationPart] = ()
    new: bool = True


@dataclass(frozen=True)
class Kind:
    """Of whom files are kept: in which rows, by which number, and what the log says.

    `clean` reads a number, `find` leads from it to whom it is of; `invalid`, `absent` and
    `unproved` are the codes where that fails.
    """

    name: str  # of the column
    rows: type[Registration] | type[CompanyRegistration]
    numbered: str
    clean: Callable[[str], str]
    find: Callable[[str], Any]
    invalid: str
    absent: str
    unproved: str


KINDS: Final[dict[type[Manage], Kind]] = {
    ManageAccess: Kind(
        name="person",
        rows=Registration,
        numbered="person__numbers__number",
        clean=clean_inss,
        find=Person.objects.identify,
        invalid="CTRL-002",
        absent="CTRL-004",
        unproved="ID-001",
    ),
    ManageCompany: Kind(
        name="company",
        rows=CompanyRegistration,
        numbered="company__enterprise_number",
        clean=clean_enterprise,
        find=lambda number: Company.objects.identified_by(enterprise_number=number).first(),
        invalid="CTRL-008",
        absent="CTRL-009",
        unproved="ID-002",
    ),
}


@transaction.atomic
def manage(capacity: Capacity, body: bytes, asked: Manage) -> Managed:
    """Carry out what is asked, once for a ticket.

    The same ticket for the same act gives the same answer. Raises `TicketUsedError` for another
    question and for a list, which is read anew with a ticket of its own; `TooManyError` after too
    many proofs of the institution that did not fit.
    """
    if asked.action == "REGISTER" and IDENTITY.reached(capacity.institution_id):
        raise TooManyError
    call, new = begin(capacity, Service.DIRECTORY, asked.action, body, asked)
    if not new:
        return _again(call, asked)
    try:
        check_sender(capacity, asked.information_customer)
        admission = admit(capacity, Service.DIRECTORY, asked.purpose, asked.legal_context)
        return _carry_out(replace(call, authorisation=admission.authorisation), admission, asked)
    except ControlError as error:
        return Managed(log_one(call, Entry(error.code)))


def _again(call: Call, asked: Manage) -> Managed:
    if asked.action == "LIST":
        raise TicketUsedError(call.ticket)
    exchange = Exchange.objects.get(ticket=call.ticket)
    return Managed(exchange, _said(asked) if exchange.person or exchange.company else (), new=False)


def _carry_out(call: Call, admission: Admission, asked: Manage) -> Managed:
    kind = KINDS[type(asked)]
    try:
        number = kind.clean(asked.number)
    except InvalidNumber as error:
        raise ControlError(kind.invalid) from error
    if asked.action == "REGISTER":
        return _register(call, admission, kind, number, asked)
    files: FileQuerySet[Any] = kind.rows.objects.all()
    own = files.standing().filter(institution=admission.institution, **{kind.numbered: number})
    if asked.action == "UNREGISTER":
        return _unregister(call, own.filter(quality=asked.purpose), kind, number, asked)
    return _list(call, own, kind, number)


def _register(call: Call, admission: Admission, kind: Kind, number: str, asked: Manage) -> Managed:
    subject, period = kind.find(number), asked.period
    assert period is not None  # noqa: S101 - checked with the shape of the message, as the proof
    if subject is None or not asked.proof.as_proof().fits(subject):
        IDENTITY.exceeded(call.capacity.institution_id)
        return Managed(log_one(call, Entry(kind.unproved)))
    try:
        with transaction.atomic():
            kind.rows.objects.create(
                institution=admission.institution,
                quality=asked.purpose,
                phase=asked.phase,
                since=period.start_date,
                until=period.end_date,
                **{kind.name: subject},
            )
    except IntegrityError:
        return Managed(log_one(call, Entry("REG-001")))
    return Managed(_kept(call, "REGISTERED", kind, subject, number), _said(asked))


def _unregister(
    call: Call, own: FileQuerySet[Any], kind: Kind, number: str, asked: Manage
) -> Managed:
    """End the file: with a last day, or as a whole and at once."""
    period = asked.period
    meant = own.filter(since=period.start_date) if period else own.in_use()
    found = meant.select_for_update(of=("self",)).select_related(kind.name).first()
    if found is None:
        raise ControlError(kind.absent)
    if period and period.end_date:
        if found.until and period.end_date > found.until:
            return Managed(log_one(call, Entry("REG-002")))
        found.until = period.end_date
    else:
        found.ended_at = Now()
    found.save(update_fields=["until", "ended_at"])
    subject = getattr(found, kind.name)
    return Managed(_kept(call, "UNREGISTERED", kind, subject, number), _said(asked))


def _list(call: Call, own: FileQuerySet[Any], kind: Kind, number: str) -> Managed:
    found = list(own.select_related(kind.name).order_by("quality", "since"))
    if not found:
        return Managed(log_one(call, Entry("NO-FILE")))
    exchange = _kept(call, "LISTED", kind, getattr(found[0], kind.name), number)
    return Managed(exchange, [RegistrationPart.of(each) for each in found])


def _kept(call: Call, code: str, kind: Kind, subject: Any, number: str) -> Exchange:
    """Log what was done about somebody; a person also reads it in a line."""
    assert call.authorisation  # noqa: S101 - whoever comes here was let in
    if kind.name == "company":
        return log_one(call, Entry(code, company=subject))
    ground, purpose = call.authorisation.ground, Purpose.REGISTRATION
    consult_files([subject.pk], [], call.capacity, ground, call.ticket, purpose)
    former = PersonNumber.objects.filter(number=number, until__isnull=False).exists()
    return log_one(call, Entry(code, subject, anomalies=["REPLACED"] * former))


def _said(asked: Manage) -> list[RegistrationPart]:
    """Return the file as it was sent."""
    if asked.period is None:
        return []
    sent = {"purpose": asked.purpose, "phase": asked.phase, "period": asked.period.model_dump()}
    return [RegistrationPart.model_validate(sent)]
