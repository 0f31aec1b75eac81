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
from portal.exchange.models import Channel
from portal.exchange.network.blocks import BLOCKS, Asked, Found
from portal.exchange.network.calls import TicketUsedError, begin
from portal.exchange.network.consultation import AskedPerson, Asking, Consultation
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
class Given:
    """An answer: the profile and its extent, the first row of the log."""

    admission: Admission
    extent: Extent
    exchange: Exchange


@dataclass(frozen=True)
class Consulted(Given):
    """With what there is about each person."""

    results: Sequence[PersonResult]


@dataclass(frozen=True)
class Stopped:
    """A question that the control stopped as a whole."""

    error: ControlError
    exchange: Exchange


@transaction.atomic
def consult(
    capacity: Capacity,
    service: Service,
    body: bytes,
    question: Consultation,
    *,
    for_case: bool = False,
) -> Consulted | Stopped:
    """Answer a question about persons, once for a ticket; what is read is also what is logged.

    `for_case`: a caseworker asks on a page, for a case that was looked at before. Raises
    `TicketUsedError`: an answer is not kept, so that it cannot be given again; each reading
    is a question of its own, and a line in the person's file.
    """
    channel = Channel.PAGE if for_case else Channel.API
    call, new = begin(capacity, service, ACTION, body, question, channel)
    if not new:
        raise TicketUsedError(call.ticket)
    try:
        call, admission, extent = let_in(call, question, for_case=for_case)
    except ControlError as error:
        return Stopped(error, log_one(call, Entry(error.code)))
    numbers = [person.ssin for person in question.persons]
    passed = pass_persons(admission, Registration.objects.in_use(), numbers)
    results = results_of(extent, question.persons, passed)
    leave_lines(call, admission, results)
    exchange = log(call, [each.entry for each in results])
    return Consulted(admission, extent, exchange, results)


def let_in(
    call: Call, question: Asking, *, for_case: bool = False
) -> tuple[Call, Admission, Extent]:
    """Return the call with its profile, and what the profile gives; raises `ControlError`."""
    period = question.period
    check_sender(call.capacity, question.information_customer)
    admission = admit(
        call.capacity, call.service, question.purpose, question.legal_context, for_case=for_case
    )
    asked = (period.start_date, period.end_date) if period else (None, None)
    extent = extent_of(admission, question.blocks, *asked)
    admitted = replace(
        call,
        authorisation=admission.authorisation,
        asked_from=extent.since,
        asked_until=extent.until,
    )
    return admitted, admission, extent


def results_of(
    extent: Extent, persons: Sequence[AskedPerson], passed: Sequence[Passage | ControlError]
) -> list[PersonResult]:
    """Read the blocks of persons that passed the control, or say what stopped each, in order."""
    passages = [each for each in passed if isinstance(each, Passage)]
    about = {each.person.pk for each in passages}
    known = known_at_source(extent, about, Registration.objects.all())
    held = read_blocks(extent, known, about) if passages else {}
    return [
        PersonResult(Entry(each.code, case_reference=person.case_reference))
        if isinstance(each, ControlError)
        else _result(extent, person, each, known, held)
        for person, each in zip(persons, passed, strict=True)
    ]


def read_blocks(extent: Extent, known: Mapping[str, set[int] | None], subjects: set[int]) -> Held:
    """Return by block what it has of each subject whom its sources know."""
    found: Held = {}
    for block, there in known.items():
        about = subjects if there is None else subjects & there
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


def leave_lines(call: Call, admission: Admission, results: Sequence[PersonResult]) -> None:
    """Write who was opened, and who else is named, in the lines that those persons read."""
    opened = {each.passage.person.pk for each in results if each.passage}
    named = {
        other for each in results for found in (each.data or {}).values() for other in found.others
    }
    consult_files(
        opened, named - opened, call.capacity, admission.authorisation.ground, call.ticket
    )
