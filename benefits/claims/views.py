"""A citizen's application: what we know, the few questions, check, send, withdraw."""

from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from benefits.attachments.presenting import rows as document_rows
from benefits.claims import presenting
from benefits.claims.access import may_complete_claim
from benefits.claims.actions import (
    AlreadyHeldError,
    IncompleteClaimError,
    MoveRefusedError,
    StaleClaimError,
    answer,
    look_again,
    submit,
    withdraw,
)
from benefits.claims.applications import APPLICATIONS
from benefits.claims.forms import TruthForm, answers_of
from benefits.claims.models import Claim
from benefits.claims.receipts import proof_of, seal_of_sending, sending
from benefits.claims.statuses import ClaimStatus
from benefits.decisions.models import Decision
from benefits.decisions.presenting import amount_text
from portal.access.confirming import confirmed
from portal.access.door import ActingRequest, acting_as
from portal.access.mandates.helping import Act, open_to_helpers
from portal.access.mandates.statuses import Help
from portal.access.models import CapacityKind

# What a helper did here, as the person who is helped reads it.
ANSWER = Act(_("opened a question of an application"), _("answered a question of an application"))
SEND = Act(_("read an application before it is sent"), _("sent an application"))
WITHDRAW = Act(_("was asked whether to withdraw an application"), _("withdrew an application"))


def _claim(request: ActingRequest, reference: UUID) -> Claim:
    claim = get_object_or_404(Claim.objects.select_related("person"), reference=reference)
    if not may_complete_claim(request.capacity, claim):
        raise Http404
    return claim


@acting_as(CapacityKind.CITIZEN)
@open_to_helpers("claim", Act(_("opened an application")), Help.APPLICATIONS)
def overview(request: ActingRequest, reference: UUID) -> HttpResponse:
    """Show an application: what we know and from where, what is asked, how far it is.

    Who comes back to a draft is not asked what the sources tell by now.
    """
    claim = _claim(request, reference)
    if claim.status == ClaimStatus.DRAFT:
        look_again(claim)
    asked, known = presenting.asked_and_known(claim)
    context = {
        "claim": claim,
        "groups": presenting.known_groups(claim),
        "answers": presenting.answer_rows(claim, change=claim.status == ClaimStatus.DRAFT),
        "documents": document_rows(claim),
        "asked": asked,
        "known": known,
        "next_step": _next_step(claim),
        "what_next": presenting.what_next(claim),
        "decision": Decision.objects.select_related("person").answering(claim),
        "events": presenting.events(claim),
        "entered": presenting.entered_words(claim),
    }
    return render(request, "benefits/claim.html", context)


def _next_step(claim: Claim) -> str | None:
    """Return the first open step, or None when only the check is left."""
    return next(iter(APPLICATIONS[claim.scheme].open_steps(claim)), None)


@acting_as(CapacityKind.CITIZEN)
@open_to_helpers(
    "claim_step",
    Act(_("opened a question of an application"), _("answered a question of an application")),
    Help.APPLICATIONS,
)
def question(request: ActingRequest, reference: UUID, step: str) -> HttpResponse:
    """Ask one question; keep its answer and go on to the next open one, or to the check."""
    claim = _claim(request, reference)
    if step not in APPLICATIONS[claim.scheme].steps(claim):
        raise Http404
    if claim.status != ClaimStatus.DRAFT:
        return _no_longer_open(request, claim)
    asked = APPLICATIONS[claim.scheme].form(step)
    form = asked(request.POST or None, initial=claim.answers.get(step))
    if request.method == "POST" and form.is_valid():
        try:
            answer(claim, step, answers_of(form), _version(request))
        except StaleClaimError:
            claim.refresh_from_db()
            return _question_page(request, claim, step, form, stale=True)
        except MoveRefusedError:
            return _no_longer_open(request, claim)
        return _go_on(claim)
    return _question_page(request, claim, step, form)


def _question_page(
    request: ActingRequest, claim: Claim, step: str, form: forms.Form, stale: bool = False
) -> HttpResponse:
    """Draw a question; a stale one keeps what was typed and shows what was saved in between."""
    steps = APPLICATIONS[claim.scheme].steps(claim)
    context: dict[str, Any] = {
        "claim": claim,
        "form": form,
        "step": steps.index(step) + 1,
        "steps": len(steps) + 1,  # the check is the last one
        "back": steps[steps.index(step) - 1] if steps.index(step) else None,
        "stale": stale,
        "saved": presenting.saved_answer(claim, step) if stale else "",
    }
    return render(request, "benefits/claim_step.html", context, status=409 if stale else 200)


def _go_on(claim: Claim) -> HttpResponse:
    step = _next_step(claim)
    if step is None:
        return redirect("claim_check", claim.reference)
    return redirect("claim_step", claim.reference, step)


