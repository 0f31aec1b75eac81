"""How is work? Asked of staff; read by their supervisors in groups."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from casework.measures.catalog import LEAST
from casework.surveys import actions
from casework.surveys.forms import OpenForm, SurveyForm
from casework.surveys.models import Survey
from casework.surveys.presenting import rows
from casework.surveys.queries import results
from casework.surveys.questions import SCORES
from portal.access.door import ActingRequest, acting_as
from portal.access.models import CapacityKind

SHOWN = 8


@acting_as(CapacityKind.CASEWORKER)
def survey(request: ActingRequest) -> HttpResponse:
    """Ask one of the staff, where a survey of the office is open."""
    asked = Survey.objects.open_now(request.capacity.institution)
    form = SurveyForm(request.POST if request.method == "POST" else None)
    if asked is None or not form.is_valid():
        context = {"survey": asked, "form": form, "least": LEAST}
        return render(request, "surveys/survey.html", context)
    try:
        actions.answer(asked, request.capacity, form.cleaned_data)
        messages.success(request, _("Thank you. Your answers are counted, without your name."))
    except actions.SurveyRefusedError:
        messages.info(request, _("You answered this survey already."))
    return redirect("queue")


@acting_as(CapacityKind.SUPERVISOR)
def surveys(request: ActingRequest) -> HttpResponse:
    """Show what came of the closed surveys; open one."""
    office = request.capacity.institution
    assert office is not None  # noqa: S101 - the database gives a supervisor an office
    form = OpenForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            actions.open_survey(request.capacity, form.closes)
            messages.success(request, _("Your staff is asked from now on."))
        except actions.SurveyRefusedError:
            messages.warning(request, _("A survey is open: wait until it closes."))
        return redirect("surveys")
    asked = Survey.objects.of_office(office)[:SHOWN]
    context = {
        "form": form,
        "rows": rows(asked, results(office)),
        "open": Survey.objects.open_now(office),
        "scores": SCORES.values(),
        "least": LEAST,
        "today": timezone.localdate(),
    }
    return render(request, "surveys/surveys.html", context)
