"""What the control is measured against: the same page and the same answer, of nobody's leave.

For benches alone; no address of the portal leads here. Nobody's capacity is read, no file of the
sender is asked for, no line is left; what is received and answered is kept, as ever.
"""

from __future__ import annotations

from collections.abc import Callable
from inspect import unwrap
from itertools import count

from django.core.signals import request_started
from django.http import HttpRequest, HttpResponseBase
from django.views.decorators.csrf import csrf_exempt

from portal.access.actor import forget
from portal.access.models import Capacity, Service
from portal.directory.control import Admission, Passage
from portal.directory.extent import Extent
from portal.exchange.api import api
from portal.exchange.json_body import read_json
from portal.exchange.messages import read_message
from portal.exchange.network.api import MAX_BYTES
from portal.exchange.network.blocks import BLOCKS, Asked
from portal.exchange.network.calls import begin
from portal.exchange.network.consultation import AskedPerson, answer_of, question_of
from portal.exchange.network.consulting import ACTION, Consulted, PersonResult
from portal.exchange.network.log import Entry, log
from portal.exchange.network.replies import consulted
from portal.pages.views import me
from portal.people.models import PersonNumber

TICKETS = count(1)


def page_of(capacity: Capacity) -> Callable[[HttpRequest], HttpResponseBase]:
    """Return a view of the personal page, for somebody who is known before the request."""
    page = unwrap(me)

    def view(request: HttpRequest) -> HttpResponseBase:
        request.capacity = capacity  # type: ignore[attr-defined]
        return page(request)

    return view


def consultation_of(
    admission: Admission, extent: Extent, capacity: Capacity
) -> Callable[[HttpRequest], HttpResponseBase]:
    """Return a view that answers a question about identities for a sender that was let in."""
    asked, answered = question_of(Service.IDENTITY), answer_of(Service.IDENTITY)

    @csrf_exempt
    def view(request: HttpRequest) -> HttpResponseBase:
        question = read_message(asked, read_json(request.body, MAX_BYTES))
        call, _new = begin(capacity, Service.IDENTITY, ACTION, request.body, question)
        results = _read(admission, extent, question.persons)
        exchange = log(call, [each.entry for each in results])
        answer = Consulted(admission, extent, exchange, results)
        content = answered.model_validate(consulted(question, answer))
        data = content.model_dump(mode="json", by_alias=True, exclude_none=True)
        return api.create_response(request, data, status=200)

    return view


def _read(admission: Admission, extent: Extent, persons: list[AskedPerson]) -> list[PersonResult]:
    numbers = PersonNumber.objects.filter(number__in=[each.ssin for each in persons])
    known = {each.number: each.person for each in numbers.select_related("person")}
    about = Asked({person.pk for person in known.values()}, extent.since, extent.until)
    held = {block: BLOCKS[block].read(about) for block in extent.sources}
    results = []
    for each in persons:
        person = known[each.ssin]
        data = {block: found[person.pk] for block, found in held.items() if person.pk in found}
        entry = Entry("DATA", person, each.case_reference, tuple(data))
        passage = Passage(admission.institution, person, admission.authorisation)
        results.append(PersonResult(entry, passage, data))
    return results


def without_actor(act: Callable[[], None]) -> None:
    """Do something without a word to the database about who acts."""
    request_started.disconnect(forget)
    try:
        act()
    finally:
        request_started.connect(forget)
