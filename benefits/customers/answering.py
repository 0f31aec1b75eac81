"""Answer lines of a customer file: one question to the network, with its control, log and lines.

Who is found at a supplier's customer is entered in the directory for the quarter, as the network's
own service does it; then the tariff is asked for, as for a question of a thousand persons.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any, Final, NamedTuple

from django.db import connection

from benefits.customers.matching import Persons, by_address, by_number
from benefits.customers.models import CUSTOMER, CustomerPiece
from benefits.customers.reading import SEPARATOR, Customer, Fault
from declarations.wages.quarters import first_day, last_day
from portal.access.door import consult_files
from portal.access.models import Purpose, Service
from portal.directory.control import Admission, ControlError, admit, pass_persons
from portal.directory.extent import extent_of
from portal.directory.models import Registration
from portal.exchange.network.consultation import AskedPerson
from portal.exchange.network.consulting import ACTION, PersonResult, leave_lines, results_of
from portal.exchange.network.log import Call, Entry, log
from portal.people.numbers import InvalidNumber, clean_inss

COLUMNS: Final = ("line", "customer", "code", "field", "applies", "from", "until", "through")
HEAD: Final = SEPARATOR.join(COLUMNS) + "\n"
CONTEXT: Final = "CUSTOMER-FILE"
BLOCK: Final = "social_tariff"
# A file of the customer that stands and ends within the quarter, or just before it, goes on.
EXTEND: Final = """
    UPDATE portal_registration AS file SET until = %(last)s
    WHERE file.institution_id = %(institution)s AND file.quality = %(quality)s
        AND file.ended_at IS NULL AND file.person_id = ANY(%(persons)s)
        AND file.until >= %(first)s::date - 1 AND file.until < %(last)s
        AND NOT EXISTS (
            SELECT FROM portal_registration AS later
            WHERE later.institution_id = file.institution_id AND later.quality = file.quality
                AND later.ended_at IS NULL AND later.person_id = file.person_id
                AND later.since > file.since
        )
"""
# In the order of persons, so that two pieces never wait for each other.
ENTER: Final = """
    INSERT INTO portal_registration (institution_id, person_id, quality, since, until)
    SELECT %(institution)s, person, %(quality)s, %(first)s, %(last)s
    FROM unnest(%(persons)s::bigint[]) AS person ORDER BY person
    ON CONFLICT DO NOTHING RETURNING person_id
"""


class Answered(NamedTuple):
    """The lines of the answer, and how many customers were found, have it, could not be read."""

    text: str
    known: int
    applies: int
    refused: int


def answer_lines(piece: CustomerPiece, lines: Sequence[Customer | Fault]) -> Answered:
    """Answer the lines of a piece, in order."""
    asked = {place: each for place, each in enumerate(lines) if isinstance(each, Customer)}
    told = _ask(piece, asked) if asked else {}
    rows, applying = [], 0
    for place, each in enumerate(lines):
        said = tuple(each) if isinstance(each, Fault) else (each.customer, *_told(told[place]))
        applying += said[3:4] == ("yes",)
        rows.append(SEPARATOR.join((str(piece.first_line + place), *said)))
    known = sum(each.passage is not None for each in told.values())
    return Answered("\n".join(rows) + "\n", known, applying, len(lines) - len(asked))


def _told(result: PersonResult) -> tuple[str, ...]:
    """Return what the answer says of a customer after the reference."""
    part = (result.data or {}).get(BLOCK)
    if part is None:
        return (result.entry.code, "")
    tariff = part.content
    if not tariff.applies:
        return (result.entry.code, "", "no")
    days = (each.isoformat() if each else "" for each in (tariff.starts, tariff.ends))
    return (result.entry.code, "", "yes", *days, tariff.through)


def _ask(piece: CustomerPiece, asked: Mapping[int, Customer]) -> Mapping[int, PersonResult]:
    """Ask about customers by their places; what comes of each is logged."""
    message = piece.file.message
    call = Call(
        capacity=message.capacity,
        service=Service.SUPPORT,
        action=ACTION,
        ticket=piece.ticket,
        customer_ticket=f"{message.ticket}/{piece.number}",
        legal_context=CONTEXT,
        quality=CUSTOMER,
        received_at=message.received_at,
    )
    try:
        return _let_in(call, piece.file.quarter, asked)
    except ControlError as error:
        results = {
            place: PersonResult(Entry(error.code, case_reference=each.customer))
            for place, each in asked.items()
        }
        log(call, [each.entry for each in results.values()])
        return results


def _let_in(call: Call, quarter: int, asked: Mapping[int, Customer]) -> Mapping[int, PersonResult]:
    """Pass the control, enter who is found, and answer; raises `ControlError`."""
    entering = admit(call.capacity, Service.DIRECTORY, CUSTOMER, CONTEXT)
    admission = admit(call.capacity, Service.SUPPORT, CUSTOMER, CONTEXT)
    first, last = first_day(quarter), last_day(quarter)
    extent = extent_of(admission, [BLOCK], first, last)
    call = replace(
        call,
        authorisation=admission.authorisation,
        asked_from=extent.since,
        asked_until=extent.until,
    )
    found = _found(asked, min(max(admission.today, first), last))
    _enter(call, entering, {person.pk for person, _number in found.values()}, first, last)
    persons = [AskedPerson(ssin=found[p][1], case_reference=asked[p].customer) for p in found]
    files = Registration.objects.on(min(max(admission.today, first), last))
    passed = pass_persons(admission, files, [each.ssin for each in persons])
    results = dict(zip(found, results_of(extent, persons, passed), strict=True))
    leave_lines(call, admission, list(results.values()))
    told = {
        place: results.get(place) or PersonResult(_unknown(each)) for place, each in asked.items()
    }
    log(call, [each.entry for each in told.values()])
    return told


def _found(asked: Mapping[int, Customer], on: date) -> Persons:
    numbered = {place: each for place, each in asked.items() if each.ssin}
    others = {place: each for place, each in asked.items() if not each.ssin}
    return {**by_number(numbered), **by_address(others, on)}


def _unknown(customer: Customer) -> Entry:
    """Return the entry of somebody who was not found."""
    code = "ID-001" if customer.ssin else "ID-003"
    try:
        if customer.ssin:
            clean_inss(customer.ssin)
    except InvalidNumber:
        code = "CTRL-002"
    return Entry(code, case_reference=customer.customer)


def _enter(
    call: Call, entering: Admission, persons: Iterable[int], first: date, last: date
) -> None:
    """Enter persons as customers of a quarter, where no file of them stands; they read of it."""
    values: dict[str, Any] = {
        "institution": entering.institution.pk,
        "quality": CUSTOMER,
        "persons": sorted(persons),
        "first": first,
        "last": last,
    }
    with connection.cursor() as cursor:
        cursor.execute(EXTEND, values)
        cursor.execute(ENTER, values)
        new = [person for (person,) in cursor.fetchall()]
    ground = entering.authorisation.ground
    consult_files(new, [], call.capacity, ground, call.ticket, Purpose.REGISTRATION)
