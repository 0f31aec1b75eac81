"""The caseworker's first page: what waits, what is in hand, what was closed."""

from typing import Any, Final
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Q
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from benefits.claims.models import Claim
from benefits.claims.statuses import ClaimStatus
from benefits.decisions.presenting import scheme_title
from benefits.decisions.terms import answer_by
from benefits.granting.models import Finding
from benefits.objections.models import Objection
from casework.approval.queries import to_review
from casework.cases import actions
from casework.cases.access import (
    may_see_case,
    may_take_claim,
    may_take_finding,
    may_take_objection,
    schemes_of,
)
from casework.cases.models import About, Case, came_in
from casework.queue.actions import take_next
from casework.queue.forms import QueueFilter
from casework.queue.queries import findings_for, objections_for, waiting_for
from portal.access.door import ActingRequest, acting_as, list_names
from portal.access.models import CapacityKind, Purpose
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


TAKE: Final = {Claim: "queue_take", Objection: "objection_take", Finding: "finding_take"}


def _row(about: About) -> dict[str, Any]:
    """Return what waits as a row of the page, with the law's last day to answer."""
    sent = came_in(about)
    day = timezone.localdate(sent)
    return {
        "person": about.person,
        "scheme": scheme_title(about.scheme),
        "sent_at": sent,
        "days": (timezone.localdate() - day).days,
        "until": answer_by(day),
        "tag": _tag(about),
        "take": reverse(TAKE[type(about)], args=[about.reference]),
    }


def _tag(about: About) -> str:
    if isinstance(about, Finding):
        return about.get_kind_display()
    if isinstance(about, Objection):
        return _("late objection") if about.is_late else _("objection")
    return about.get_status_display() if about.status == ClaimStatus.WITHDRAWN else ""


@acting_as(CapacityKind.CASEWORKER)
def queue(request: ActingRequest) -> HttpResponse:
    """Show what waits for the office, one's own cases, and what was closed of late."""
    capacity, form = request.capacity, _filter(request)
    page = Paginator(waiting_for(capacity, **form.kept), PAGE).get_page(request.GET.get("page"))
    mine = list(Case.objects.in_hand_of(capacity.user).with_names())
    closed = list(Case.objects.closed_lately(_office(request)).with_names()[:CLOSED_SHOWN])
    objections = list(objections_for(capacity, **form.kept)[:PAGE])
    findings = list(findings_for(capacity, **form.kept)[:PAGE])
    proposals = list(to_review(capacity)[:PAGE])
    rows = {
        "proposals": [
            {"case": each.case, "proposal": each, **_row(each.case.about)} for each in proposals
        ],
        "findings": [_row(each) for each in findings],
        "objections": [_row(objection) for objection in objections],
        "waiting": [_row(claim) for claim in page],
        "mine": [{"case": case, **_row(case.about)} for case in mine],
        "closed": [
            {"case": case, "open": may_see_case(capacity, case), **_row(case.about)}
            for case in closed
        ],
    }
    shown = (row["person"] for part in rows.values() for row in part)
    list_names(shown, capacity, Purpose.CASE)
    context = {"form": form, "page": page, **rows}
    return render(request, "casework/queue.html", context)


@acting_as(CapacityKind.CASEWORKER)
@require_POST
def next_case(request: ActingRequest) -> HttpResponse:
    """Take what has waited longest and open it."""
    case = take_next(request.capacity, _filter(request).kept.get("scheme", ""))
    if case is None:
        messages.info(request, _("Nothing waits that you can take."))
        return redirect("queue")
    return redirect("case", case.reference)


@acting_as(CapacityKind.CASEWORKER)
@require_POST
def take(request: ActingRequest, reference: UUID) -> HttpResponse:
    """Take one application of the queue and open it; pressed twice it is opened again."""
    claim = get_object_or_404(Claim, reference=reference)
    if not may_take_claim(request.capacity, claim):
        raise Http404
    return _take(request, claim, Q(claim=claim))


@acting_as(CapacityKind.CASEWORKER)
@require_POST
def take_objection(request: ActingRequest, reference: UUID) -> HttpResponse:
    """Take one objection of the queue and open it, as `take`."""
    found = Objection.objects.select_related("decision", "person")
    objection = get_object_or_404(found, reference=reference)
    if not may_take_objection(request.capacity, objection):
        raise Http404
    return _take(request, objection, Q(objection=objection))


@acting_as(CapacityKind.CASEWORKER)
@require_POST
def take_finding(request: ActingRequest, reference: UUID) -> HttpResponse:
    """Take one thing that the rules left to people and open it, as `take`."""
    finding = get_object_or_404(Finding.objects.select_related("person"), reference=reference)
    if not may_take_finding(request.capacity, finding):
        raise Http404
    return _take(request, finding, Q(finding=finding))


def _take(request: ActingRequest, about: About, made: Q) -> HttpResponse:
    try:
        case = actions.take(about, request.capacity)
    except actions.CaseMoveRefusedError:
        own = Case.objects.in_hand_of(request.capacity.user).filter(made).first()
        if own is None:
            messages.warning(request, _("It no longer waits: a colleague took it just before."))
            return redirect("queue")
        case = own
    return redirect("case", case.reference)
