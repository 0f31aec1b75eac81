"""Debts on the pages of caseworkers: what people ask, how a debt stands, what is decided of it."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from benefits.decisions.presenting import scheme_title
from benefits.payments.dues import FIGURES
from benefits.recovery.limits import limits_of
from benefits.recovery.models import Arrangement, ArrangementKind, DebtRequest
from benefits.recovery.outlook import recovery_of
from benefits.recovery.presenting import HEAD, arranged, lines_of_debt, words_of
from benefits.recovery.queries import debt_of
from benefits.schemes import SCHEMES
from casework.approval.forms import ReviewForm
from casework.incoming.access import works_account
from casework.recovery import actions
from casework.recovery.access import ground_to_see, may_review
from casework.recovery.forms import ArrangementForm
from casework.recovery.queries import asked_of, to_review
from portal.access.confirming import confirmed
from portal.access.door import ActingRequest, acting_as, list_names, open_file
from portal.access.models import CapacityKind, Purpose
from portal.people.models import Person


@acting_as(CapacityKind.CASEWORKER)
def debts(request: ActingRequest) -> HttpResponse:
    """List what people asked of debts, and what waits for a second person."""
    asked, second = list(asked_of(request.capacity)), list(to_review(request.capacity))
    named = [each.person for each in asked] + [each.person for each in second]
    list_names(named, request.capacity, Purpose.CASE)
    context = {
        "asked": asked,
        "second": [(each, words_of(each)) for each in second],
        "works_account": works_account(request.capacity),
    }
    return render(request, "casework/debts.html", context)


def _open(request: ActingRequest, reference: UUID, scheme: str) -> Person:
    """Return who has a debt that one may see, and leave a line in their file; 404 else."""
    person = get_object_or_404(Person, reference=reference)
    ground = ground_to_see(request.capacity, person, scheme)
    if ground is None:
        raise Http404
    law = SCHEMES[scheme].legal_ground(timezone.localdate())
    open_file(person, request.capacity, **ground.told, ground=law)
    return person


def _context(request: ActingRequest, person: Person, scheme: str) -> dict[str, Any]:
    today = timezone.localdate()
    debt = debt_of(person, scheme)
    if debt is None:
        raise Http404
    found = recovery_of(person, scheme, today)
    made = Arrangement.objects.of_debt(person, scheme)
    waiting = made.to_review().first()
    return {
        "person": person,
        "scheme": scheme,
        "right": scheme_title(scheme),
        "recovery": found,
        "limits": limits_of(found.debt, found.paid, today),
        "protected": FIGURES.on("protected_month", today).value,
        "head": HEAD,
        "lines": lines_of_debt(debt),
        "asked": DebtRequest.objects.of_debt(person, scheme).waiting().first(),
        "arranged": arranged(made.select_related("decided_by__person", "review__reviewed_by")),
        "waiting": waiting,
        "may_review": waiting is not None and may_review(request.capacity, waiting),
        "may_arrange": waiting is None and found.debt > 0,
    }


@acting_as(CapacityKind.CASEWORKER)
def debt(request: ActingRequest, person: UUID, scheme: str) -> HttpResponse:
    """Show how a debt arose, what is left of it, what the person asks, and what was decided."""
    found = _open(request, person, scheme)
    return render(request, "casework/debt.html", _context(request, found, scheme))


@acting_as(CapacityKind.CASEWORKER)
@confirmed("POST")
def arrange(request: ActingRequest, person: UUID, scheme: str) -> HttpResponse:
    """Ask what is decided of a debt, and decide it, or propose it to a second person."""
    found = _open(request, person, scheme)
    context = _context(request, found, scheme)
    if not context["may_arrange"]:
        return _too_late(request, context)
    standing = context["recovery"].debt
    form = ArrangementForm(standing, context["limits"], context["asked"], request.POST or None)
    if not form.is_valid():
        return render(request, "casework/debt_arrange.html", {**context, "form": form})
    try:
        made = actions.arrange(request.capacity, found, scheme, form.terms)
    except actions.DebtRefusedError:
        return _too_late(request, _context(request, found, scheme))
    if made.waits:
        messages.info(request, _("It moves much money: a second caseworker must approve it."))
    elif made.kind == ArrangementKind.KEPT:
        messages.success(request, _("Answered: the person gets your reasons in a letter."))
    else:
        messages.success(request, _("Decided: the person gets a letter."))
    return redirect("debts")


@acting_as(CapacityKind.CASEWORKER)
@confirmed("POST")
def review(request: ActingRequest, reference: UUID) -> HttpResponse:
    """Ask a second caseworker for approval or a reason, and do what follows."""
    every = Arrangement.objects.select_related("person", "decided_by__person", "review")
    arrangement = get_object_or_404(every, reference=reference)
    person = _open(request, arrangement.person.reference, arrangement.scheme)
    context = _context(request, person, arrangement.scheme)
    if not may_review(request.capacity, arrangement):
        return _too_late(request, context)
    form = ReviewForm(request.POST or None)
    if not form.is_valid():
        words = {"form": form, "arrangement": arrangement, "words": words_of(arrangement)}
        return render(request, "casework/debt_review.html", {**context, **words})
    approved = form.cleaned_data["verdict"] == "approve"
    try:
        actions.review(
            request.capacity, arrangement, approved=approved, reason=form.cleaned_data["reason"]
        )
    except actions.DebtRefusedError:
        return _too_late(request, _context(request, person, arrangement.scheme))
    if approved:
        messages.success(request, _("Approved: the decision is made and the letter written."))
    else:
        messages.success(request, _("Sent back, with your reason."))
    return redirect("debts")


def _too_late(request: ActingRequest, context: dict[str, Any]) -> HttpResponse:
    return render(request, "casework/debt.html", {**context, "late": True}, status=409)
