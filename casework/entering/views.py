"""An application that came on paper, by telephone or at the desk, entered by a caseworker."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from benefits.attachments.views import ADD
from benefits.claims.actions import (
    AlreadyHeldError,
    MoveRefusedError,
    StaleClaimError,
    answer,
    look_again,
    start,
)
from benefits.claims.applications import APPLICATIONS
from benefits.claims.forms import answers_of
from benefits.claims.models import Claim
from benefits.claims.presenting import answer_rows, known_groups
from benefits.claims.queries import children_of
from benefits.claims.starting import ended_work, lacking_in
from benefits.claims.statuses import ClaimStatus
from casework.cases.access import schemes_of
from casework.entering.access import may_enter
from casework.entering.actions import submit_entered
from casework.entering.forms import CameForm, RightForm
from casework.persons.access import way_in
from portal.access.confirming import confirmed
from portal.access.door import ActingRequest, acting_as, open_file
from portal.access.models import CapacityKind
from portal.law.figures import MissingFigureError
from portal.people.models import Person


def _open(request: ActingRequest, person: Person) -> None:
    """Leave a line in the file of the person; 404 where it is not open to who asks."""
    way = way_in(request.capacity, person)
    if way is None:
        raise Http404
    open_file(person, request.capacity, way.purpose, way.reference, way.glass)


def _claim(request: ActingRequest, reference: UUID) -> Claim:
    found = get_object_or_404(Claim.objects.select_related("person"), reference=reference)
    if found.status != ClaimStatus.DRAFT or not may_enter(
        request.capacity, found.person, found.scheme
    ):
        raise Http404
    _open(request, found.person)
    return found


@acting_as(CapacityKind.CASEWORKER)
def person_apply(request: ActingRequest, reference: UUID) -> HttpResponse:
    """Ask for which right an application came, and begin it, or go on with the open one."""
    person = get_object_or_404(Person, reference=reference)
    office = request.capacity.institution
    assert office is not None  # noqa: S101 - the database gives a caseworker an office
    _open(request, person)
    rights = [code for code in schemes_of(office) if code in APPLICATIONS]
    children = children_of(person)
    form = RightForm(rights, children, request.POST if request.method == "POST" else None)
    if form.is_valid():
        claim = _begin(request, person, children, form)
        if claim:
            return _go_on(claim)
    context = {"person": person, "form": form, "rights": rights}
    return render(request, "casework/entering_right.html", context)


def _begin(
    request: ActingRequest, person: Person, children: list[Person], form: RightForm
) -> Claim | None:
    application = APPLICATIONS[form.cleaned_data["right"]]
    chosen = form.cleaned_data.get("child")
    about = [each for each in children if str(each.reference) == chosen]
    if application.about == "child" and children and not about:
        form.add_error("child", _("Choose the child."))
        return None
    child = about[0] if application.about == "child" and about else None
    if lacking := lacking_in(person, application, children):
        form.add_error("right", lacking)
        return None
    period = ended_work(person) if application.about == "period" else None
    try:
        claim = start(person, application.scheme, request.capacity.user, period, child)
    except MissingFigureError:
        form.add_error("right", _("The law of that time is not in our tables."))
        return None
    if claim.status != ClaimStatus.DRAFT:
        form.add_error("right", _("This application was sent already."))
        return None
    return claim


def _go_on(claim: Claim) -> HttpResponse:
    for step in APPLICATIONS[claim.scheme].open_steps(claim):
        return redirect("entering_step", claim.reference, step)
    return redirect("entering_send", claim.reference)


@acting_as(CapacityKind.CASEWORKER)
def entering_step(request: ActingRequest, reference: UUID, step: str) -> HttpResponse:
    """Take down the answers of one step, and go on to the next open one."""
    claim = _claim(request, reference)
    steps = APPLICATIONS[claim.scheme].steps(claim)
    if step not in steps:
        raise Http404
    posted = request.POST if request.method == "POST" else None
    form = APPLICATIONS[claim.scheme].form(step)(posted, initial=claim.answers.get(step))
    if form.is_valid():
        try:
            answer(claim, step, answers_of(form), claim.version)
        except (StaleClaimError, MoveRefusedError):
            messages.warning(request, _("Somebody else changed the application just now."))
            return redirect("entering_step", claim.reference, step)
        return _go_on(claim)
    context = {
        "claim": claim,
        "person": claim.person,
        "form": form,
        "step": steps.index(step) + 1,
        "steps": len(steps) + 1,
    }
    return render(request, "casework/entering_step.html", context)


@acting_as(CapacityKind.CASEWORKER)
@confirmed("POST")
def entering_send(request: ActingRequest, reference: UUID) -> HttpResponse:
    """Show what was typed, ask how it came, and send it in the person's place."""
    claim = _claim(request, reference)
    look_again(claim)
    if APPLICATIONS[claim.scheme].open_steps(claim):
        return _go_on(claim)
    posted = request.method == "POST"
    if posted and ADD.exceeded(request.capacity.user_id):
        return render(request, "429.html", status=429)
    form = CameForm(request.POST if posted else None, request.FILES if posted else None)
    if form.is_valid() and (answered := _send(request, claim, form)):
        return answered
    context: dict[str, Any] = {
        "claim": claim,
        "person": claim.person,
        "form": form,
        "groups": known_groups(claim),
        "said": answer_rows(claim, change=False),
    }
    return render(request, "casework/entering_send.html", context)


def _send(request: ActingRequest, claim: Claim, form: CameForm) -> HttpResponse | None:
    try:
        submit_entered(claim, request.capacity, form.came)
    except AlreadyHeldError:
        form.add_error(None, _("A decision gives this right already for these days."))
        return None
    except MoveRefusedError:
        form.add_error(None, _("This application was sent already."))
        return None
    told = _("The application of %(name)s is sent. A letter tells them.")
    messages.success(request, told % {"name": claim.person.full_name})
    return redirect("person_file", claim.person.reference)
