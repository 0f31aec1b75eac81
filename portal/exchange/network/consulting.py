"""Answer a consultation: control, read by the block, filter, leave lines, keep the exchange.

For a thousand persons it takes as many queries as for one.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from django.db import transaction

from portal.access.door import consult_files
from portal.access.models import Capacity, Service
from portal.directory.control import Admission, ControlError, Passage, admit, pass_persons
from portal.directory.extent import Extent, extent_of, known_at_source
from portal.directory.models import Registration
from portal.exchange.network.blocks import BLOCKS, Asked, Found
from portal.exchange.network.calls import TicketUsedError, begin
from portal.exchange.network.consultation import AskedPerson, Consultation
from portal.exchange.network.envelope import check_sender
from portal.exchange.network.log import Call, Entry, log, log_one
from portal.exchange.network.models import Exchange

ACTION = "CONSULT"
Held = dict[str, Mapping[int, Found]]


@dataclass(frozen=True)
class PersonResult:
    """What there is about one person: the passage, if there is one, and the data by block."""

    entry: Entry
    passage: Passage | None = None
    data: Mapping[str, Found] | None = None


@dataclass(frozen=True)
class Consulted:
    """An answer: the profile and its extent, what there is about each person, the first row."""

    admission: Admission
    extent: Extent
    results: Sequence[PersonResult]
    exchange: Exchange


@dataclass(frozen=True)
class Stopped:
    """A question that the control stopped as a whole."""

    error: ControlError
    exchange: Exchange


@transaction.atomic
def consult(
    capacity: Capacity, service: Service, body: bytes, question: Consultation
) -> Consulted | Stopped:
    """Answer a question about persons, once for a ticket; what is read is also what is logged.

    Raises `TicketUsedError`: an answer is not kept, so that it cannot be given again; each reading
    is a question of its own, and a line in the person's file.
    """
    call, new = begin(capacity, service, ACTION, body, question)
    if not new:
        raise TicketUsedError(call.ticket)
    period = question.period
    try:
        check_sender(capacity, question.information_customer)
        admission = admit(capacity, service, question.purpose, question.legal_context)
        asked = (period.start_date, period.end_date) if period else (None, None)
        extent = extent_of(admission, question.blocks, *asked)
    except ControlError as error:
        return Stopped(error, log_one(call, Entry(error.code)))
    call = replace(
        call,
        authorisation=admission.authorisation,
        asked_from=extent.since,
        asked_until=extent.until,
    )
    numbers = [person.ssin for person in question.persons]
    passed = pass_persons(admission, Registration.objects.in_use(), numbers)
    results = _results(extent, question.persons, passed)
    _leave_lines(call, admission, results)
    return Consulted(admission, extent, results, log(call, [each.entry for each in results]))


def _results(
    extent: Extent, persons: Sequence[AskedPerson], passed: Sequence[Passage | ControlError]
) -> list[PersonResult]:
    passages = [each for each in passed if isinstance(each, Passage)]
    known = known_at_source(extent, passages)
    held = _read(extent, known, {each.person.pk for each in passages}) if passages else {}
    return [
        PersonResult(Entry(each.code, case_reference=person.case_reference))
        if isinstance(each, ControlError)
        else _result(extent, person, each, known, held)
        for person, each in zip(persons, passed, strict=True)
    ]


def _read(extent: Extent, known: Mapping[str, set[int] | None], persons: set[int]) -> Held:
    found: Held = {}
    for block, there in known.items():
        about = persons if there is None else persons & there
        asked = Asked(about, extent.since, extent.until)
        found[block] = BLOCKS[block].read(asked) if about else {}
    return found


def _result(
    extent: Extent,
    person: AskedPerson,
    passage: Passage,
    known: Mapping[str, set[int] | None],
    held: Held,
) -> PersonResult:
    who = passage.person.pk
    not_known = [block for block, there in known.items() if there is not None and who not in there]
    data = {block: found[who] for block, found in held.items() if who in found}
    code = "DATA" if data else "CTRL-007" if len(not_known) == len(known) else "NO-DATA"
    anomalies = [f"NOT-AT-SOURCE:{block}" for block in not_known]
    if passage.replaced_by:
        anomalies.append("REPLACED")
    entry = Entry(code, passage.person, person.case_reference, tuple(data), anomalies)
    return PersonResult(entry, passage, data)


def _leave_lines(call: Call, admission: Admission, results: Sequence[PersonResult]) -> None:
    """Write who was opened, and who else is named, in the lines that those persons read."""
    opened = {each.passage.person.pk for each in results if each.passage}
    named = {
        other for each in results for found in (each.data or {}).values() for other in found.others
    }
    consult_files(
        opened, named - opened, call.capacity, admission.authorisation.ground, call.ticket
    )
