"""Sending files on a page, their receipts, and a check that stores nothing."""

from collections.abc import Sequence
from hashlib import sha256
from io import BytesIO
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from declarations.channels import presenting
from declarations.channels.access import sender
from declarations.channels.forms import FileForm
from declarations.channels.models import Declaration
from declarations.channels.queries import DeclarationQuerySet, messages_of
from declarations.channels.streaming import root_of
from declarations.channels.uploads import take_file
from declarations.channels.verifying import PASSES
from declarations.files import checking
from declarations.files.actions import Dropped, drop
from declarations.files.forms import FilesForm
from declarations.files.models import Sending
from declarations.files.names import SEGMENTS
from declarations.files.queries import sendings_of, waiting_files
from declarations.files.receipts import receipt_of
from declarations.files.refusals import REFUSALS, RefusedFileError
from declarations.hiring.notices import receipt_notice, result_notices
from declarations.social_risk.checking import roots
from declarations.social_risk.intake import take_risks
from declarations.social_risk.notices import risk_notices
from declarations.wages.cutting import flow_of
from declarations.wages.intake import take as take_wages
from portal.access.confirming import confirmed
from portal.access.door import ActingRequest, acting_as
from portal.access.models import COMPANY_KINDS, CapacityKind, Service
from portal.exchange.models import Channel, Message

ORDER = {"FI": 0, "FS": 1, "GO": 2}
MOST_SHOWN = 20


@acting_as(CapacityKind.COMPANY)
@confirmed("GET", "POST")
def company_file(request: ActingRequest) -> HttpResponse:
    """Take in the files of an employer."""
    return _file_page(request)


@acting_as(CapacityKind.PAYROLL_OFFICE)
@confirmed("GET", "POST")
def office_file(request: ActingRequest) -> HttpResponse:
    """Take in the files of a payroll office."""
    return _file_page(request)


@acting_as(*COMPANY_KINDS)
def sending(request: ActingRequest, ticket: UUID) -> HttpResponse:
    """Show the receipt of a set of files: the way to its message, or why it is refused."""
    found = get_object_or_404(sendings_of(request.capacity), ticket=ticket)
    context = {"sending": found, "reasons": _reasons(found)}
    if found.message:
        context["message_page"] = _page_of(request, found.message)
    return render(request, "files/sending.html", context)


@acting_as(*COMPANY_KINDS)
def sending_receipt(request: ActingRequest, ticket: UUID) -> HttpResponse:
    """Give the official receipt of a set of files."""
    found = get_object_or_404(sendings_of(request.capacity), ticket=ticket)
    return _xml(receipt_of(found), f"ACRF.{found.trigger.name}.xml")


@acting_as(*COMPANY_KINDS)
def message_receipt(request: ActingRequest, ticket: UUID) -> HttpResponse:
    """Give the official receipt of a message."""
    found = _own_message(request, ticket)
    standing = Sending.objects.select_related("trigger").filter(message=found).first()
    content = receipt_of(standing) if standing else receipt_notice(found)
    return _xml(content, f"ACRF.{found.ticket}.xml")


@acting_as(*COMPANY_KINDS)
def message_results(request: ActingRequest, ticket: UUID) -> HttpResponse:
    """Give the official notification of each verdict of a message so far."""
    found = _own_message(request, ticket)
    judged = Declaration.objects.filter(message=found, verdict__isnull=False)
    if not judged.exists():
        messages.info(request, _("There is no answer yet. Look again in a few seconds."))
        return redirect("message", ticket)
    standing = Sending.objects.select_related("trigger").filter(message=found).first()
    name = standing.trigger.name if standing else ""
    return _xml(_notices(found, judged, name), f"NOTIFICATION.{found.ticket}.xml")


def _notices(found: Message, judged: DeclarationQuerySet, file_name: str) -> bytes:
    """Return the official answers to a message, as what it declares has them."""
    judged = judged.select_related("verdict").order_by("position")
    if found.service == Service.RISKS:
        return risk_notices(list(judged), file_name)
    periods = judged.select_related("effect__period")
    periods = periods.prefetch_related("effect__period__history__declaration")
    return result_notices(found, list(periods), file_name)


@acting_as(*COMPANY_KINDS)
def check(request: ActingRequest) -> HttpResponse:
    """Check a file without sending it; nothing is stored."""
    form = FileForm(request.POST, request.FILES) if request.method == "POST" else FileForm()
    context: dict[str, Any] = {"form": form}
    if form.is_valid():
        file = form.cleaned_data["file"]
        found = checking.check(file, on=timezone.localdate())
        context |= {
            "check": found,
            "file_name": file.name,
            "anomalies": presenting.anomaly_rows(found.findings),
            "passes": [(PASSES[name], ok) for name, ok in found.passes.items()],
            "form": FileForm(),
        }
    return render(request, "files/check.html", context)


