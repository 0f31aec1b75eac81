"""Pages for supervisors: who works at the office, what each may take, and who helps for a time."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from casework.staff import actions
from casework.staff.forms import AbsenceForm, EngageForm, ProfileForm
from casework.staff.models import Profile
from casework.staff.presenting import competences, limits, rows
from casework.staff.queries import caseworkers
from casework.training.presenting import marks_of
from portal.access.confirming import confirmed
from portal.access.door import ActingRequest, acting_as
from portal.access.glass.models import GlassBreak
from portal.access.models import Capacity, CapacityKind
from portal.people.models import Institution


def _office(request: ActingRequest) -> Institution:
    office = request.capacity.institution
    assert office is not None  # noqa: S101 - the database gives a supervisor an office
    return office


@acting_as(CapacityKind.SUPERVISOR)
def staff(request: ActingRequest) -> HttpResponse:
    """Show who works at the office, with what they hold and may take; here a supervisor begins."""
    office = _office(request)
    opened = GlassBreak.objects.of_institution(office).filter(review__isnull=True).count()
    context = {"rows": rows(office), "opened": opened, **limits()}
    return render(request, "staff/staff.html", context)


@acting_as(CapacityKind.SUPERVISOR)
@confirmed("POST")
def profile(request: ActingRequest, mark: int) -> HttpResponse:
    """Show what a caseworker may take and who said so; say it anew."""
    worker = _worker(request, mark)
    form = ProfileForm(
        _office(request),
        Profile.objects.of(worker),
        request.POST if request.method == "POST" else None,
    )
    if form.is_valid():
        since, words = form.cleaned_data["since"], form.cleaned_data["words"]
        try:
            actions.say_profile(request.capacity, worker, form.limits, since, words)
        except actions.StaffRefusedError:
            messages.warning(request, _("Nobody says for themselves what they may take."))
        else:
            messages.success(request, _("What %s may take is changed.") % worker.user)
        return redirect("office_staff")
    said = [
        {"profile": each, "parts": competences(each)}
        for each in Profile.objects.filter(capacity=worker).told()
    ]
    is_temporary = worker.until is not None and worker.until > timezone.localdate()
    context = {
        "worker": worker,
        "form": form,
        "said": said,
        "is_temporary": is_temporary,
        "marks": marks_of([worker]).get(worker.pk, []),
    }
    return render(request, "staff/profile.html", context)


@acting_as(CapacityKind.SUPERVISOR)
@confirmed("POST")
def engage(request: ActingRequest) -> HttpResponse:
    """Let somebody work at the office until a day."""
    form = EngageForm(_office(request), None, request.POST if request.method == "POST" else None)
    if not form.is_valid():
        return render(request, "staff/engage.html", {"form": form})
    given = form.cleaned_data
    try:
        engaged = actions.engage(
            request.capacity, form.user, given["until"], form.limits, given["words"]
        )
    except actions.StaffRefusedError:
        form.add_error("email", _("This person works at your office already, or it is you."))
        return render(request, "staff/engage.html", {"form": form})
    messages.success(request, _("%s works at your office from now on.") % engaged.user)
    return redirect("office_staff")


@acting_as(CapacityKind.SUPERVISOR)
@confirmed("POST")
def absence(request: ActingRequest, mark: int) -> HttpResponse:
    """Show when a caseworker is away; enter it, with who acts for them."""
    worker = _worker(request, mark)
    form = AbsenceForm(worker, request.POST if request.method == "POST" else None)
    if form.is_valid():
        given = form.cleaned_data
        try:
            actions.enter_absence(
                request.capacity, worker, given["substitute"], given["since"], given["until"]
            )
        except actions.OverlapError:
            form.add_error("since", _("This caseworker is away already on some of these days."))
        else:
            messages.success(request, _("Entered. Who acts for them sees the cases on those days."))
            return redirect("office_staff_absence", mark)
    away = worker.absences.to_come().select_related("substitute__user__person")
    return render(request, "staff/absence.html", {"worker": worker, "form": form, "absences": away})


@acting_as(CapacityKind.SUPERVISOR)
@require_POST
def back(request: ActingRequest, mark: int) -> HttpResponse:
    """End what is entered of a caseworker's absences, or is to come: they are back."""
    worker = _worker(request, mark)
    for each in worker.absences.to_come():
        actions.end_absence(request.capacity, each)
    messages.success(request, _("%s is no longer away.") % worker.user)
    return redirect("office_staff_absence", mark)


@acting_as(CapacityKind.SUPERVISOR)
@confirmed("POST")
@require_POST
def release(request: ActingRequest, mark: int) -> HttpResponse:
    """Let temporary work end with this day."""
    worker = _worker(request, mark)
    try:
        ended = actions.release(request.capacity, worker)
    except actions.StaffRefusedError:
        messages.warning(request, _("%s does not work here for a time only.") % worker.user)
        return redirect("office_staff")
    if ended:
        messages.success(request, _("Today is the last day of %s at your office.") % worker.user)
    return redirect("office_staff")


def _worker(request: ActingRequest, mark: int) -> Capacity:
    worker = caseworkers(_office(request)).filter(pk=mark).first()
    if worker is None:
        raise Http404
    return worker
