"""The caseworker's first page: what waits, what is in hand, what was closed."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from benefits.claims.models import Claim
from benefits.granting.models import Finding
from benefits.objections.models import Objection
from casework.approval.queries import to_review
from casework.cases import actions
from casework.cases.access import may_take, schemes_of
from casework.cases.models import About, Case
from casework.queue.actions import take_next
from casework.queue.forms import QueueFilter
from casework.queue.models import Waiting
from casework.queue.presenting import case_row, waiting_row
from casework.queue.queries import MOST_COUNTED, WaitingQuerySet, counted, near
from portal.access.door import ActingRequest, acting_as, list_names
from portal.access.models import Capacity, CapacityKind, Purpose
from portal.people.models import Institution

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
    found = Waiting.objects.takeable_by(capacity).kept(**form.kept)
    shown = _page(found, request.GET.get("after", ""))
    rows = {
        "proposals": [
            {"proposal": each, **case_row(each.case)} for each in to_review(capacity)[:PAGE]
        ],
        "waiting": [waiting_row(each) for each in shown[:PAGE]],
        "mine": _mine(capacity),
        "closed": _closed(request),
    }
    names = (row["person"] for part in rows.values() for row in part)
    list_names(names, capacity, Purpose.CASE)
    total = counted(found)
    context = {
        "form": form,
        "total": min(total, MOST_COUNTED),
        "more": total > MOST_COUNTED,
        "last": shown[PAGE - 1].reference if len(shown) > PAGE else None,
        **rows,
    }
    return render(request, "casework/queue.html", context)


def _page(found: WaitingQuerySet, after: str) -> list[Waiting]:
    """Return a page of what waits and one more; the first page where `after` no longer waits."""
    try:
        last = Waiting.objects.filter(reference=UUID(after)).first()
    except ValueError:
        last = None
    found = found.after(last) if last else found
    return list(found.prefetch_related("person")[: PAGE + 1])


# First which ones, then their names: beside row security they would be looked up for all cases.


def _mine(capacity: Capacity) -> list[dict[str, Any]]:
    held = Case.objects.in_hand_of(capacity.user)
    ids = list(held.order_by().values_list("pk", flat=True))
    return [case_row(each) for each in held.filter(pk__in=ids).with_names()]


def _closed(request: ActingRequest) -> list[dict[str, Any]]:
    lately = Case.objects.closed_lately(_office(request)).values_list("pk", flat=True)
    closed = Case.objects.filter(pk__in=list(lately[:CLOSED_SHOWN])).with_names()
    ids = near(request.capacity)
    ordered = closed.order_by("-closed_at", "-id")
    return [case_row(each, ids, request.capacity) for each in ordered]


@acting_as(CapacityKind.CASEWORKER)
@require_POST
def next_case(request: ActingRequest) -> HttpResponse:
    """Take what comes first and open it."""
    case = take_next(request.capacity, **_filter(request).kept)
    if case is None:
        messages.info(request, _("Nothing waits that you can take."))
        return redirect("queue")
    return redirect("case", case.reference)


@acting_as(CapacityKind.CASEWORKER)
@require_POST
def take(request: ActingRequest, reference: UUID) -> HttpResponse:
    """Take one thing of the queue and open it; pressed twice it is opened again."""
    about = _about(reference)
    if not may_take(request.capacity, about):
        raise Http404
    try:
        case = actions.take(about, request.capacity)
    except actions.CaseMoveRefusedError:
        mine = Case.objects.in_hand_of(request.capacity.user)
        own = mine.filter(**{str(about._meta.model_name): about.pk}).first()
        if own is None:
            messages.warning(request, _("It no longer waits: a colleague took it just before."))
            return redirect("queue")
        case = own
    return redirect("case", case.reference)


def _about(reference: UUID) -> About:
    """Return the application, objection or finding of a reference; 404 where there is none."""
    for model in (Claim, Objection, Finding):
        found = model.objects.select_related("person").filter(reference=reference).first()
        if found:
            return found
    raise Http404
