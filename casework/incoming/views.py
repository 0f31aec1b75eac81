"""Money that came in and names no debt: what waits, whose debt it pays, or that it goes back."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from benefits.recovery.models import Allocation, Repayment
from benefits.schemes import SCHEMES
from casework.approval.forms import ReviewForm
from casework.incoming import actions
from casework.incoming.access import may_review, working_account
from casework.incoming.forms import AllocationForm, BackForm, DebtorForm
from casework.incoming.presenting import came_back, events_of
from casework.incoming.queries import said_of, settled, to_review
from portal.access.confirming import confirmed
from portal.access.door import (
    ActingRequest,
    TooNearError,
    acting_as,
    is_near,
    list_names,
    open_file,
)
from portal.access.limits import SEARCH
from portal.access.models import Capacity, CapacityKind, Purpose
from portal.people.models import Person

PER_PAGE = 50


@acting_as(CapacityKind.CASEWORKER)
@working_account
def repayments(request: ActingRequest) -> HttpResponse:
    """List money of which nobody knows what it pays, and what waits for a second person."""
    second = list(to_review(request.capacity))
    named = [each.person for each in second if each.person]
    list_names(named, request.capacity, Purpose.CASE)
    page = Paginator(Repayment.objects.unnamed(), PER_PAGE).get_page(request.GET.get("page"))
    context = {"page_obj": page, "second": second, "settled": settled(request.capacity)}
    return render(request, "casework/repayments.html", context)


@acting_as(CapacityKind.CASEWORKER)
@working_account
def repayment(request: ActingRequest, number: int) -> HttpResponse:
    """Show what the bank told of money, what was said of it, and what can be done."""
    return _show(request, _open(request.capacity, number))


@acting_as(CapacityKind.CASEWORKER)
@working_account
@confirmed("POST")
def to_debt(request: ActingRequest, number: int) -> HttpResponse:
    """Find who owes by a number, then say which debt the money pays."""
    found = _open(request.capacity, number)
    too_often = request.method == "POST" and SEARCH.exceeded(request.capacity.pk)
    if too_often:
        messages.warning(request, _("You looked up many numbers. Wait ten minutes, then go on."))
    debtor = DebtorForm(None if too_often else request.POST or None)
    context = {"repayment": found, "form": debtor}
    if not debtor.is_valid():
        return render(request, "casework/repayment_debt.html", context)
    person = debtor.cleaned_data["number"]
    list_names([person], request.capacity, Purpose.SEARCH)
    if is_near(request.capacity, person):
        raise TooNearError
    form = AllocationForm(person, debtor.data["number"], _sent(request))
    if not form.is_valid():
        context |= {"form": form, "person": person}
        return render(request, "casework/repayment_debt.html", context)
    debt = (person, form.cleaned_data["scheme"])
    return _allocate(request, found, debt, form.cleaned_data["reason"])


def _sent(request: ActingRequest) -> Any:
    """Return what was said of a debt: nothing while one only looks for who owes."""
    return request.POST if "reason" in request.POST else None


@acting_as(CapacityKind.CASEWORKER)
@working_account
@confirmed("POST")
def back(request: ActingRequest, number: int) -> HttpResponse:
    """Ask why money goes back to the account from which it came, and send it."""
    found = _open(request.capacity, number)
    if not found.can_go_back:
        return _show(request, found)
    form = BackForm(request.POST or None)
    if not form.is_valid():
        context = {"repayment": found, "form": form}
        return render(request, "casework/repayment_back.html", context)
    return _allocate(request, found, None, form.cleaned_data["reason"])


def _allocate(
    request: ActingRequest, found: Repayment, debt: tuple[Person, str] | None, reason: str
) -> HttpResponse:
    try:
        made = actions.allocate(request.capacity, found, debt, reason)
    except actions.RefusedError:
        return _show(request, found, late=True)
    if made.waits:
        messages.info(request, _("It is much money: a second caseworker must approve it."))
    elif debt:
        messages.success(request, _("The money is booked on the debt."))
    else:
        messages.success(request, _("The money goes back with the next order to the bank."))
    return redirect("repayments")


@acting_as(CapacityKind.CASEWORKER)
@working_account
@confirmed("POST")
def review(request: ActingRequest, reference: UUID) -> HttpResponse:
    """Ask a second caseworker for approval or a reason, and do what follows."""
    every = Allocation.objects.select_related("repayment", "person", "decided_by__person", "review")
    said = get_object_or_404(every, reference=reference)
    found = _open(request.capacity, said.repayment_id)
    if not may_review(request.capacity, said):
        return _show(request, found, late=True)
    form = ReviewForm(request.POST or None)
    if not form.is_valid():
        context = {"repayment": found, "allocation": said, "form": form}
        return render(request, "casework/repayment_review.html", context)
    approved, reason = form.cleaned_data["verdict"] == "approve", form.cleaned_data["reason"]
    try:
        actions.review(request.capacity, said, approved=approved, reason=reason)
    except actions.RefusedError:
        return _show(request, found, late=True)
    if approved:
        messages.success(request, _("Approved: it is done now."))
    else:
        messages.success(request, _("Sent back, with your reason."))
    return redirect("repayments")


def _open(capacity: Capacity, number: int) -> Repayment:
    """Return money that came in, and leave a line in the file of whose debt it was said to pay."""
    every = Repayment.objects.select_related("match__person", "came_back")
    found = get_object_or_404(every, pk=number)
    for each in said_of(found):
        if each.person is None:
            continue
        if is_near(capacity, each.person):
            raise TooNearError
        law = SCHEMES[each.scheme].legal_ground(timezone.localdate())
        open_file(each.person, capacity, Purpose.CASE, each.reference, ground=law)
    return found


def _show(request: ActingRequest, found: Repayment, *, late: bool = False) -> HttpResponse:
    said = said_of(found)
    waiting = next((each for each in said if may_review(request.capacity, each)), None)
    context = {
        "repayment": found,
        "events": events_of(found, said),
        "waiting": waiting,
        "open": Repayment.objects.unnamed().filter(pk=found.pk).exists() and found.cents > 0,
        "late": late,
        "came_back": came_back(found),
    }
    status = 409 if late else 200
    return render(request, "casework/repayment.html", context, status=status)
