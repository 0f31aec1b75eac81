"""Social risks on pages: what is to be done, a declaration that is nearly filled in, and a risk."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any
from uuid import UUID

from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from declarations.channels.models import Declaration
from declarations.channels.presenting import anomaly_rows, value_words
from declarations.glossary.catalog import code_list
from declarations.glossary.findings import Finding
from declarations.hiring.models import EmploymentPeriod
from declarations.social_risk.access import may_declare_days, risks_of
from declarations.social_risk.contents import days_of
from declarations.social_risk.filed import contradicted
from declarations.social_risk.judging import CANCEL, CHANGE, no_mandate
from declarations.social_risk.models import Risk, RiskDeclaration
from declarations.social_risk.pages import forms, reminders
from declarations.social_risk.pages.drafting import Drafted, Drafting, headings_of
from declarations.social_risk.pages.known import known_of
from declarations.social_risk.pages.sending import cancellation, change, send
from declarations.social_risk.queries import RiskQuerySet
from declarations.social_risk.reading import check_content
from declarations.social_risk.scenarios import Scenario, scenarios
from declarations.wages.access import company_of
from portal.access.confirming import confirmed
from portal.access.door import ActingRequest, acting_as, list_names, open_file
from portal.access.models import CapacityKind, Purpose
from portal.documents.actions import file_of
from portal.documents.models import Letter
from portal.law.periods import Period

DECLARES = (CapacityKind.COMPANY, CapacityKind.PAYROLL_OFFICE)
PER_PAGE = 25
WORKERS = 100  # in a list to choose from
LONGEST_NAME = 100
WITHOUT_KIND = "000"
UNEMPLOYED = "wech005"
WORKED = "1"


@acting_as(*DECLARES)
def risks(request: ActingRequest, client: UUID | None = None) -> HttpResponse:
    """List what is still to be declared for the last month, and what was declared."""
    company = company_of(request.capacity, client)
    to_do = [
        each for each in reminders.tasks_of(company, timezone.localdate()) if _is_for(request, each)
    ]
    found = risks_of(request.capacity, company)
    page = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
    shown = [*(each.person for each in page), *(task.last.person for task in to_do)]
    list_names(shown, request.capacity, Purpose.DECLARATION)
    otherwise = contradicted(page)
    rows = [
        {"risk": each, "scenario": scenarios()[each.flow], "contradicted": each.pk in otherwise}
        for each in page
    ]
    today = timezone.localdate()
    context = {"page_obj": page, "rows": rows, "tasks": to_do, "today": today, "company": company}
    return render(request, "declarations/risks.html", context)


@acting_as(*DECLARES)
def start(request: ActingRequest, client: UUID | None = None) -> HttpResponse:
    """Ask who, and what happened; the workers of a large company stand in pages."""
    company = company_of(request.capacity, client)
    hired = EmploymentPeriod.objects.filter(company=company).valid()
    name = request.GET.get("name", "")[:LONGEST_NAME]
    found = hired.named(name).select_related("person").sorted_by_name()
    page = Paginator(found, WORKERS).get_page(request.GET.get("page"))
    list_names([each.person for each in page], request.capacity, Purpose.STAFF)
    form = forms.StartForm(request.POST or None, list(page))
    if form.is_valid():
        flow, _dash, kind = form.cleaned_data["what"].partition("-")
        return redirect(f"{form.cleaned_data['worker']}/{flow}/{kind}/")
    context = {"form": form, "page_obj": page, "name": name}
    return render(request, "declarations/risk_start.html", context)


@acting_as(*DECLARES)
@confirmed("POST")
def fill_in(
    request: ActingRequest, reference: UUID, flow: str, kind: str, client: UUID | None = None
) -> HttpResponse:
    """Show a declaration with all that is known, ask the rest, and send it."""
    scenario = scenarios().get(flow)
    own = EmploymentPeriod.objects.filter(company=company_of(request.capacity, client)).valid()
    period = get_object_or_404(own.select_related("person", "company"), reference=reference)
    if scenario is None or kind not in (scenario.kinds or (WITHOUT_KIND,)):
        raise Http404
    open_file(period.person, request.capacity, Purpose.DECLARATION)
    return _Page(request, scenario, "" if kind == WITHOUT_KIND else kind, period).answer()


class _Page:
    """One form on its way: shown, answered, checked, sent."""

    def __init__(
        self, request: ActingRequest, scenario: Scenario, kind: str, period: EmploymentPeriod
    ) -> None:
        self.request, self.scenario, self.kind, self.period = request, scenario, kind, period
        self.changed = self._changed()
        self.month = self._month() if scenario.monthly else None
        self.known = known_of(request.capacity, scenario, kind, period, self.month, self._last())

    def answer(self) -> HttpResponse:
        """Return the page, or lead to what was sent."""
        posted = self.request.POST if self.request.method == "POST" else None
        if posted is not None:
            self._take_tables(posted)
        drafted = self._draft({})
        shows_all = "all" in self.request.GET or self.changed is not None
        form = forms.RiskForm(posted, drafted.headings if shows_all else drafted.asked)
        if form.is_valid():
            whole = self._draft(form.answers())
            content = change(whole.content, self.changed) if self.changed else whole.content
            findings = [f for f in self._check(content) if f.blocking]
            form.show(findings)
            if not findings:
                key = form.cleaned_data["key"]
                return send(self.request, key, self.scenario, content)
        return self._show(form, drafted, shows_all)

    def _check(self, content: dict[str, Any]) -> Iterator[Finding]:
        """What is wrong with the form, and whether one may declare its days."""
        yield from check_content(self.scenario, content)
        days = days_of(self.scenario, content)
        if days and not may_declare_days(self.request.capacity, self.period.company, days):
            yield no_mandate(self.scenario, content)

    def _draft(self, answers: dict[str, str]) -> Drafted:
        return Drafting(self.scenario, self.known, answers).draft(timezone.now())

    def _take_tables(self, posted: Any) -> None:
        if self._has("IndicationDaysAndHours"):
            typed = _("this declaration")
            self.known.blocks["IndicationDaysAndHours"] = (forms.grid_of(posted), typed)
        if self.known.days and self._has("NatureOfDay"):
            days = forms.days_of_month(posted, self.known.days)
            self.known.blocks["NatureOfDay"] = (days, _("this declaration"))

    def _show(self, form: forms.RiskForm, drafted: Drafted, shows_all: bool) -> HttpResponse:
        typed = self.request.POST
        context: dict[str, Any] = {
            "form": form,
            "scenario": self.scenario,
            "kind": self.scenario.kind_words(self.kind),
            "period": self.period,
            "month": self.month,
            "shows_all": shows_all,
            "rows": [] if shows_all else _rows(drafted),
            "asked": len(drafted.asked),
            "headings": headings_of(self.scenario),
        }
        if self._has("IndicationDaysAndHours"):
            blocks, source = self.known.blocks.get("IndicationDaysAndHours", ([], ""))
            context |= {"grid": forms.grid_rows(blocks, typed), "grid_source": source}
        if self.known.days and self._has("NatureOfDay"):
            blocks, _source = self.known.blocks.get("NatureOfDay", ([], ""))
            days = forms.month_rows(blocks, self.known.days, typed, self._usual_day())
            codes = code_list("day_types").on(timezone.localdate())
            context |= {"days": days, "codes": codes}
        return render(self.request, "declarations/risk_form.html", context)

    def _usual_day(self) -> str:
        """What a day of hours is in this scenario: unemployed for the reason that is declared."""
        return f"5.{int(self.kind)}" if self.scenario.flow == UNEMPLOYED else WORKED

    def _has(self, label: str) -> bool:
        blocks = self.scenario.model.blocks
        return label in blocks and (label in self.scenario.asks or label == "NatureOfDay")

    def _month(self) -> date:
        try:
            month = date.fromisoformat(f"{self.request.GET.get('month', '')}-01")
        except ValueError:
            month = self.changed.since.replace(day=1) if self.changed else date.max
        today = timezone.localdate()
        return month if month <= today else reminders.last_month(today)

    def _changed(self) -> Risk | None:
        given = self.request.GET.get("change")
        if not given:
            return None
        own = self._seen.valid().filter(flow=self.scenario.flow)
        try:
            return get_object_or_404(own, reference=UUID(given), person=self.period.person)
        except ValueError:
            raise Http404 from None

    def _last(self) -> Risk | None:
        if self.changed:
            return self.changed
        follows = self.scenario.follows
        before = self._seen.valid().filter(person=self.period.person, flow__in=follows)
        return before.order_by("-since").first() if follows else None

    @property
    def _seen(self) -> RiskQuerySet:
        return risks_of(self.request.capacity, self.period.company)


def _rows(drafted: Drafted) -> list[dict[str, Any]]:
    """What is known, as rows that say from where."""
    return [
        {
            "label": each.zone.title,
            "value": value_words(each.zone, each.value),
            "source": each.source,
        }
        for each in drafted.known
    ]


@acting_as(*DECLARES)
def risk(request: ActingRequest, reference: UUID, client: UUID | None = None) -> HttpResponse:
    """Show a risk: what stands, for which institution, and what that answered."""
    found = _own(request, reference, client)
    open_file(found.person, request.capacity, Purpose.DECLARATION)
    scenario = scenarios()[found.flow]
    hired = EmploymentPeriod.objects.filter(company=found.company, person=found.person).valid()
    period = hired.order_by("-since").first()
    context = {
        "risk": found,
        "scenario": scenario,
        "kind": scenario.kind_words(found.kind),
        "proof": RiskDeclaration.objects.filter(
            declaration=found.standing_id, letter__isnull=False
        ).exists(),
        "sent": _page_of(request, found.standing),
        "timeline": _timeline(request, found),
        "anomalies": anomaly_rows(contradicted([found]).get(found.pk, [])),
        "change": _change_address(found, period) if period and _may(CHANGE, found) else "",
        "cancels": _may(CANCEL, found),
    }
    return render(request, "declarations/risk.html", context)


@acting_as(*DECLARES)
def proof(request: ActingRequest, reference: UUID, client: UUID | None = None) -> HttpResponse:
    """Return the proof of unemployment as it stands: the same PDF that the worker has."""
    found = _own(request, reference, client)
    letter = get_object_or_404(Letter, risk_effect__declaration=found.standing_id)
    open_file(found.person, request.capacity, Purpose.DECLARATION)
    response = HttpResponse(bytes(file_of(letter).pdf), content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="proof-{letter.reference}.pdf"'
    return response


@acting_as(*DECLARES)
@confirmed("POST")
def cancel(request: ActingRequest, reference: UUID, client: UUID | None = None) -> HttpResponse:
    """Cancel a risk after asking once more."""
    found = _own(request, reference, client)
    if not _may(CANCEL, found):
        raise Http404
    if request.method == "POST":
        scenario, content = scenarios()[found.flow], cancellation(found, timezone.now())
        key = UUID(int=found.standing.reference.int ^ 1)  # once for what stands
        return send(request, key, scenario, content)
    list_names([found.person], request.capacity, Purpose.DECLARATION)
    context = {"risk": found, "scenario": scenarios()[found.flow]}
    return render(request, "declarations/risk_cancel.html", context)


def _own(request: ActingRequest, reference: UUID, client: UUID | None) -> Risk:
    own = risks_of(request.capacity, company_of(request.capacity, client))
    own = own.select_related("company", "person", "standing__message__capacity")
    return get_object_or_404(own.defer("standing__message__body"), reference=reference)


def _is_for(request: ActingRequest, task: reminders.Task) -> bool:
    """Say whether one may declare the month of a task."""
    return may_declare_days(request.capacity, task.last.company, Period(task.month, task.month))


def _page_of(request: ActingRequest, declared: Declaration) -> str:
    """The page of what was declared: of the company its own, of an office the message it sent."""
    if request.capacity.kind == CapacityKind.COMPANY:
        return reverse("declaration", args=[declared.reference])
    own = declared.message.capacity.company_id == request.capacity.company_id
    return reverse("message", args=[declared.message.ticket]) if own else ""


def _may(status: str, found: Risk) -> bool:
    """Say whether a risk stands that its scenario lets be changed, or cancelled."""
    return not found.is_cancelled and status in scenarios()[found.flow].statuses


def _change_address(found: Risk, period: EmploymentPeriod) -> str:
    """Where a risk is changed, from its own page."""
    kind = found.kind or WITHOUT_KIND
    return f"../new/{period.reference}/{found.flow}/{kind}/?change={found.reference}"


def _timeline(request: ActingRequest, found: Risk) -> list[dict[str, Any]]:
    """What was declared, delivered and answered, the latest first."""
    said = {"0": _("Declared"), "1": _("Changed"), "3": _("Cancelled"), "7": _("Declared")}
    events = [
        {
            "date": part.declaration.received_at,
            "title": said.get(str(part.declaration.content.get("AttestationStatus")), ""),
            "url": _page_of(request, part.declaration),
            "tone": "success",
        }
        for part in found.history.select_related("declaration__message__capacity").defer(
            "declaration__message__body"
        )
    ]
    for each in found.deliveries.select_related("institution").prefetch_related("answers"):
        if each.institution:
            title = _("Delivered to %(institution)s") % {"institution": each.institution}
        else:
            title = _("No institution at hand is competent: the worker chooses where to apply")
        events.append({"date": each.at, "title": title, "tone": "info"})
        events += [
            {"date": a.at, "title": a.get_kind_display(), "body": a.note, "tone": "success"}
            for a in each.answers.all()
        ]
    return sorted(events, key=lambda event: event["date"], reverse=True)