def _file_page(request: ActingRequest) -> HttpResponse:
    sent = request.method == "POST"
    form = FilesForm(request.POST, request.FILES) if sent else FilesForm()
    context: dict[str, Any] = {"form": form}
    if form.is_valid():
        files: list[UploadedFile] = form.cleaned_data["file"]
        if any(_is_official(file) for file in files):
            answer = _drop_all(request, form, files)
        else:
            answer = _take_one(request, form, files, context)
        if answer:
            return answer
    context |= {
        "waiting": waiting_files(request.capacity)[:MOST_SHOWN],
        "sendings": sendings_of(request.capacity).order_by("-decided_at")[:MOST_SHOWN],
    }
    return render(request, "files/send.html", context)


def _is_official(file: UploadedFile) -> bool:
    return (file.name or "").partition(".")[0] in SEGMENTS


def _take_one(
    request: ActingRequest, form: FilesForm, files: Sequence[UploadedFile], context: dict[str, Any]
) -> HttpResponse | None:
    if len(files) > 1:
        form.add_error("file", _("Choose one file, or files with official names."))
        return None
    data = files[0].read()
    if flow_of(data):
        message, new = take_wages(
            request.capacity, Channel.FILE, sha256(data).hexdigest(), BytesIO(data)
        )
        return _lead(request, message, new)
    is_risk = root_of(BytesIO(data)) in roots()
    taken = (take_risks if is_risk else take_file)(request.capacity, data)
    if taken.message:
        return _lead(request, taken.message, taken.new)
    context["anomalies"] = presenting.anomaly_rows(taken.findings)
    form.add_error("file", _("We cannot read this file. Nothing was stored."))
    return None


def _drop_all(
    request: ActingRequest, form: FilesForm, files: Sequence[UploadedFile]
) -> HttpResponse | None:
    """Drop files, the GO file last; all or none of them."""
    dropped: list[Dropped] = []
    with transaction.atomic():
        for file in sorted(files, key=lambda each: ORDER.get((each.name or "")[:2], 0)):
            try:
                dropped.append(drop(request.capacity, file.name or "", file.read()))
            except RefusedFileError as refusal:
                for code in refusal.codes:
                    form.add_error("file", f"{file.name}: {REFUSALS[code]} ({code})")
        if form.errors:
            transaction.set_rollback(True)
            return None
    worked = next((each.sending for each in dropped if each.sending), None)
    if worked is None:
        _say_waiting(request, len(dropped))
        return redirect(request.path)
    if worked.message:
        return _lead(request, worked.message, any(each.new for each in dropped))
    return redirect("sending", worked.ticket)


def _lead(request: ActingRequest, message: Message, new: bool) -> HttpResponse:
    """Lead to the page of a message that was sent."""
    _say_whether_new(request, new)
    return redirect(_page_of(request, message))


def _page_of(request: ActingRequest, message: Message) -> str:
    page = "message"
    if message.service == Service.WAGES:
        is_office = request.capacity.kind == CapacityKind.PAYROLL_OFFICE
        page = "office_wages_sent" if is_office else "company_wages_sent"
    return reverse(page, args=[message.ticket])


def _own_message(request: ActingRequest, ticket: UUID) -> Message:
    return get_object_or_404(messages_of(sender(request.capacity)), ticket=ticket)


def _reasons(found: Sending) -> list[tuple[str, Any]]:
    return [(code, REFUSALS[code]) for code in found.errors]


def _xml(content: bytes, name: str) -> HttpResponse:
    headers = {
        "Content-Disposition": f'attachment; filename="{name}"',
        "Cache-Control": "no-store",
    }
    return HttpResponse(content, content_type="application/xml", headers=headers)


def _say_waiting(request: HttpRequest, count: int) -> None:
    text = ngettext(
        "We received %(count)s file. It waits for its GO file.",
        "We received %(count)s files. They wait for their GO file.",
        count,
    )
    messages.success(request, text % {"count": count})


def _say_whether_new(request: HttpRequest, new: bool) -> None:
    if new:
        messages.success(request, _("We received your file."))
    else:
        messages.info(
            request, _("You sent this file before. This is its message: nothing was done twice.")
        )
