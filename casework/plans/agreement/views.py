"""The agreement: offered by the counsellor; discussed, signed and reported on by the person."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from casework.plans.access import may_counsel
from casework.plans.actions import SupportRefusedError
from casework.plans.agreement import actions
from casework.plans.agreement.forms import (
    AgreementForm,
    MessageForm,
    MissedForm,
    ReasonForm,
    ReportForm,
)
from casework.plans.agreement.models import Agreement, AgreementPoint
from casework.plans.agreement.presenting import groups_of
from casework.plans.agreement.queries import last_with_text
from casework.plans.agreement.statuses import Progress, Side
from casework.plans.agreement.text import Line
from casework.plans.models import SupportFile
from casework.plans.views import answer_too_late, open_support, support_context
from portal.access.confirming import confirmed
from portal.access.door import ActingRequest, acting_as
from portal.access.mandates.helping import Act, open_to_helpers
from portal.access.mandates.statuses import Help
from portal.access.models import CapacityKind


@acting_as(CapacityKind.CASEWORKER)
@confirmed("POST")
def offer(request: ActingRequest, reference: UUID) -> HttpResponse:
    """Take the points of a new version, filled in with those of the last, and offer it."""
    file = open_support(request, reference)
    if not may_counsel(request.capacity, file):
        return answer_too_late(request, file)
    last = last_with_text(file)
    points = last.points.all() if last else ()
    standing = [Line(each.kind, each.text, each.day) for each in points]
    form = AgreementForm(standing, request.POST if request.method == "POST" else None)
    if not form.is_valid():
        context = support_context(request, file) | {"form": form, "last": last}
        return render(request, "casework/agreement_offer.html", context)
    try:
        actions.offer(file, request.capacity, form.lines)
    except SupportRefusedError:
        return answer_too_late(request, file)
    told = gettext("%(name)s is told that an agreement waits to be read and signed.")
    messages.success(request, told % {"name": file.person.full_name})
    return redirect("support_file", file.reference)


@acting_as(CapacityKind.CASEWORKER)
@require_POST
def answer_message(request: ActingRequest, reference: UUID) -> HttpResponse:
    """Say something about a point, for the office."""
    file = open_support(request, reference)
    if not may_counsel(request.capacity, file):
        return answer_too_late(request, file)
    _say(request, file, Side.OFFICE)
    return redirect("support_file", file.reference)


def _say(request: ActingRequest, file: SupportFile, side: Side) -> None:
    form = MessageForm(request.POST)
    if not form.is_valid():
        messages.warning(request, gettext("Nothing was sent: write what you want to say."))
        return
    reference = form.cleaned_data["point"]
    point = get_object_or_404(AgreementPoint, reference=reference, agreement__file=file)
    actions.say(point, side, request.capacity.user, form.cleaned_data["text"])
    messages.success(request, gettext("Your message is sent."))


@acting_as(CapacityKind.CASEWORKER)
def missed(request: ActingRequest, reference: UUID) -> HttpResponse:
    """Take what the counsellor found out about a report that did not come."""
    file = open_support(request, reference)
    if not may_counsel(request.capacity, file):
        return answer_too_late(request, file)
    form = MissedForm(request.POST if request.method == "POST" else None)
    if not form.is_valid():
        context = support_context(request, file) | {"form": form}
        return render(request, "casework/agreement_missed.html", context)
    try:
        actions.note_missed(file, request.capacity, form.cleaned_data["text"])
    except SupportRefusedError:
        return answer_too_late(request, file)
    return redirect("support_file", file.reference)


def _own(request: ActingRequest) -> SupportFile:
    """Return the person's own file; 404 without one."""
    file = SupportFile.objects.of(request.capacity.person).first()
    if file is None:
        raise Http404
    return file


def _waiting(request: ActingRequest) -> Agreement | None:
    return Agreement.objects.filter(file=_own(request)).offered().with_text().first()


@acting_as(CapacityKind.CITIZEN)
@confirmed("POST")
def sign(request: ActingRequest) -> HttpResponse:
    """Show the person once more what waits, and take the signature; nobody signs for another."""
    agreement = _waiting(request)
    if agreement is None:
        return _gone(request)
    if request.method != "POST":
        return render(request, "casework/agreement_sign.html", _shown(agreement))
    try:
        actions.sign(agreement, request.capacity.user, request.POST.get("shown", ""))
    except actions.AgreementRefusedError:
        return _gone(request)
    messages.success(request, gettext("You signed the agreement. A letter of it is made for you."))
    return redirect("plan")


@acting_as(CapacityKind.CITIZEN)
@confirmed("POST")
def refuse(request: ActingRequest) -> HttpResponse:
    """Take the reason for which the person does not agree."""
    agreement = _waiting(request)
    if agreement is None:
        return _gone(request)
    form = ReasonForm(request.POST if request.method == "POST" else None)
    if not form.is_valid():
        context = _shown(agreement) | {"form": form}
        return render(request, "casework/agreement_refuse.html", context)
    shown, reason = request.POST.get("shown", ""), form.cleaned_data["text"]
    try:
        actions.refuse(agreement, request.capacity.user, shown, reason)
    except actions.AgreementRefusedError:
        return _gone(request)
    messages.success(request, gettext("The office reads why you do not agree."))
    return redirect("plan")


def _shown(agreement: Agreement) -> dict[str, Any]:
    shown = actions.fingerprint_of(agreement)
    return {"agreement": agreement, "groups": groups_of(agreement), "shown": shown}


def _gone(request: ActingRequest) -> HttpResponse:
    messages.info(request, gettext("Nothing waits, or it was changed. Read what stands here now."))
    return redirect("plan")


@acting_as(CapacityKind.CITIZEN)
@require_POST
@open_to_helpers(
    "plan_message",
    Act(_("opened the agreement on support"), _("wrote about the agreement on support")),
    Help.APPLICATIONS,
)
def message(request: ActingRequest) -> HttpResponse:
    """Say something about a point, for the person."""
    _say(request, _own(request), Side.PERSON)
    return redirect("plan")


@acting_as(CapacityKind.CITIZEN)
@open_to_helpers(
    "plan_report",
    Act(_("opened a report on the support"), _("told how it goes with the support")),
    Help.APPLICATIONS,
)
def report(request: ActingRequest) -> HttpResponse:
    """Take how it goes, for the first of the agreed days of which nothing was told."""
    file = _own(request)
    point = AgreementPoint.objects.to_report().filter(agreement__file=file).first()
    if point is None:
        return _gone(request)
    form = ReportForm(request.POST if request.method == "POST" else None)
    if not form.is_valid():
        return render(request, "casework/plan_report.html", {"form": form, "point": point})
    progress = Progress(form.cleaned_data["progress"])
    try:
        actions.report(file, request.capacity.user, progress, form.cleaned_data["text"])
    except actions.AgreementRefusedError:
        return _gone(request)
    messages.success(request, gettext("Thank you. The office reads how it goes."))
    return redirect("plan")
