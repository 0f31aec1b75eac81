"""The caseworker's first page: what waits, what is in hand, what was closed."""

from collections import defaultdict
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from casework.appointments.models import Appointment
from casework.approval.queries import to_review
from casework.cases.access import may_take, schemes_of
from casework.cases.models import Case
from casework.contacts.access import may_see_contact
from casework.contacts.models import Contact
from casework.plans.access import may_see_support
from casework.plans.actions import NoSeatError
from casework.plans.models import SupportFile
from casework.plans.views import no_seat
from casework.queue import actions
from casework.queue.actions import Held, take_next
from casework.queue.forms import QueueFilter
from casework.queue.kinds import SOURCES, Source
from casework.queue.models import Waiting
from casework.queue.presenting import case_row, contact_row, due_row, waiting_row
from casework.queue.queries import MOST_COUNTED, Wanted, counted, wanted
from casework.referrals.due import due_of
from casework.staff.caseload import CaseloadFullError
from casework.staff.competence import NotCompetentError
from casework.staff.models import Absence
from portal.access.door import ActingRequest, acting_as, list_names
from portal.access.models import Capacity, CapacityKind, Purpose, User
from portal.people.models import Institution, Person

PAGE = 25
CLOSED_SHOWN = 10


def _filter(request: ActingRequest) -> QueueFilter:
    data = request.POST if request.method == "POST" else request.GET
    return QueueFilter(schemes_of(_office(request)), data)


def _office(request: ActingRequest) -> Institution:
    office = request.capacity.institution
    assert office is not None  # noqa: S101 - the database gives a caseworker an office
    return office


@acting_as(CapacityKind.CASEWORKER)
def queue(request: ActingRequest) -> HttpResponse:
    """Show what waits for the office, one's own cases, and what was closed of late."""
    capacity, form = request.capacity, _filter(request)
    found = wanted(capacity, **form.kept)
    shown = _page(found, request.GET.get("after", ""))
    rows = {
        "proposals": [
            {"proposal": each, **case_row(each.case)} for each in to_review(capacity)[:PAGE]
        ],
        "waiting": [waiting_row(each) for each in shown[:PAGE]],
        "mine": _held(capacity, capacity.user),
        **_substituted(capacity, found.near),
        "closed": _closed(request, found.near),
    }
    _tell(capacity, [row for part in rows.values() for row in part])
    total = counted(found, MOST_COUNTED + 1)
    context = {
        "form": form,
        "lacking": found.lacking,
        "total": min(total, MOST_COUNTED),
        "more": total > MOST_COUNTED,
        "last": shown[PAGE - 1].reference if len(shown) > PAGE else None,
        **rows,
    }
    return render(request, "casework/queue.html", context)


def _page(found: Wanted, after: str) -> list[Waiting]:
    """Return a page of what waits and one more; the first page where `after` no longer waits."""
    try:
        last = Waiting.objects.filter(reference=UUID(after)).first()
    except ValueError:
        last = None
    return list(Waiting.objects.takeable(found, PAGE + 1, last).prefetch_related("person"))


# First which ones, then their names: beside row security they would be looked up for all cases.


def _held(capacity: Capacity, *officials: User) -> list[dict[str, Any]]:
    """Return what caseworkers of the office have in hand, and what of their support files wants
    them again; what has to be answered first first."""
    assert capacity.institution is not None  # noqa: S101 - a caseworker has an office
    held = Case.objects.filter(office=capacity.institution).in_hand_of(*officials)
    ids = list(held.order_by().values_list("pk", flat=True))
    asked = Contact.objects.filter(office=capacity.institution).in_hand_of(*officials)
    cases = held.filter(pk__in=ids).with_names()
    due = due_of(capacity.institution, officials)
    rows = [*map(case_row, cases), *map(contact_row, asked), *map(due_row, due)]
    return sorted(rows, key=lambda row: (row["until"], row["sent_at"]))


def _substituted(capacity: Capacity, near: tuple[int, ...]) -> dict[str, list[dict[str, Any]]]:
    """Return the cases and appointments of colleagues who are away, for whom one acts."""
    absences = list(Absence.objects.for_whom(capacity))
    if not absences:
        return {"away": [], "visits": []}
    officials = [each.capacity.user for each in absences]
    away = [row for row in _held(capacity, *officials) if row["person"].pk not in near]
    until = max(each.until for each in absences)
    visits = Appointment.objects.of_persons(capacity, {row["person"] for row in away}, until)
    rows = [{"visit": each, "person": each.person, "purpose": Purpose.CASE} for each in visits]
    return {"away": away, "visits": rows}


def _tell(capacity: Capacity, rows: list[dict[str, Any]]) -> None:
    """Leave a line for each name on the page, with the purpose for which it is seen."""
    seen: dict[Purpose, list[Person]] = defaultdict(list)
    for row in rows:
        seen[row["purpose"]].append(row["person"])
    for purpose, persons in seen.items():
        list_names(persons, capacity, purpose)


def _closed(request: ActingRequest, near: tuple[int, ...]) -> list[dict[str, Any]]:
    lately = Case.objects.closed_lately(_office(request)).values_list("pk", flat=True)
    closed = Case.objects.filter(pk__in=list(lately[:CLOSED_SHOWN])).with_names()
    ordered = closed.order_by("-closed_at", "-id")
    return [case_row(each, near, request.capacity) for each in ordered]


@acting_as(CapacityKind.CASEWORKER)
@require_POST
def next_case(request: ActingRequest) -> HttpResponse:
    """Take what comes first and open it."""
    try:
        held = take_next(request.capacity, **_filter(request).kept)
    except CaseloadFullError as error:
        messages.warning(request, str(error))
        return redirect("queue")
    if held is None:
        messages.info(request, _("Nothing waits that you can take."))
        return redirect("queue")
    return _opened(held)


def _opened(held: Held) -> HttpResponse:
    """Lead to where the work is done."""
    pages = {Case: "case", Contact: "contact_file", SupportFile: "support_file"}
    return redirect(pages[type(held)], held.reference)


@acting_as(CapacityKind.CASEWORKER)
@require_POST
def take(request: ActingRequest, reference: UUID) -> HttpResponse:
    """Take one thing of the queue and open it; pressed twice it is opened again."""
    source = _source(reference)
    if not _may_take(request.capacity, source):
        raise Http404
    try:
        return _opened(actions.take(source, request.capacity))
    except NotCompetentError as error:
        messages.warning(request, str(error))
    except NoSeatError:
        messages.warning(request, no_seat())
    except actions.REFUSED:
        own = _own(request.capacity, source)
        if own is not None:
            return _opened(own)
        messages.warning(request, _("It no longer waits: a colleague took it just before."))
    return redirect("queue")


def _may_take(capacity: Capacity, source: Source) -> bool:
    if isinstance(source, Contact):
        return may_see_contact(capacity, source)
    if isinstance(source, SupportFile):
        return may_see_support(capacity, source)
    return may_take(capacity, source)


def _own(capacity: Capacity, source: Source) -> Held | None:
    """Return what a caseworker made of something when they took it a moment ago."""
    if isinstance(source, Contact):
        return source if source.official_id == capacity.user_id else None
    if isinstance(source, SupportFile):
        return source if source.counsellor_id == capacity.user_id else None
    mine = Case.objects.in_hand_of(capacity.user)
    return mine.filter(**{str(source._meta.model_name): source.pk}).first()


def _source(reference: UUID) -> Source:
    """Return what waits, or waited, by its reference; 404 where there is none."""
    for model in SOURCES:
        found = model._default_manager.select_related("person").filter(reference=reference).first()
        if found:
            return found
    raise Http404
