"""The needs assessment, and three voices on the support that follows from it."""

from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from casework.plans import actions as plans
from casework.plans.access import may_counsel
from casework.plans.profiling import actions
from casework.plans.profiling.forms import AssessmentForm, ChoiceForm
from casework.plans.profiling.presenting import voices_of
from casework.plans.statuses import Segment
from casework.plans.views import answer_too_late, no_seat, open_support, support_context
from portal.access.door import ActingRequest, acting_as
from portal.access.models import CapacityKind


@acting_as(CapacityKind.CASEWORKER)
def assess(request: ActingRequest, reference: UUID) -> HttpResponse:
    """Take the answers to the needs assessment and the caseworker's own judgement."""
    file = open_support(request, reference)
    if not may_counsel(request.capacity, file):
        return answer_too_late(request, file)
    known = actions.known_of(file.person, timezone.localdate())
    form = AssessmentForm(known, request.POST if request.method == "POST" else None)
    if not form.is_valid():
        context = {**support_context(request, file), "form": form}
        return render(request, "casework/support_assess.html", context)
    judgement = Segment(form.cleaned_data["judgement"])
    try:
        actions.assess(file, request.capacity, form.answers, judgement, form.cleaned_data["why"])
    except plans.SupportRefusedError:
        return answer_too_late(request, file)
    return redirect("support_choose", file.reference)


@acting_as(CapacityKind.CASEWORKER)
def choose(request: ActingRequest, reference: UUID) -> HttpResponse:
    """Show judgement, rule and data side by side, and take the caseworker's choice."""
    file = open_support(request, reference)
    assessment = file.assessments.last()
    if assessment is None:
        raise Http404
    form = ChoiceForm(assessment, request.POST if request.method == "POST" else None)
    if not may_counsel(request.capacity, file) or hasattr(assessment, "choice"):
        return answer_too_late(request, file)
    if form.is_valid():
        segment, reason = Segment(form.cleaned_data["segment"]), form.cleaned_data["reason"]
        try:
            actions.choose(assessment, request.capacity, segment, reason)
        except plans.SupportRefusedError:
            return answer_too_late(request, file)
        except plans.NoSeatError:
            form.add_error("segment", no_seat())
        else:
            return redirect("support_file", file.reference)
    context = {**support_context(request, file), "voices": voices_of(assessment), "form": form}
    return render(request, "casework/support_choose.html", context)