def _version(request: ActingRequest) -> int:
    """Return the version that the page was shown with; 0, which is always stale, for nonsense."""
    text = request.POST.get("version", "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 9 else 0


def _no_longer_open(request: ActingRequest, claim: Claim) -> HttpResponse:
    messages.info(request, gettext("This application cannot be changed any more."))
    return redirect("claim", claim.reference)


@acting_as(CapacityKind.CITIZEN)
@confirmed("POST")
@open_to_helpers(
    "claim_check", Act(_("checked an application"), _("sent an application")), Help.APPLICATIONS
)
def check(request: ActingRequest, reference: UUID) -> HttpResponse:
    """Show all headings before they are sent, and send them. Sent twice is sent once."""
    claim = _claim(request, reference)
    if claim.status == ClaimStatus.SUBMITTED and request.method == "POST":
        return redirect("claim_sent", claim.reference)
    if claim.status != ClaimStatus.DRAFT:
        return _no_longer_open(request, claim)
    look_again(claim)
    if _next_step(claim):
        return _go_on(claim)
    form = TruthForm(request.POST or None)
    stale = request.method == "POST" and _version(request) != claim.version
    if request.method == "POST" and form.is_valid() and not stale:
        return _send(request, claim)
    context = {
        "claim": claim,
        "form": form,
        "step": len(APPLICATIONS[claim.scheme].steps(claim)) + 1,
        "steps": len(APPLICATIONS[claim.scheme].steps(claim)) + 1,
        "groups": presenting.known_groups(claim),
        "answers": presenting.answer_rows(claim, change=True),
        "documents": document_rows(claim),
        "stale": stale,
    }
    return render(request, "benefits/claim_check.html", context, status=409 if stale else 200)


def _send(request: ActingRequest, claim: Claim) -> HttpResponse:
    try:
        submit(claim, request.capacity.user)
    except IncompleteClaimError as error:
        return redirect("claim_step", claim.reference, error.steps[0])
    except AlreadyHeldError as error:
        return _held(request, claim, error.decision)
    except MoveRefusedError:
        claim.refresh_from_db()
        if claim.status != ClaimStatus.SUBMITTED:
            return _no_longer_open(request, claim)
    return redirect("claim_sent", claim.reference)


def _held(request: ActingRequest, claim: Claim, decision: Decision) -> HttpResponse:
    """Lead to the decision that gives the right; that of a child stands on the child's page."""
    if decision.person_id == claim.person_id:
        messages.warning(request, gettext("You have this right already: this decision gives it."))
        return redirect("decision", decision.reference)
    told = gettext("%(child)s has this already, without asking: %(amount)s.")
    named = {"child": decision.person.first_name, "amount": amount_text(decision)}
    messages.warning(request, told % named)
    return redirect("claim", claim.reference)


@acting_as(CapacityKind.CITIZEN)
@open_to_helpers("claim_sent", Act(_("opened a receipt of an application")), Help.APPLICATIONS)
def sent(request: ActingRequest, reference: UUID) -> HttpResponse:
    """Show the receipt of an application that was sent."""
    claim = _claim(request, reference)
    if claim.submitted_at is None:
        return redirect("claim", claim.reference)
    asked, known = presenting.asked_and_known(claim)
    context = {
        "claim": claim,
        "asked": asked,
        "known": known,
        "what_next": presenting.what_next(claim),
        "decision": Decision.objects.select_related("person").answering(claim),
        "sending": sending(claim),
        "entered": presenting.entered_words(claim),
        "seal": seal_of_sending(claim),
    }
    return render(request, "benefits/claim_sent.html", context)


@acting_as(CapacityKind.CITIZEN)
@open_to_helpers("claim_proof", Act(_("took the proof of an application")), Help.APPLICATIONS)
def proof(request: ActingRequest, reference: UUID) -> HttpResponse:
    """Give the proof that an application was sent as it stands; 404 until it is sealed."""
    found = proof_of(_claim(request, reference))
    if found is None:
        raise Http404
    headers = {"Content-Disposition": f'attachment; filename="proof-{reference}.json"'}
    return JsonResponse(found, headers=headers, json_dumps_params={"indent": 1})


@acting_as(CapacityKind.CITIZEN)
@confirmed("POST")
@open_to_helpers(
    "claim_withdraw",
    Act(_("opened the withdrawal of an application"), _("withdrew an application")),
    Help.APPLICATIONS,
)
def take_back(request: ActingRequest, reference: UUID) -> HttpResponse:
    """Withdraw an application after the person confirmed it."""
    claim = _claim(request, reference)
    if claim.status not in (ClaimStatus.DRAFT, ClaimStatus.SUBMITTED):
        return _no_longer_open(request, claim)
    if request.method != "POST":
        return render(request, "benefits/claim_withdraw.html", {"claim": claim})
    try:
        withdraw(claim, request.capacity.user)
    except MoveRefusedError:
        return _no_longer_open(request, claim)
    messages.success(request, gettext("Your application is withdrawn."))
    return redirect("claim", claim.reference)
