"""A case on a caseworker's pages: its file, the decision, the answer, handing over."""

from typing import Any, Protocol
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from benefits.claims.presenting import answer_rows
from benefits.decisions.models import Decision, DecisionOutcome
from benefits.decisions.presenting import (
    amount_by_unit,
    amount_text,
    reason_texts,
    scheme_title,
    step_rows,
)
from benefits.schemes import SCHEMES
from benefits.schemes.single import Scalars
from casework.approval.actions import propose
from casework.approval.effect import NeedsApprovalError, effect_of, wants_second
from casework.approval.queries import is_proposed, last_of
from casework.cases import actions
from casework.cases.access import may_decide_case, may_handle_case, may_reopen_case, may_see_case
from casework.cases.assessing import assess, taken_place_of
from casework.cases.forms import DecisionForm, HandOverForm, decision_form
from casework.cases.models import About, Case
from casework.cases.page import page_of
from casework.cases.presenting import known_groups
from casework.cases.queries import also_here, colleagues, decision_on
from casework.staff.competence import NotCompetentError
from portal.access.confirming import confirmed
from portal.access.door import ActingRequest, acting_as, open_file
from portal.access.models import CapacityKind, Purpose
from portal.documents.actions import file_of
from portal.law.figures import MissingFigureError


class Founded(Protocol):
    """A form by which something is decided, with the facts that were established."""

    cleaned_data: dict[str, Any]
    found: Scalars


def _case(request: ActingRequest, reference: UUID) -> Case:
    """Return a case that one may see; 404 for any other."""
    case = get_object_or_404(Case.objects.with_names(), reference=reference)
    if not may_see_case(request.capacity, case):
        raise Http404
    return case


def open_case(request: ActingRequest, reference: UUID) -> Case:
    """Return a case that one may see, and leave a line in the file of its person."""
    case = _case(request, reference)
    ground = SCHEMES[case.about.scheme].legal_ground(timezone.localdate())
    open_file(case.person, request.capacity, Purpose.CASE, case.reference, ground=ground)
    return case


def case_context(request: ActingRequest, case: Case) -> dict[str, Any]:
    """Return what every page of a case shows."""
    return {
        "case": case,
        "claim": case.claim,
        "person": case.person,
        "scheme": scheme_title(case.about.scheme),
        "may_decide": may_decide_case(request.capacity, case) and not is_proposed(case),
        "proposal": last_of(case),
        "may_handle": may_handle_case(request.capacity, case),
        "may_reopen": may_reopen_case(request.capacity, case),
        "also_here": also_here(case, request.capacity),
    }


def rule_context(about: About) -> dict[str, Any]:
    """Return what the rule says for the page; `missing` where the law's tables do not reach."""
    try:
        explanation = assess(about).explanation
    except MissingFigureError as error:
        return {"missing": str(error)}
    return {
        "explanation": explanation,
        "amount": amount_by_unit(explanation.amount_cents, explanation.amount_unit or ""),
        "steps": step_rows(explanation.steps),
        "reasons": reason_texts(explanation.reasons),
    }


@acting_as(CapacityKind.CASEWORKER)
def case_file(request: ActingRequest, reference: UUID) -> HttpResponse:
    """Show everything that a decision needs: who, what is asked, what the rule says."""
    case = open_case(request, reference)
    if case.claim is None:
        name = "objection_case" if case.objection else "finding_case"
        return redirect(name, case.reference)
    context = {
        **case_context(request, case),
        **rule_context(case.claim),
        "known": known_groups(case.claim),
        "said": answer_rows(case.claim, change=False),
        "decision": decision_on(case),
        "entry": getattr(case.claim, "entry", None),
    }
    return render(request, "casework/case.html", page_of(request, case, context))


@acting_as(CapacityKind.CASEWORKER)
@confirmed("POST")
def decide(request: ActingRequest, reference: UUID) -> HttpResponse:
    """Ask for the decision, show what the letter will say, and decide when that is confirmed."""
    case = open_case(request, reference)
    mine = may_decide_case(request.capacity, case) and not is_proposed(case)
    if case.claim is None or not mine:
        return answer_too_late(request, case)
    posted = request.POST if request.method == "POST" else None
    try:
        form = decision_form(case.claim.scheme)(case.claim, posted)
        valid = form.is_valid()
    except MissingFigureError as error:
        context = {**case_context(request, case), "missing": str(error)}
        return render(request, "casework/no_rule.html", context, status=409)
    if not valid or "change" in request.POST:
        context = {**case_context(request, case), **rule_context(case.claim), "form": form}
        return render(request, "casework/decide.html", context)
    if "confirm" not in request.POST:
        return render(request, "casework/confirm.html", _confirming(request, case, form))
    return _decide(request, case, form)


