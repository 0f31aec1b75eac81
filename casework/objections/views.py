"""An objection on a caseworker's pages: what is contested, why, what the rule says, the answer."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from benefits.decisions.presenting import amount_by_unit, amount_text, reason_texts, step_rows
from benefits.objections.actions import newest
from benefits.objections.statuses import ObjectionOutcome
from casework.approval.effect import NeedsApprovalError, effect_of, wants_second
from casework.approval.queries import is_proposed
from casework.cases.access import may_answer_case
from casework.cases.actions import CaseMoveRefusedError
from casework.cases.models import Case
from casework.cases.page import page_of
from casework.cases.views import answer_too_late, case_context, open_case, put_forward
from casework.objections.actions import answer_objection
from casework.objections.forms import AnswerForm, answer_form
from portal.access.confirming import confirmed
from portal.access.door import ActingRequest, acting_as
from portal.access.models import CapacityKind
from portal.law.figures import MissingFigureError


@acting_as(CapacityKind.CASEWORKER)
def objection_case(request: ActingRequest, reference: UUID) -> HttpResponse:
    """Show what is contested and why, and how the decision came about."""
    case = open_case(request, reference)
    context = page_of(request, case, _contested(request, case))
    return render(request, "casework/objection.html", context)


def _contested(request: ActingRequest, case: Case) -> dict[str, Any]:
    if case.objection is None:
        raise Http404
    decision = newest(case.objection.decision)
    return {
        **case_context(request, case),
        "objection": case.objection,
        "answer": getattr(case.objection, "answer", None),
        "decision": decision,
        "amount": amount_text(decision),
        "steps": step_rows(decision.explanation["steps"]),
        "reasons": reason_texts(decision.explanation["reasons"]),
        "may_answer": may_answer_case(request.capacity, case) and not is_proposed(case),
    }


@acting_as(CapacityKind.CASEWORKER)
@confirmed("POST")
def answer(request: ActingRequest, reference: UUID) -> HttpResponse:
    """Ask for the answer, show what it comes to, and give it when that is confirmed."""
    case = open_case(request, reference)
    context = _contested(request, case)
    if case.objection is None or not context["may_answer"]:
        return answer_too_late(request, case)
    try:
        posted = request.POST if request.method == "POST" else None
        form = answer_form(case.objection.scheme)(case.objection, posted)
        valid = form.is_valid()
    except MissingFigureError as error:
        return render(
            request, "casework/no_rule.html", {**context, "missing": str(error)}, status=409
        )
    if not valid or "change" in request.POST:
        return render(request, "casework/objection_answer.html", {**context, "form": form})
    if "confirm" not in request.POST:
        return render(request, "casework/objection_confirm.html", _sums(request, context, form))
    return _answer(request, case, form)


def _sums(request: ActingRequest, context: dict[str, Any], form: AnswerForm) -> dict[str, Any]:
    explanation = form.assessment.explanation
    upheld = form.cleaned_data["outcome"] == ObjectionOutcome.UPHELD
    effect = effect_of(context["decision"], explanation, explanation.granted)
    return {
        **context,
        "form": form,
        "upheld": upheld,
        "second": upheld and wants_second(context["objection"].scheme, effect),
        "explanation": explanation,
        "new_amount": amount_by_unit(explanation.amount_cents, explanation.amount_unit or ""),
        "sent": [(name, request.POST.get(name, "")) for name in form.fields],
    }


def _answer(request: ActingRequest, case: Case, form: AnswerForm) -> HttpResponse:
    outcome, words = ObjectionOutcome(form.cleaned_data["outcome"]), form.cleaned_data["motivation"]
    try:
        answer_objection(case, request.capacity, outcome, words, form.found)
    except CaseMoveRefusedError:
        return answer_too_late(request, case)
    except NeedsApprovalError:
        return put_forward(request, case, form, outcome)
    messages.success(request, _("The objection is answered, and the person can read it."))
    return redirect("objection_case", case.reference)
