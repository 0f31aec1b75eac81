"""Enter, end and list an institution's files of a person in the reference directory."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from django.db import IntegrityError, transaction
from django.db.models.functions import Now

from portal.access.door import consult_files
from portal.access.limits import IDENTITY
from portal.access.models import Capacity, Purpose, Service
from portal.directory.control import Admission, ControlError, admit
from portal.directory.models import Registration
from portal.directory.queries import RegistrationQuerySet
from portal.exchange.network.calls import TicketUsedError, begin
from portal.exchange.network.envelope import check_sender
from portal.exchange.network.log import Call, Entry, log_one
from portal.exchange.network.models import Exchange
from portal.exchange.network.registration import ManageAccess, RegistrationPart
from portal.people.models import Person, PersonNumber
from portal.people.numbers import InvalidNumber, clean_inss


class TooManyError(Exception):
    """Too many proofs did not fit."""


@dataclass(frozen=True)
class Managed:
    """What became of it: as the log has it, the files, "is it new"."""

    exchange: Exchange
    registrations: Sequence[RegistrationPart] = ()
    new: bool = True


@transaction.atomic
def manage(capacity: Capacity, body: bytes, asked: ManageAccess) -> Managed:
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


def _again(call: Call, asked: ManageAccess) -> Managed:
    if asked.action == "LIST":
        raise TicketUsedError(call.ticket)
    exchange = Exchange.objects.get(ticket=call.ticket)
    return Managed(exchange, _said(asked) if exchange.person else (), new=False)


def _carry_out(call: Call, admission: Admission, asked: ManageAccess) -> Managed:
    try:
        number = clean_inss(asked.ssin)
    except InvalidNumber as error:
        raise ControlError("CTRL-002") from error
    if asked.action == "REGISTER":
        return _register(call, admission, number, asked)
    own = Registration.objects.standing().filter(
        institution=admission.institution, person__numbers__number=number
    )
    if asked.action == "UNREGISTER":
        return _unregister(call, own.filter(quality=asked.purpose), number, asked)
    return _list(call, own, number)


def _register(call: Call, admission: Admission, number: str, asked: ManageAccess) -> Managed:
    person = Person.objects.identify(number)
    proof, period = asked.proof_of_identity, asked.period
    assert proof is not None  # noqa: S101 - checked with the shape of the message, as
    assert period is not None  # noqa: S101 - the period
    if person is None or not proof.as_proof().fits(person):
        IDENTITY.exceeded(call.capacity.institution_id)
        return Managed(log_one(call, Entry("ID-001")))
    try:
        with transaction.atomic():
            Registration.objects.create(
                institution=admission.institution,
                person=person,
                quality=asked.purpose,
                phase=asked.phase,
                since=period.start_date,
                until=period.end_date,
            )
    except IntegrityError:
        return Managed(log_one(call, Entry("REG-001")))
    return Managed(_kept(call, "REGISTERED", person, number), _said(asked))


def _unregister(call: Call, own: RegistrationQuerySet, number: str, asked: ManageAccess) -> Managed:
    """End the file: with a last day, or as a whole and at once."""
    period = asked.period
    meant = own.filter(since=period.start_date) if period else own.in_use()
    found = meant.select_for_update(of=("self",)).select_related("person").first()
    if found is None:
        raise ControlError("CTRL-004")
    if period and period.end_date:
        if found.until and period.end_date > found.until:
            return Managed(log_one(call, Entry("REG-002")))
        found.until = period.end_date
    else:
        found.ended_at = Now()
    found.save(update_fields=["until", "ended_at"])
    return Managed(_kept(call, "UNREGISTERED", found.person, number), _said(asked))


def _list(call: Call, own: RegistrationQuerySet, number: str) -> Managed:
    found = list(own.select_related("person").order_by("quality", "since"))
    if not found:
        return Managed(log_one(call, Entry("NO-FILE")))
    exchange = _kept(call, "LISTED", found[0].person, number)
    return Managed(exchange, [RegistrationPart.of(each) for each in found])


def _kept(call: Call, code: str, person: Person, number: str) -> Exchange:
    """Log what was done about a person, and leave the line that the person reads."""
    assert call.authorisation  # noqa: S101 - whoever comes here was let in
    ground, purpose = call.authorisation.ground, Purpose.REGISTRATION
    consult_files([person.pk], [], call.capacity, ground, call.ticket, purpose)
    former = PersonNumber.objects.filter(number=number, until__isnull=False).exists()
    return log_one(call, Entry(code, person, anomalies=["REPLACED"] * former))


def _said(asked: ManageAccess) -> list[RegistrationPart]:
    """Return the file as it was sent."""
    if asked.period is None:
        return []
    sent = {"purpose": asked.purpose, "phase": asked.phase, "period": asked.period.model_dump()}
    return [RegistrationPart.model_validate(sent)]