def _confirming(request: ActingRequest, case: Case, form: DecisionForm) -> dict[str, Any]:
    explanation = form.assessment.explanation
    granted = form.cleaned_data["outcome"] == DecisionOutcome.GRANTED
    before = taken_place_of(case.about, form.assessment, form.standing, granted)
    return {
        **case_context(request, case),
        "person": before.person if before else case.person,  # who has the right gets the letter
        "form": form,
        "explanation": explanation,
        "granted": granted,
        "second": wants_second(case.about.scheme, effect_of(before, explanation, granted)),
        "given": amount_text(before) if before else "",
        "amount": amount_by_unit(explanation.amount_cents, explanation.amount_unit or ""),
        "reasons": reason_texts(explanation.reasons),
        "sent": [(name, request.POST.get(name, "")) for name in form.fields],
    }


def _decide(request: ActingRequest, case: Case, form: DecisionForm) -> HttpResponse:
    outcome = DecisionOutcome(form.cleaned_data["outcome"])
    words = form.cleaned_data["motivation"]
    try:
        actions.decide_case(case, request.capacity, outcome, words, form.found)
    except actions.CaseMoveRefusedError:
        return answer_too_late(request, case)
    except NeedsApprovalError:
        return put_forward(request, case, form, outcome)
    return redirect("case_decided", case.reference)


def put_forward(request: ActingRequest, case: Case, form: Founded, outcome: str) -> HttpResponse:
    """Propose what a second caseworker must approve."""
    try:
        words, ends = form.cleaned_data["motivation"], form.cleaned_data.get("ends")
        proposal = propose(case, request.capacity, outcome, words, form.found, ends)
    except actions.CaseMoveRefusedError:
        return answer_too_late(request, case)
    return redirect("proposal", proposal.reference)


def answer_too_late(request: ActingRequest, case: Case) -> HttpResponse:
    """Say how the case stands to somebody who can no longer do what was asked.

    The same decision sent twice, as by a double press, is answered like the first.
    """
    case = get_object_or_404(Case.objects.with_names(), pk=case.pk)
    decision = decision_on(case)
    if decision and _is_same(request, decision):
        return redirect("case_decided", case.reference)
    context = {**case_context(request, case), "decision": decision}
    return render(request, "casework/late.html", context, status=409)


def _is_same(request: ActingRequest, decision: Decision) -> bool:
    return (
        decision.decided_by_id == request.capacity.user_id
        and decision.outcome == request.POST.get("outcome")
        and decision.motivation.split() == request.POST.get("motivation", "").split()
    )


@acting_as(CapacityKind.CASEWORKER)
def decided(request: ActingRequest, reference: UUID) -> HttpResponse:
    """Show what was decided, and the letter that says so to the person."""
    case = open_case(request, reference)
    decision = decision_on(case)
    if decision is None:
        raise Http404
    context = {
        **case_context(request, case),
        "decision": decision,
        "amount": amount_text(decision),
        "steps": step_rows(decision.explanation["steps"]),
        "reasons": reason_texts(decision.explanation["reasons"]),
    }
    return render(request, "casework/decided.html", context)


@acting_as(CapacityKind.CASEWORKER)
def letter(request: ActingRequest, reference: UUID) -> HttpResponse:
    """Return the PDF of the letter that a decision was told with."""
    case = open_case(request, reference)
    decision = decision_on(case)
    if decision is None:
        raise Http404
    response = HttpResponse(bytes(file_of(decision.letter).pdf), content_type="application/pdf")
    name = f"letter-{decision.letter.reference}.pdf"
    response["Content-Disposition"] = f'inline; filename="{name}"'
    return response


@acting_as(CapacityKind.CASEWORKER)
def hand_over(request: ActingRequest, reference: UUID) -> HttpResponse:
    """Ask to which colleague a case goes, and give it."""
    case = open_case(request, reference)
    if not may_handle_case(request.capacity, case):
        return answer_too_late(request, case)
    form = HandOverForm(colleagues(case), request.POST if request.method == "POST" else None)
    if not form.is_bound or not form.is_valid():
        context = {**case_context(request, case), "form": form}
        return render(request, "casework/hand_over.html", context)
    colleague = form.cleaned_data["colleague"]
    try:
        actions.hand_over(case, request.capacity, colleague)
    except NotCompetentError as error:
        form.add_error("colleague", error.of_colleague())
        context = {**case_context(request, case), "form": form}
        return render(request, "casework/hand_over.html", context)
    except actions.CaseMoveRefusedError:
        return answer_too_late(request, case)
    told = _("You handed the case over to %(name)s.") % {"name": colleague.user}
    messages.success(request, told)
    return redirect("queue")


@acting_as(CapacityKind.CASEWORKER)
@require_POST
def close(request: ActingRequest, reference: UUID) -> HttpResponse:
    """Close a case whose application was withdrawn."""
    case = open_case(request, reference)
    try:
        actions.close_withdrawn(case, request.capacity)
    except actions.CaseMoveRefusedError:
        return answer_too_late(request, case)
    messages.success(request, _("The case is closed: the application was withdrawn."))
    return redirect("queue")
