"""A proposal on the pages of caseworkers: what it moves, and the second person's word."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from benefits.decisions.presenting import amount_by_unit, reason_texts, scheme_title, step_rows
from benefits.objections.statuses import ObjectionOutcome
from benefits.schemes import SCHEMES
from benefits.schemes.single import thawed_one
from casework.approval.access import may_review, may_see_proposal
from casework.approval.actions import ChangedError, approve, refuse, wanted_by
from casework.approval.forms import ReviewForm
from casework.approval.models import Proposal
from casework.approval.queries import with_case
from casework.cases.actions import CaseMoveRefusedError
from portal.access.confirming import confirmed
from portal.access.door import ActingRequest, acting_as, open_file
from portal.access.models import CapacityKind, Purpose
from portal.law.figures import MissingFigureError


def _open(request: ActingRequest, reference: UUID) -> Proposal:
    found = get_object_or_404(with_case(), reference=reference)
    if not may_see_proposal(request.capacity, found):
        raise Http404
    case = found.case
    ground = SCHEMES[case.about.scheme].legal_ground(timezone.localdate())
    open_file(case.person, request.capacity, Purpose.CASE, case.reference, ground=ground)
    return found


def _context(request: ActingRequest, found: Proposal) -> dict[str, Any]:
    case = found.case
    return {
        "proposal": found,
        "case": case,
        "person": case.person,
        "scheme": scheme_title(case.about.scheme),
        "upheld": found.outcome == ObjectionOutcome.UPHELD,
        "amount": amount_by_unit(found.amount, found.amount_unit),
        "review": getattr(found, "review", None),
        "may_review": may_review(request.capacity, found),
        **_account(found),
    }


def _account(found: Proposal) -> dict[str, Any]:
    """Return how the rule comes to it; nothing where the law's tables do not reach the day."""
    established, _on = thawed_one(found.found)
    try:
        wanted, _granted, _before = wanted_by(found.case, found.outcome, established, found.ends)
    except MissingFigureError:
        return {}
    return {
        "steps": step_rows(wanted.explanation.steps),
        "reasons": reason_texts(wanted.explanation.reasons),
    }


@acting_as(CapacityKind.CASEWORKER)
def proposal(request: ActingRequest, reference: UUID) -> HttpResponse:
    """Show what somebody proposed, what it moves, and how the rule comes to it."""
    found = _open(request, reference)
    return render(request, "casework/proposal.html", _context(request, found))


@acting_as(CapacityKind.CASEWORKER)
@confirmed("POST")
def review(request: ActingRequest, reference: UUID) -> HttpResponse:
    """Ask a second caseworker for approval or a reason, and do what follows."""
    found = _open(request, reference)
    context = _context(request, found)
    if not context["may_review"]:
        return _too_late(request, context)
    form = ReviewForm(request.POST or None)
    if request.method != "POST" or not form.is_valid():
        return render(request, "casework/proposal_review.html", {**context, "form": form})
    try:
        if form.cleaned_data["verdict"] == "approve":
            approve(found, request.capacity)
            messages.success(request, _("Approved: the decision is made and the letter written."))
        else:
            refuse(found, request.capacity, form.cleaned_data["reason"])
            messages.success(request, _("Sent back, with your reason."))
    except (CaseMoveRefusedError, ChangedError):
        return _too_late(request, _context(request, _open(request, reference)))
    return redirect("proposal", found.reference)


def _too_late(request: ActingRequest, context: dict[str, Any]) -> HttpResponse:
    return render(request, "casework/proposal.html", {**context, "late": True}, status=409)
