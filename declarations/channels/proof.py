"""Proving what was sent: the receipt on paper, and the page where anybody checks it."""

import hashlib
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import get_language

from declarations.channels.access import sender
from declarations.channels.forms import CheckForm
from declarations.channels.models import Declaration, ReceiptFile
from declarations.channels.presenting import action_title
from declarations.channels.queries import message_with, messages_of
from portal.access.door import ActingRequest, acting_as
from portal.access.models import COMPANY_KINDS
from portal.documents.pdf import render as render_pdf
from portal.exchange.models import Message
from portal.exchange.trail.checkpoints import verifier
from portal.exchange.trail.proofs import ProofError, seal_of

TEMPLATE, VERSION = "receipt", 1
MARK = 8  # characters of the fingerprint that are asked beside the reference
LISTED = 500  # declarations on paper: of a longer message the rest stands on its page


@acting_as(*COMPANY_KINDS)
def receipt(request: ActingRequest, ticket: UUID) -> HttpResponse:
    """Give the sender of a message its receipt as PDF; nobody's name stands in it."""
    own = messages_of(sender(request.capacity)).select_related(
        "capacity__company", "capacity__institution", "capacity__user__person"
    )
    message = get_object_or_404(own, ticket=ticket)
    pdf = _kept_or_made(request, message)
    headers = {"Content-Disposition": f'inline; filename="receipt-{message.ticket}.pdf"'}
    return HttpResponse(pdf, content_type="application/pdf", headers=headers)


def check(request: HttpRequest) -> HttpResponse:
    """Say to anybody who holds a receipt whether it is ours: when, what fingerprint, how many."""
    form = CheckForm(request.GET or None)
    message = message_with(**form.cleaned_data) if form.is_valid() else None
    asked = form.is_bound and form.is_valid()
    context = {"form": form, "message": message, "asked": asked}
    if message:
        context |= _sealed(message)
    return render(request, "declarations/check.html", context)


def sealed_proof(request: HttpRequest) -> JsonResponse:
    """Give whoever holds a receipt the proof that its message is sealed; checked without us."""
    form = CheckForm(request.GET)
    message = message_with(**form.cleaned_data) if form.is_valid() else None
    proof = _sealed(message)["proof"] if message else None
    if message is None or proof is None:
        raise Http404
    name = f"proof-{message.ticket}.json"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return JsonResponse(proof, headers=headers, json_dumps_params={"indent": 1})


def _sealed(message: Message) -> dict[str, Any]:
    """Where a message is sealed, with its proof; `changed` where it is not what was sealed."""
    try:
        seal = seal_of(message)
    except ProofError:
        return {"changed": True, "proof": None}
    return {
        "seal": seal,
        "proof": seal.proof if seal else None,
        "proof_address": check_address(message, "check_proof"),
        "public_key": verifier(),
    }


def check_address(message: Message, page: str = "check") -> str:
    """Return the address, within the portal, at which the receipt of a message is checked."""
    marks = {"ticket": message.ticket, "fingerprint": message.sha256[:MARK]}
    return f"{reverse(page)}?{urlencode(marks)}"


def _kept_or_made(request: ActingRequest, message: Any) -> bytes:
    """The receipt as it was given first with all its answers; before that, as far as they are."""
    language = get_language() or "en"
    kept = ReceiptFile.objects.filter(message=message, language=language).first()
    if kept is None:
        pdf = render_pdf(f"{TEMPLATE}_v{VERSION}", language, _paper(request, message))
        if message.waiting or not message.total:
            return pdf
        mark = hashlib.sha256(pdf).hexdigest()
        kept, _new = ReceiptFile.objects.get_or_create(
            message=message, language=language, defaults={"pdf": pdf, "sha256": mark}
        )
    return bytes(kept.pdf)


def _paper(request: ActingRequest, message: Message) -> dict[str, Any]:
    declared = Declaration.objects.filter(message=message).select_related("verdict")
    listed = declared.order_by("position").defer("content", "findings")[:LISTED]
    return {
        "service": settings.SERVICE_NAME,
        "message": message,
        "sender": message.capacity.label,
        "rows": [{"declaration": each, "action": action_title(each.action)} for each in listed],
        "listed": LISTED,
        "check_page": request.build_absolute_uri(reverse("check")),
        "check_address": request.build_absolute_uri(check_address(message)),
        "mark": message.sha256[:MARK],
    }
