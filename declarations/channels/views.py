"""Declarations as their senders see them: receipt, verdict, lists, files."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from declarations.channels import presenting
from declarations.channels.access import sender
from declarations.channels.declaring import declare, declared_with
from declarations.channels.forms import AnswerForm
from declarations.channels.models import Declaration, Result
from declarations.channels.proof import check_address
from declarations.channels.queries import WAITING, messages_of
from declarations.glossary.fields import Content
from portal.access.door import ActingRequest, acting_as, list_names
from portal.access.models import CapacityKind, Purpose
from portal.exchange.actions import KeyReusedError

PER_PAGE = 25


def send(request: ActingRequest, key: UUID, action: str, content: Content) -> HttpResponse:
    """Declare and lead to the receipt; a key that is spent leads to what it was spent on."""
    try:
        declaration = declare(request.capacity, key, action, content)
    except KeyReusedError:
        messages.warning(
            request,
            _("You had sent this form already, with other answers. This is what you sent then."),
        )
        declaration = declared_with(request.capacity, key)
    return redirect("declaration", declaration.reference)


@acting_as(CapacityKind.COMPANY)
def declaration(request: ActingRequest, reference: UUID) -> HttpResponse:
    """Show the receipt of a declaration, its verdict once there is one, and what was declared."""
    found = _readable(request, reference)
    worker = presenting.declared_person(found)
    if worker:
        list_names([worker], request.capacity, Purpose.DECLARATION)
    context = _verdict_context(found)
    context |= {
        "action": presenting.action_title(found.action),
        "worker": worker or presenting.worker_words(found),
        "content": presenting.content_rows(found),
        "check": check_address(found.message),
        "sent_here": found.message.capacity.company_id == request.capacity.company_id,
        "timeline": _timeline(found),
    }
    return render(request, "declarations/declaration.html", context)


@acting_as(CapacityKind.COMPANY)
def verdict(request: ActingRequest, reference: UUID) -> HttpResponse:
    """Return the verdict alone, for a page that waits for it."""
    context = _verdict_context(_readable(request, reference))
    return render(request, "declarations/_verdict.html", context)


@acting_as(CapacityKind.COMPANY)
def declarations(request: ActingRequest) -> HttpResponse:
    """List the declarations that a company sent, and those that were made about it."""
    form = AnswerForm(request.GET or None)
    found = Declaration.objects.readable_by(request.capacity).shown()
    answer = form.cleaned_data["answer"] if form.is_valid() else ""
    page = _page(request, found.with_answer(answer) if answer else found)
    _leave_lines(request, page)
    context = {"form": form, "page_obj": page, "rows": _rows(page), "filtered": bool(answer)}
    return render(request, "declarations/declarations.html", context)


@acting_as(CapacityKind.PAYROLL_OFFICE)
def office_declarations(request: ActingRequest) -> HttpResponse:
    """List the messages that a payroll office sent, with how many forms of each are refused."""
    page = _page(request, messages_of(sender(request.capacity)))
    return render(request, "declarations/messages.html", {"page_obj": page})


@acting_as(CapacityKind.COMPANY, CapacityKind.PAYROLL_OFFICE)
def message(request: ActingRequest, ticket: UUID) -> HttpResponse:
    """Show a message with the verdict on each of its forms."""
    return render(request, "declarations/message.html", _message_context(request, ticket))


@acting_as(CapacityKind.COMPANY, CapacityKind.PAYROLL_OFFICE)
def forms(request: ActingRequest, ticket: UUID) -> HttpResponse:
    """Return the forms of a message alone, for a page that waits for their verdicts."""
    return render(request, "declarations/_forms.html", _message_context(request, ticket))


def _readable(request: ActingRequest, reference: UUID) -> Declaration:
    readable = Declaration.objects.readable_by(request.capacity).shown()
    return get_object_or_404(readable, reference=reference)


def _verdict_context(found: Declaration) -> dict[str, Any]:
    given = getattr(found, "verdict", None)
    effect = getattr(found, "effect", None)
    return {
        "declaration": found,
        "verdict": given,
        "anomalies": presenting.anomaly_rows(given.anomalies) if given else [],
        "period": effect.period if effect else None,
    }


def _timeline(found: Declaration) -> list[dict[str, Any]]:
    sent = {
        "date": found.received_at,
        "title": _("Received"),
        "body": _("From %(sender)s, by %(channel)s")
        % {
            "sender": found.message.capacity.label,
            "channel": found.message.get_channel_display(),
        },
        "tone": "info",
    }
    given = getattr(found, "verdict", None)
    if not given:
        return [sent]
    tone = "danger" if given.result == Result.REFUSED else "success"
    return [{"date": given.decided_at, "title": _("Checked"), "tone": tone}, sent]


def _message_context(request: ActingRequest, ticket: UUID) -> dict[str, Any]:
    found: Any = get_object_or_404(messages_of(sender(request.capacity)), ticket=ticket)
    declared = Declaration.objects.filter(message=found)
    page = _page(request, declared.shown().order_by("position"))
    # A page that asks again and again shows no names yet.
    done = not declared.with_answer(WAITING).exists()
    if done:
        _leave_lines(request, page)
    judged = found.total - found.waiting
    return {
        "message": found,
        "page_obj": page,
        "rows": _rows(page, named=done),
        "check": check_address(found),
        "judged": judged,
        "percent": judged * 100 // (found.total or 1),
        "known": declared.known_before().count() if done else 0,
    }


def _rows(page: Iterable[Declaration], named: bool = True) -> list[dict[str, Any]]:
    return [
        {
            "declaration": each,
            "action": presenting.action_title(each.action),
            "worker": presenting.worker_words(each, named),
            "anomalies": presenting.anomaly_rows(each.verdict.anomalies)
            if hasattr(each, "verdict")
            else [],
        }
        for each in page
    ]


def _leave_lines(request: ActingRequest, shown: Iterable[Declaration]) -> None:
    """Each worker whose name stands on the page can read that it was seen."""
    verdicts = (getattr(each, "verdict", None) for each in shown)
    persons = [given.person for given in verdicts if given and given.person]
    list_names(persons, request.capacity, Purpose.DECLARATION)


def _page(request: HttpRequest, found: Any) -> Any:
    return Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
