"""Support towards work: an office's files, one file, and the person's own page."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from casework.persons.access import way_in
from casework.plans import actions
from casework.plans.access import gives_support, may_counsel, may_see_support
from casework.plans.agreement.actions import missed_after
from casework.plans.agreement.models import AgreementPoint
from casework.plans.agreement.presenting import agreement_of, follow_up
from casework.plans.forms import AskSupportForm, CounsellorForm, EndForm
from casework.plans.models import SupportFile
from casework.plans.presenting import timeline
from casework.plans.profiling.presenting import voices_of
from casework.plans.queries import colleagues
from casework.plans.statuses import Ending
from casework.staff.competence import NotCompetentError
from casework.staff.models import Absence
from portal.access.door import ActingRequest, acting_as, list_names, open_file, persons_near
from portal.access.mandates.helping import Act, open_to_helpers
from portal.access.mandates.statuses import Help
from portal.access.models import CapacityKind, Purpose
from portal.people.models import Person

# Between the State, the Regions and the Communities.
GROUND = "Cooperation agreement of 6 November 2013 on the active support of the unemployed"


def open_support(request: ActingRequest, reference: UUID) -> SupportFile:
    """Return a file that one may see, and leave a line in the file of its person; else 404."""
    file = get_object_or_404(SupportFile.objects.with_names(), reference=reference)
    if not may_see_support(request.capacity, file):
        raise Http404
    open_file(file.person, request.capacity, Purpose.SUPPORT, file.reference, ground=GROUND)
    return file


def support_context(request: ActingRequest, file: SupportFile) -> dict[str, Any]:
    """Return what every page of a file shows."""
    counsels, me = may_counsel(request.capacity, file), request.capacity.user_id
    return {
        "file": file,
        "person": file.person,
        "may_counsel": counsels,
        "acts_for": file.counsellor if counsels and file.counsellor_id != me else None,
    }


@acting_as(CapacityKind.CASEWORKER)
def support(request: ActingRequest) -> HttpResponse:
    """Show who asked the office for support, and whom one counsels."""
    capacity = request.capacity
    if not gives_support(capacity):
        return render(request, "casework/support_elsewhere.html")
    asked = list(SupportFile.objects.asked_of(capacity))
    absences = Absence.objects.for_whom(capacity)
    users = [capacity.user, *(each.capacity.user for each in absences)]
    near = persons_near(capacity)
    files = SupportFile.objects.counselled_by(*users).filter(office=capacity.institution)
    mine = list(files.exclude(person__in=near))
    list_names((file.person for file in (*asked, *mine)), capacity, Purpose.SUPPORT)
    waits = follow_up(mine)
    intensive = sum(file.seat is not None for file in mine if file.counsellor == capacity.user)
    context = {
        "asked": asked,
        "mine": [{"file": file, **waits[file.pk]} for file in mine],
        "me": capacity.user,
        "intensive": intensive,
        "seats": actions.seats(),
    }
    return render(request, "casework/support.html", context)


@acting_as(CapacityKind.CASEWORKER)
@require_POST
def start(request: ActingRequest, reference: UUID) -> HttpResponse:
    """Open a support file from the page of a person whose file is open to the caseworker."""
    person = get_object_or_404(Person, reference=reference)
    if not gives_support(request.capacity) or way_in(request.capacity, person) is None:
        raise Http404
    file = actions.open_file_of(person, request.capacity)
    return redirect("support_file", file.reference)


@acting_as(CapacityKind.CASEWORKER)
def support_file(request: ActingRequest, reference: UUID) -> HttpResponse:
    """Show how a person is supported: needs, what was chosen and why, what happened."""
    file = open_support(request, reference)
    assessment, today = file.assessments.select_related("choice").last(), timezone.localdate()
    context = {
        **support_context(request, file),
        **agreement_of(file),
        "assessment": assessment,
        "voices": voices_of(assessment) if assessment else [],
        "missed": AgreementPoint.objects.missed(today, missed_after(today))
        .filter(agreement__file=file)
        .first(),
        "events": timeline(file, staff=True),
        "has_colleagues": colleagues(file).exists(),
    }
    return render(request, "casework/support_file.html", context)


@acting_as(CapacityKind.CASEWORKER)
@require_POST
def take(request: ActingRequest, reference: UUID) -> HttpResponse:
    """Become the counsellor of who asked for support."""
    file = open_support(request, reference)
    try:
        actions.take(file, request.capacity)
    except NotCompetentError as error:
        messages.warning(request, str(error))
        return redirect("support")
    except actions.NoSeatError:
        messages.warning(request, no_seat())
        return redirect("support")
    except actions.SupportRefusedError:
        messages.warning(request, gettext("It no longer waits: a colleague took it just before."))
        return redirect("support")
    return redirect("support_file", file.reference)


@acting_as(CapacityKind.CASEWORKER)
def hand_over(request: ActingRequest, reference: UUID) -> HttpResponse:
    """Ask which colleague goes on with the support, and give them the file."""
    file = open_support(request, reference)
    if not may_counsel(request.capacity, file):
        return answer_too_late(request, file)
    form = CounsellorForm(file, request.POST if request.method == "POST" else None)
    if form.is_valid():
        colleague = form.cleaned_data["colleague"]
        try:
            actions.hand_over(file, request.capacity, colleague)
        except actions.SupportRefusedError:
            return answer_too_late(request, file)
        except actions.NoSeatError:
            form.add_error("colleague", no_seat())
        except NotCompetentError as error:
            form.add_error("colleague", error.of_colleague())
        else:
            told = gettext("You handed the support of %(person)s over to %(name)s.")
            names = {"person": file.person.full_name, "name": colleague.user}
            messages.success(request, told % names)
            return redirect("support")
    context = {**support_context(request, file), "form": form}
    return render(request, "casework/support_hand_over.html", context)


@acting_as(CapacityKind.CASEWORKER)
def end(request: ActingRequest, reference: UUID) -> HttpResponse:
    """Ask why support ends, and end it."""
    file = open_support(request, reference)
    form = EndForm(request.POST if request.method == "POST" else None)
    if not form.is_valid():
        context = {**support_context(request, file), "form": form}
        return render(request, "casework/support_end.html", context)
    ended = form.cleaned_data
    try:
        actions.end(file, request.capacity, Ending(ended["ending"]), ended["words"])
    except actions.SupportRefusedError:
        return answer_too_late(request, file)
    messages.success(
        request, gettext("The support of %(name)s ended.") % {"name": file.person.full_name}
    )
    return redirect("support")


def no_seat() -> str:
    """Say that a counsellor has as many people in intensive support as one may have."""
    told = gettext(
        "There is no place left: one caseworker has at most %(seats)s in intensive support."
    )
    return told % {"seats": actions.seats()}


def answer_too_late(request: ActingRequest, file: SupportFile) -> HttpResponse:
    """Say that the file is no longer as the page showed it, with the way back to it."""
    context = {"file": file, "person": file.person}
    return render(request, "casework/support_late.html", context, status=409)


@acting_as(CapacityKind.CITIZEN)
@open_to_helpers("plan", Act(_("opened the support towards work")), Help.APPLICATIONS)
def plan(request: ActingRequest) -> HttpResponse:
    """Show the person how an office supports them towards work; without it, let them ask."""
    file = SupportFile.objects.of(request.capacity.person).first()
    if file is None:
        return redirect("plan_ask")
    assessment = file.assessments.filter(choice__isnull=False).select_related("choice").last()
    context = {
        "file": file,
        **agreement_of(file),
        "due": AgreementPoint.objects.to_report().filter(agreement__file=file).first(),
        "assessment": assessment,
        "voices": voices_of(assessment) if assessment else [],
        "events": timeline(file, staff=False),
    }
    return render(request, "casework/plan.html", context)


@acting_as(CapacityKind.CITIZEN)
@open_to_helpers(
    "plan_ask", Act(_("opened support towards work"), _("asked for support")), Help.APPLICATIONS
)
def ask(request: ActingRequest) -> HttpResponse:
    """Take the person's question for support: to which office, and with which hopes."""
    person = request.capacity.person
    if SupportFile.objects.of(person).exists():
        return redirect("plan")
    form = AskSupportForm(request.POST if request.method == "POST" else None)
    if not form.is_valid():
        return render(request, "casework/plan_ask.html", {"form": form})
    asked = form.cleaned_data
    actions.ask(person, asked["office"], asked["wish"], request.capacity.user)
    messages.success(request, gettext("You asked for support. The office contacts you."))
    return redirect("plan")
