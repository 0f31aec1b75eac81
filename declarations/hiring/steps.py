"""The steps of a hiring: who, what kind of work, when, check and send."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from declarations.channels.access import sender
from declarations.channels.fields import words
from declarations.channels.models import Declaration
from declarations.channels.presenting import value_words
from declarations.channels.views import send
from declarations.glossary.catalog import glossary
from declarations.hiring import presenting
from declarations.hiring.drafts import HiringDraft
from declarations.hiring.forms import DetailsForm, DraftForm, KindForm, WorkerForm
from declarations.hiring.models import EmploymentPeriod
from declarations.hiring.questions import ACTION, KIND, PLACES, asked
from portal.access.confirming import confirmed
from portal.access.door import ActingRequest, acting_as, list_names
from portal.access.limits import LOOK_UP
from portal.access.models import CapacityKind, Purpose

STEPS = 4


@acting_as(CapacityKind.COMPANY)
def hire(request: ActingRequest, key: UUID | None = None) -> HttpResponse:
    """Ask for the worker's number; the name comes from the register of persons."""
    company = sender(request.capacity)
    draft = _draft(request, key) if key else HiringDraft(company)
    typed = {"inss": draft.person.inss} if draft.person else None
    too_often = request.method == "POST" and LOOK_UP.exceeded(request.capacity.pk)
    if too_often:
        messages.warning(request, _("You looked up many numbers. Wait ten minutes, then go on."))
    form = WorkerForm(None if too_often else request.POST or None, initial=typed)
    if form.is_valid():
        draft.person = form.cleaned_data["inss"]
        list_names([draft.person], request.capacity, Purpose.DECLARATION)
        known = draft.take_over_kind()
        draft.save(request.session)
        return redirect("hire_details" if known else "hire_kind", draft.key)
    return _render(request, "declarations/hire_worker.html", draft, form, 1)


@acting_as(CapacityKind.COMPANY)
def hire_kind(request: ActingRequest, key: UUID) -> HttpResponse:
    """Ask what kind of work it is, prefilled with what is known."""
    draft = _draft(request, key)
    form = KindForm(request.POST or None, draft=draft)
    return _take(request, draft, form, "hire_details") or _render(
        request, "declarations/hire_kind.html", draft, form, 2
    )


@acting_as(CapacityKind.COMPANY)
def hire_details(request: ActingRequest, key: UUID) -> HttpResponse:
    """Ask for the days, and what else this kind of work asks for."""
    draft = _draft(request, key)
    form = DetailsForm(request.POST or None, draft=draft)
    return _take(request, draft, form, "hire_check") or _render(
        request, "declarations/hire_details.html", draft, form, 3, known=_known(draft)
    )


@acting_as(CapacityKind.COMPANY)
@confirmed("POST")
def hire_check(request: ActingRequest, key: UUID) -> HttpResponse:
    """Show everything once more; send it."""
    draft = _draft(request, key)
    findings = draft.findings()
    if request.method == "POST" and not findings:
        return send(request, draft.key, ACTION, draft.content())
    context = {"rows": _answered(draft), "problems": [words(finding) for finding in findings]}
    return _render(request, "declarations/hire_check.html", draft, None, 4, **context)


@require_POST
@acting_as(CapacityKind.COMPANY)
def correct(request: ActingRequest, reference: UUID) -> HttpResponse:
    """Start again from a declaration that was refused, with what it said."""
    readable = Declaration.objects.readable_by(request.capacity)
    declaration = get_object_or_404(readable, reference=reference)
    if declaration.action == ACTION:
        draft = HiringDraft.of_declaration(sender(request.capacity), declaration)
        draft.save(request.session)
        if draft.person:
            list_names([draft.person], request.capacity, Purpose.DECLARATION)
        return redirect("hire_worker", draft.key)
    number = str(declaration.content.get("DimonaPeriodId", ""))
    period = EmploymentPeriod.objects.filter(company=request.capacity.company_id, number=number)
    found = period.first()
    return redirect("period", found.reference) if found else redirect("staff")


def _draft(request: ActingRequest, key: UUID) -> HiringDraft:
    draft = HiringDraft.load(request.session, sender(request.capacity), key)
    if draft is None:
        raise Http404
    return draft


def _take(
    request: ActingRequest, draft: HiringDraft, form: DraftForm, then: str
) -> HttpResponse | None:
    """Keep valid answers and go on; None when the form has to be shown (again)."""
    if draft.person is None:
        return redirect("hire_worker", draft.key)
    if not form.is_valid():
        return None
    draft.save(request.session)
    return redirect(then, draft.key)


def _known(draft: HiringDraft) -> list[dict[str, Any]]:
    """What was taken from the worker's last period here, as rows that say so."""
    period = draft.last_period
    if period is None or not draft.kind_is_known:
        return []
    source = presenting.source_of(period)
    return [{**row, "source": source} for row in _rows(draft, dict.fromkeys(KIND, "hire_kind"))]


def _answered(draft: HiringDraft) -> list[dict[str, Any]]:
    """Every answer, as rows."""
    steps = dict.fromkeys(KIND, "hire_kind")
    steps |= dict.fromkeys((question.name for question in asked(draft.answers)), "hire_details")
    return _rows(draft, steps)


def _rows(draft: HiringDraft, steps: dict[str, str]) -> list[dict[str, Any]]:
    """The answers to these questions, each with a link to the step that changes it."""
    model = glossary("dimona", "2023/1")
    rows = []
    for name, step in steps.items():
        zone = model.zones[PLACES[name].rpartition("/")[2]]
        value = draft.answers.get(name)
        if value:
            action = {"url": reverse(step, args=[draft.key]), "text": _("Change")}
            rows.append({"label": zone.title, "value": value_words(zone, value), "action": action})
    return rows


def _render(
    request: ActingRequest, template: str, draft: HiringDraft, form: Any, step: int, **more: Any
) -> HttpResponse:
    short = step > 2 and draft.kind_is_known  # the second step was not asked
    place = {"step": step - short, "steps": STEPS - short}
    context = {"form": form, "draft": draft, **place, **more}
    return render(request, template, context)
