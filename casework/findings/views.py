"""What the rules left to people on a caseworker's pages: why they stopped, and what is done."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from benefits.decisions.presenting import amount_by_unit, amount_text, reason_texts, step_rows
from benefits.granting.knowing import NothingKnownError, standing_of
from casework.approval.effect import NeedsApprovalError, effect_of, wants_second
from casework.approval.queries import is_proposed
from casework.cases.access import may_settle_case
from casework.cases.actions import CaseMoveRefusedError
from casework.cases.models import Case
from casework.cases.page import page_of
from casework.cases.views import (
    answer_too_late,
    case_context,
    open_case,
    put_forward,
    rule_context,
)
from casework.findings.actions import Settling, settle_finding
from casework.findings.forms import SettlingForm
from casework.findings.presenting import declared, estate
from portal.access.confirming import confirmed
from portal.access.door import ActingRequest, acting_as
from portal.access.models import CapacityKind


@acting_as(CapacityKind.CASEWORKER)
def finding_case(request: ActingRequest, reference: UUID) -> HttpResponse:
    """Show why the rules stopped, what stands, and what the rule says of what is known now."""
    case = open_case(request, reference)
    context = page_of(request, case, {**_found(request, case), **_rule(case)})
    return render(request, "casework/finding.html", context)


def _found(request: ActingRequest, case: Case) -> dict[str, Any]:
    finding = case.finding
    if finding is None:
        raise Http404
    decision = standing_of(finding)
    return {
        **case_context(request, case),
        "finding": finding,
        "why": reason_texts(finding.reasons),
        "declared": declared(finding),
        "estate": estate(finding),
        "answer": getattr(finding, "answer", None),
        "standing": decision,
        "given": amount_text(decision) if decision else "",
        "may_settle": may_settle_case(request.capacity, case) and not is_proposed(case),
    }


def _rule(case: Case) -> dict[str, Any]:
    try:
        return rule_context(case.about)
    except NothingKnownError:
        return {"unknown": True}


@acting_as(CapacityKind.CASEWORKER)
@confirmed("POST")
def settle(request: ActingRequest, reference: UUID) -> HttpResponse:
    """Ask what is done and why, show what it comes to, and do it when that is confirmed."""
    case = open_case(request, reference)
    context = _found(request, case)
    if case.finding is None or not context["may_settle"]:
        return answer_too_late(request, case)
    form = SettlingForm(case.finding, request.POST if request.method == "POST" else None)
    if not form.is_valid() or "change" in request.POST:
        return render(request, "casework/finding_settle.html", {**context, "form": form})
    if "confirm" not in request.POST:
        sums = _sums(request, context, form)
        return render(request, "casework/finding_confirm.html", sums)
    return _settle(request, case, form)


def _sums(request: ActingRequest, context: dict[str, Any], form: SettlingForm) -> dict[str, Any]:
    wanted = form.wanted.explanation if form.wanted else None
    effect = effect_of(context["standing"], wanted, form.grants) if wanted else 0
    cents, unit = (wanted.amount_cents, wanted.amount_unit or "") if wanted else (0, "")
    return {
        **context,
        "form": form,
        "verb": Settling(form.cleaned_data["verb"]),
        "wanted": wanted,
        "grants": form.grants,
        "second": wants_second(context["finding"].scheme, effect),
        "new_amount": amount_by_unit(cents, unit),
        "steps": step_rows(wanted.steps) if wanted else [],
        "sent": [(name, request.POST.get(name, "")) for name in form.fields],
    }


def _settle(request: ActingRequest, case: Case, form: SettlingForm) -> HttpResponse:
    data = form.cleaned_data
    verb, words, ends = Settling(data["verb"]), data["motivation"], data.get("ends")
    try:
        settle_finding(case, request.capacity, verb, words, form.found, ends)
    except CaseMoveRefusedError:
        return answer_too_late(request, case)
    except NeedsApprovalError:
        return put_forward(request, case, form, verb)
    messages.success(request, _("It is settled, and the case is closed."))
    return redirect("finding_case", case.reference)
