"""The training office: exercises with one's own progress, the pages of one, and its result."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from casework.training import actions
from casework.training.exercises import EXERCISES
from casework.training.models import Practice, PracticeResult
from casework.training.playing import MOST, Guidance, first_page, judge, page_in, play, sent
from casework.training.presenting import progress
from portal.access.confirming import confirmed
from portal.access.door import ActingRequest, acting_as
from portal.access.models import CapacityKind


@acting_as(CapacityKind.CASEWORKER)
def training(request: ActingRequest) -> HttpResponse:
    """Show the exercises, and how far one is with each."""
    return render(request, "training/exercises.html", {"rows": progress(request.capacity)})


@acting_as(CapacityKind.CASEWORKER)
@require_POST
def begin(request: ActingRequest, exercise: str) -> HttpResponse:
    """Begin an exercise, or begin it again."""
    if exercise not in EXERCISES:
        raise Http404
    practice = actions.begin(request.capacity, EXERCISES[exercise])
    return redirect("training_page", practice.reference, first_page(practice))


@acting_as(CapacityKind.CASEWORKER)
@confirmed("POST")
def page(request: ActingRequest, reference: UUID, at: str) -> HttpResponseBase:
    """Answer a request within an exercise; lead out of it where the page is no part of one."""
    practice, path = _practice(request, reference), f"/{at}"
    if page_in(path) is None:
        return _out(request, path)
    if request.method == "POST" and len(practice.steps) >= MOST:
        messages.warning(request, _("You sent many forms in this exercise. Begin it again."))
        return redirect("training")
    response = play(request, practice, path, _guidance(practice))
    if request.method == "POST":
        try:
            actions.keep(practice, sent(request, path))
        except actions.SentMeanwhileError:
            messages.warning(request, _("You sent two forms at once. Only the first one counts."))
    return response


@acting_as(CapacityKind.CASEWORKER)
@require_POST
def check(request: ActingRequest, reference: UUID) -> HttpResponse:
    """Look at what was done, and keep what was right and what not."""
    practice = _practice(request, reference)
    actions.conclude(practice, judge(request, practice))
    return redirect("training_result", practice.reference)


@acting_as(CapacityKind.CASEWORKER)
def result(request: ActingRequest, reference: UUID) -> HttpResponse:
    """Show what was right and what not, the last time that it was looked at."""
    practice = _practice(request, reference)
    last = PracticeResult.objects.filter(practice=practice).order_by("-pk").first()
    if last is None:
        raise Http404
    context = {"practice": practice, "result": last, "first_page": first_page(practice)}
    return render(request, "training/result.html", context)


def _practice(request: ActingRequest, reference: UUID) -> Practice:
    own: Any = Practice.objects.of(request.capacity)
    found: Practice = get_object_or_404(own, reference=reference)
    return found


def _guidance(practice: Practice) -> Guidance:
    return Guidance(
        "training/_guidance.html",
        practice,
        reverse("training_check", args=[practice.reference]),
        reverse("training_begin", args=[practice.exercise]),
        reverse("training"),
    )


def _out(request: ActingRequest, path: str) -> HttpResponse:
    """Lead to the same address outside; who leaves the case comes back to the exercises."""
    if path == reverse("queue"):
        return redirect("training")
    response = HttpResponseRedirect(path)
    response.status_code = 307  # a form stays a form, such as to sign out
    return response
