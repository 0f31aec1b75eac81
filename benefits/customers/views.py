"""Pages of energy suppliers: send the customer file of a quarter, see how far it is, fetch the
answer."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse, StreamingHttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from benefits.customers.actions import let_in, take
from benefits.customers.faults import OF_FILES, OF_LINES, RefusedCustomersError
from benefits.customers.forms import CustomersForm
from benefits.customers.models import CustomerFile
from benefits.customers.presenting import answer_of, name_of
from benefits.customers.reading import COLUMNS, KIND, SEPARATOR, VERSION
from declarations.wages.quarters import quarter_of, title
from portal.access.confirming import confirmed
from portal.access.door import ActingRequest, acting_as
from portal.access.models import CapacityKind
from portal.dates import date_format
from portal.directory.control import ControlError
from portal.exchange.models import Channel
from portal.exchange.network.outcomes import description_of

SHOWN = 20  # files, the newest
OF_PERSONS = ("DATA", "ID-001", "ID-003", "CTRL-002")


@acting_as(CapacityKind.INSTITUTION)
@confirmed("POST")
def customer_files(request: ActingRequest) -> HttpResponse:
    """Take in a customer file, and list those that were sent."""
    sent = request.method == "POST"
    form = CustomersForm(request.POST, request.FILES) if sent else CustomersForm()
    context: dict[str, Any] = {"form": form}
    try:
        supplier = let_in(request.capacity)
        quarter = quarter_of(timezone.localdate())
        words = f"{quarter // 10}Q{quarter % 10}"
        number = f"{supplier.sector}/{supplier.number}"
        context["head"] = SEPARATOR.join((KIND, VERSION, words, number, "2"))
    except ControlError as error:
        return render(request, "customers/files.html", {"refused": error.message})
    if form.is_valid():
        try:
            file, new = take(request.capacity, Channel.FILE, form.cleaned_data["file"])
        except RefusedCustomersError as refusal:
            form.add_error("file", _said(refusal))
        else:
            _say(request, new)
            return redirect("customer_file", file.message.ticket)
    own = CustomerFile.objects.of(request.capacity.institution_id).with_progress()[:SHOWN]
    labels = (_("Received"), _("Quarter"), _("Customers"), _("Answer"))
    context |= {
        "columns": SEPARATOR.join(COLUMNS),
        "labels": [{"label": label, "numeric": at == 2} for at, label in enumerate(labels)],
        "rows": [_row(each) for each in own],
        "codes": _codes(),
    }
    return render(request, "customers/files.html", context)


@acting_as(CapacityKind.INSTITUTION)
def customer_file(request: ActingRequest, ticket: UUID) -> HttpResponse:
    """Show how far a file is, and what came of it."""
    found = _own(request, ticket)
    counts: Any = found
    context = {
        "file": found,
        "quarter": title(found.quarter),
        "waiting": counts.done < counts.cut,
        "percent": 100 * counts.done // counts.cut,
        "unknown": found.lines - counts.known - counts.refused,
    }
    return render(request, "customers/file.html", context)


@acting_as(CapacityKind.INSTITUTION)
def customer_answer(request: ActingRequest, ticket: UUID) -> StreamingHttpResponse:
    """Give the answer to a file, once each of its lines has one."""
    found: Any = _own(request, ticket)
    if found.done < found.cut:
        raise Http404
    headers = {
        "Content-Disposition": f'attachment; filename="{name_of(found)}"',
        "Cache-Control": "no-store",
    }
    return StreamingHttpResponse(answer_of(found), "text/csv", headers=headers)


def _own(request: ActingRequest, ticket: UUID) -> CustomerFile:
    own = CustomerFile.objects.of(request.capacity.institution_id)
    return get_object_or_404(own.with_progress(), message__ticket=ticket)


def _said(refusal: RefusedCustomersError) -> str:
    where = _("Line %(line)s.") % {"line": refusal.line}
    return f"{where} {refusal.message} ({refusal.code})"


def _say(request: ActingRequest, new: bool) -> None:
    if new:
        messages.success(request, _("We received your file."))
    else:
        messages.info(
            request, _("You sent this file before. This is its answer: nothing was done twice.")
        )


def _row(file: Any) -> list[Any]:
    at = date_format(timezone.localtime(file.message.received_at), "DATETIME_FORMAT")
    state = _("ready") if file.done == file.cut else _("being made")
    return [
        {"text": at, "url": reverse("customer_file", args=[file.message.ticket])},
        title(file.quarter),
        file.lines,
        state,
    ]


def _codes() -> list[list[str]]:
    of_persons = [[code, description_of(code)] for code in OF_PERSONS]
    return [[code, str(text)] for code, text in (OF_FILES | OF_LINES).items()] + of_persons
