"""A quarter that is not declared yet: its workers, one at a time, and the way to send it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

import numpy as np
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from declarations.channels.presenting import anomaly_rows
from declarations.hiring.forms import WorkerForm as NumberForm
from declarations.wages.access import company_in_quarter
from declarations.wages.drafting import actions
from declarations.wages.drafting.checking import (
    Problem,
    by_worker,
    problems_of,
    show_refusals,
)
from declarations.wages.drafting.drafts import Draft, Entry, draft_of
from declarations.wages.drafting.proposing import arranged, whole
from declarations.wages.drafting.writing import Written, original
from declarations.wages.forms import ContentForm, SendForm, TermsForm, WorkerForm
from declarations.wages.presenting import step_rows, totals_of
from declarations.wages.sending import send
from portal.access.confirming import confirmed
from portal.access.door import ActingRequest, acting_as, list_names
from portal.access.models import CapacityKind, Purpose
from portal.people.models import Person

DECLARES = (CapacityKind.COMPANY, CapacityKind.PAYROLL_OFFICE)


@acting_as(*DECLARES)
def worker(
    request: ActingRequest, quarter: int, person: UUID, reference: UUID | None = None
) -> HttpResponse:
    """Ask what a worker worked and was paid."""
    draft, entry = _entry(request, quarter, person, reference)
    if entry.terms_are_missing:
        return redirect("terms/")
    form = WorkerForm(request.POST or None, entry=entry, quarter=quarter)
    passes = form.is_valid() and show_refusals(form, draft.company, request.capacity)
    if passes and _save(request, draft, entry, form):
        return redirect(_next(request, draft, entry))
    return _render(request, "wages/worker.html", draft, entry, form)


@acting_as(*DECLARES)
def terms(
    request: ActingRequest, quarter: int, person: UUID, reference: UUID | None = None
) -> HttpResponse:
    """Ask what the contract of a worker says."""
    draft, entry = _entry(request, quarter, person, reference)
    form = TermsForm(request.POST or None, entry=entry, quarter=quarter)
    if form.is_valid() and _save(request, draft, entry, form):
        return redirect("../")
    return _render(request, "wages/terms.html", draft, entry, form)


@acting_as(*DECLARES)
def add(request: ActingRequest, quarter: int, reference: UUID | None = None) -> HttpResponse:
    """Add a worker of whom no hiring speaks."""
    company = company_in_quarter(request.capacity, reference, quarter)
    form = NumberForm(request.POST or None)
    if form.is_valid():
        person: Person = form.cleaned_data["inss"]
        if draft_of(company, quarter).entry_of(person) is None:
            record = {"Border": "0", **whole(quarter), "Occupation": [{"Retired": "0"}]}
            content = {"WorkerRecord": [record]}
            actions.save(company, quarter, person, content, request.capacity, 0)
        return redirect(f"../workers/{person.reference}/terms/")
    context = {"form": form, "company": company, "quarter": quarter}
    return render(request, "wages/add.html", context)


@acting_as(*DECLARES)
@confirmed("POST")
def check(request: ActingRequest, quarter: int, reference: UUID | None = None) -> HttpResponse:
    """Show the whole quarter once more, with what is owed; send it."""
    company = company_in_quarter(request.capacity, reference, quarter)
    draft = draft_of(company, quarter)
    if not draft.is_ready:
        return redirect("../")
    sent = [(each.person, each.content) for each in draft.sent]
    written = original(company, quarter, sent, timezone.now())
    form = SendForm(request.POST or None)
    problems = problems_of(written, quarter, request.capacity)
    blocked = any(each.finding.blocking for each in problems)
    if form.is_valid() and not blocked:
        return send(request, str(form.cleaned_data["key"]), written.document, "../../sent/")
    list_names([person for person, _content in sent], request.capacity, Purpose.DECLARATION)
    context = {
        "draft": draft,
        "form": form,
        "rows": checked_rows(draft, written, by_worker(problems)),
        "due": written.due,
        "problems": anomaly_rows(each.finding for each in by_worker(problems).get(None, [])),
        "blocked": blocked,
        "unchecked": sum(each.saved is None for each in draft.sent),
    }
    return render(request, "wages/check.html", context)


@require_POST
@acting_as(*DECLARES)
def leave_out(
    request: ActingRequest, quarter: int, person: UUID, reference: UUID | None = None
) -> HttpResponse:
    """Leave a worker out of the declaration, or take him or her in again."""
    draft, entry = _entry(request, quarter, person, reference)
    try:
        actions.save(
            draft.company,
            quarter,
            entry.person,
            entry.content,
            request.capacity,
            entry.version,
            is_left_out=not entry.is_left_out,
        )
    except actions.StaleError:
        messages.warning(request, _("Somebody else changed this worker at the same moment."))
    return redirect("../../../")


@require_POST
@acting_as(*DECLARES)
def start_again(
    request: ActingRequest, quarter: int, person: UUID, reference: UUID | None = None
) -> HttpResponse:
    """Forget what was typed of a worker: what is known stands again."""
    draft, entry = _entry(request, quarter, person, reference)
    actions.discard(draft.company, quarter, entry.person)
    return redirect("../" if entry.periods else "../../../")


def checked_rows(
    draft: Draft, written: Written, problems: Mapping[int | None, list[Problem]]
) -> list[dict[str, Any]]:
    """Return what is declared of each worker, with what is due and what the judges say."""
    batch, due = written.due.declared.batch, written.due
    records = batch.owner("WorkerRecord", "NaturalPerson")
    occupations = batch.owner("Occupation", "NaturalPerson")
    rows = []
    for at, entry in enumerate(draft.sent):
        own, jobs = records == at, np.flatnonzero(occupations == at)
        cut = int(due.amounts.reduction.amount[jobs].sum() + due.bonus[own].sum())
        rows.append(
            {
                "person": entry.person,
                "totals": totals_of([entry.content]),
                "due": int(due.contributions.total[own].sum()),
                "reductions": cut,
                "known": bool(due.contributions.known[own].all()),
                "steps": [step_rows(due.amounts.explain(job)) for job in jobs.tolist()],
                "anomalies": anomaly_rows(each.finding for each in problems.get(at, [])),
            }
        )
    return rows


def _entry(
    request: ActingRequest, quarter: int, person: UUID, reference: UUID | None
) -> tuple[Draft, Entry]:
    """Return a worker of a draft; the name is seen."""
    company = company_in_quarter(request.capacity, reference, quarter)
    draft = draft_of(company, quarter)
    entry = next((each for each in draft.entries if each.person.reference == person), None)
    if entry is None:
        raise Http404
    list_names([entry.person], request.capacity, Purpose.DECLARATION)
    return draft, entry


def _save(request: ActingRequest, draft: Draft, entry: Entry, form: ContentForm) -> bool:
    """Keep the answers; False, said on the form, where a colleague saved in between."""
    shown = form.cleaned_data["version"]
    content = arranged(form.content(), draft.quarter)
    try:
        actions.save(draft.company, draft.quarter, entry.person, content, request.capacity, shown)
    except actions.StaleError:
        form.add_error(None, _stale(entry))
        typed = request.POST.copy()
        typed["version"] = str(entry.version)
        form.data = typed
        return False
    return True


def _stale(entry: Entry) -> str:
    by = entry.saved.changed_by.user if entry.saved else ""
    return _(
        "%(name)s saved this worker while you were typing. What you typed stands here. Look at it "
        "and save again, or open the worker again to see what was saved."
    ) % {"name": by}


def _next(request: ActingRequest, draft: Draft, entry: Entry) -> str:
    """Return where the button leads: another row here, the next worker, or the quarter."""
    if "more" in request.POST:
        return "./"
    after = _beside(draft, entry)[1]
    return f"../{after.person.reference}/" if after else "../../"


def _beside(draft: Draft, entry: Entry) -> tuple[Entry | None, Entry | None]:
    """Return the workers before and after one, among those who are declared."""
    entries = [each for each in draft.entries if each == entry or not each.is_left_out]
    at = entries.index(entry)
    return (entries[at - 1] if at else None), next(iter(entries[at + 1 : at + 2]), None)


def _render(
    request: ActingRequest, template: str, draft: Draft, entry: Entry, form: ContentForm
) -> HttpResponse:
    before, after = _beside(draft, entry)
    named = [each.person for each in (before, after) if each]
    list_names(named, request.capacity, Purpose.DECLARATION)
    context: dict[str, Any] = {
        "draft": draft,
        "entry": entry,
        "form": form,
        "before": before,
        "after": after,
        "place": draft.entries.index(entry) + 1,
    }
    return render(request, template, context)
