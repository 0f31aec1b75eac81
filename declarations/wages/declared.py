"""A worker who is declared: everything that stands, every version, and the way to correct it."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import gettext as _

from declarations.glossary.catalog import for_quarter
from declarations.wages import filed
from declarations.wages.access import company_in_quarter
from declarations.wages.amending.versions import Version, read
from declarations.wages.drafting.checking import show_refusals
from declarations.wages.drafting.correcting import Situation, amendment, situation_of
from declarations.wages.drafting.drafts import Entry, draft_of
from declarations.wages.drafting.proposing import arranged
from declarations.wages.forms import CorrectionForm
from declarations.wages.models import Filing
from declarations.wages.presenting import bars, flat, panel_of
from declarations.wages.quarters import moved, title
from declarations.wages.sending import send
from portal.access.confirming import confirmed
from portal.access.door import ActingRequest, acting_as, open_file
from portal.access.models import CapacityKind, Environment, Purpose
from portal.people.models import Person

DECLARES = (CapacityKind.COMPANY, CapacityKind.PAYROLL_OFFICE)
SHOWN = 8  # quarters of a picture


@acting_as(*DECLARES)
def worker(
    request: ActingRequest,
    quarter: int,
    person: UUID,
    version: int | None = None,
    reference: UUID | None = None,
) -> HttpResponse:
    """Show all that is declared of a worker; an earlier version where an address names one."""
    situation = _situation(request, quarter, person, reference)
    if not situation.declared:
        raise Http404
    shown = _version(situation, version) if version else situation.versions
    open_file(situation.person, request.capacity, Purpose.DECLARATION)
    model = for_quarter("dmfa", quarter)
    company = situation.filing.company
    figures = filed.figures_by_quarter(
        filed.records_of_person(
            situation.person, [moved(quarter, -by) for by in range(SHOWN)]
        ).filter(filing__company=company)
    )
    context = {
        "company": company,
        "quarter": quarter,
        "title": title(quarter),
        "person": situation.person,
        "panels": list(flat(panel_of(each.part, model) for each in shown)),
        "earlier": version,
        "events": _events(situation, version),
        "pay": [(title(each), found.cents) for each, found in figures.items()],
        "days": bars([(title(each), found.days) for each, found in figures.items()]),
    }
    return render(request, "wages/declared_worker.html", context)


@acting_as(*DECLARES)
@confirmed("POST")
def correct(
    request: ActingRequest, quarter: int, person: UUID, reference: UUID | None = None
) -> HttpResponse:
    """Open the last situation of a worker, edit it, and send the amendment."""
    situation = _situation(request, quarter, person, reference)
    entry = _edited(situation)
    open_file(situation.person, request.capacity, Purpose.DECLARATION)
    form = CorrectionForm(
        request.POST or None, entry=entry, quarter=quarter, situation=situation.number
    )
    company, gone = situation.filing.company, "take_out" in request.POST
    if form.is_valid() and (gone or show_refusals(form, company, request.capacity)):
        content = {"WorkerRecord": []} if gone else arranged(form.content(), quarter)
        document = amendment(situation, content, timezone.now())
        if document:
            return send(request, str(form.cleaned_data["key"]), document, "../../../../sent/")
        form.add_error(None, _("Nothing was changed. Change something, or go back."))
    context = {
        "is_new": not situation.versions,
        "form": form,
        "company": company,
        "quarter": quarter,
        "person": situation.person,
    }
    return render(request, "wages/correct.html", context)


def _situation(
    request: ActingRequest, quarter: int, person: UUID, reference: UUID | None
) -> Situation:
    company = company_in_quarter(request.capacity, reference, quarter)
    filing = get_object_or_404(
        Filing.objects.select_related("company"),
        company=company,
        quarter=quarter,
        environment=Environment.REAL,
    )
    return situation_of(filing, get_object_or_404(Person, reference=person))


def _edited(situation: Situation) -> Entry:
    """Return what stands of a worker, or what is proposed of one who was hired and is missing."""
    if situation.versions:
        return Entry(situation.person, situation.content)
    filing = situation.filing
    entry = draft_of(filing.company, filing.quarter).entry_of(situation.person)
    if entry is None:
        raise Http404
    return entry


def _version(situation: Situation, number: int) -> tuple[Version, ...]:
    record = next((each for each in situation.declared if each.pk == number), None)
    if record is None:
        raise Http404
    return tuple(read(situation.filing, [record], situation.declared).values())


def _events(situation: Situation, shown: int | None) -> list[dict[str, Any]]:
    """Return each version, the latest first, with a link to it."""
    current = {each.record.pk for each in situation.versions}
    replaced = {each.replaces for each in situation.declared}
    below = "../" if shown else "versions/"
    events = []
    for record in sorted(situation.declared, key=lambda each: -each.pk):
        if record.deleted:
            words, tone = _("Taken out"), "danger"
        elif record.pk in current:
            words, tone = _("Holds now"), "success"
        else:
            words, tone = _("Replaced") if record.pk in replaced else _("Earlier"), "neutral"
        events.append(
            {
                "date": record.declaration.received_at,
                "title": words,
                "body": _("Version %(number)d, code %(code)03d, by %(sender)s")
                % {
                    "number": record.pk,
                    "code": record.worker_code,
                    "sender": record.declaration.message.capacity.label,
                },
                "url": "" if record.pk == shown else f"{below}{record.pk}/",
                "tone": tone,
            }
        )
    return events
