"""The statuses that an institution reports."""

import json
from dataclasses import asdict
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.core.serializers.json import DjangoJSONEncoder
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from declarations.statuses.access import institution_of, kinds_of
from declarations.statuses.actions import report_status
from declarations.statuses.forms import StatusForm
from declarations.statuses.models import StatusReport
from portal.access.confirming import confirmed
from portal.access.door import ActingRequest, acting_as, list_names
from portal.access.models import CapacityKind, Purpose, Service
from portal.directory.control import ControlError
from portal.exchange.actions import KeyReusedError
from portal.exchange.models import Channel

PER_PAGE = 25


@acting_as(CapacityKind.INSTITUTION)
def reports(request: ActingRequest) -> HttpResponse:
    """List what an institution itself reported; never what others said or granted."""
    sent = StatusReport.objects.sent_by(institution_of(request.capacity))
    page = Paginator(sent, PER_PAGE).get_page(request.GET.get("page"))
    list_names([each.person for each in page], request.capacity, Purpose.STATUS)
    return render(request, "declarations/reports.html", {"page_obj": page})


@acting_as(CapacityKind.INSTITUTION)
@confirmed("POST")
def report(request: ActingRequest) -> HttpResponse:
    """Report a status."""
    kinds = kinds_of(institution_of(request.capacity))
    form = StatusForm(request.POST or None, kinds=kinds)
    if form.is_valid():
        try:
            return redirect("status_report", _reported(request, form).message.ticket)
        except ControlError as error:
            form.refuse(error)
    return render(request, "declarations/report.html", {"form": form, "kinds": kinds})


@acting_as(CapacityKind.INSTITUTION)
def status_report(request: ActingRequest, ticket: UUID) -> HttpResponse:
    """Show the receipt of a report."""
    sent = StatusReport.objects.sent_by(institution_of(request.capacity))
    found = get_object_or_404(sent, message__ticket=ticket)
    list_names([found.person], request.capacity, Purpose.STATUS)
    return render(request, "declarations/status_report.html", {"report": found})


def _reported(request: ActingRequest, form: StatusForm) -> StatusReport:
    """Report once, however often the button is pressed; a spent key gives what it was spent on."""
    status, key = form.status(), str(form.cleaned_data["key"])
    body = json.dumps(asdict(status), cls=DjangoJSONEncoder, sort_keys=True).encode()
    try:
        found, _new = report_status(request.capacity, Channel.PAGE, key, body, status)
    except KeyReusedError:
        messages.warning(
            request,
            _("You had sent this form already, with other answers. This is what you sent then."),
        )
        found = StatusReport.objects.get(
            message__capacity=request.capacity, message__service=Service.STATUSES, message__key=key
        )
    return found
