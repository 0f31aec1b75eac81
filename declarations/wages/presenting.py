"""How quarters of wages are written on a page."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from django.utils.formats import get_format
from django.utils.text import capfirst
from django.utils.translation import gettext

from declarations.channels.models import Result
from declarations.channels.presenting import Anomaly, anomaly_rows
from declarations.glossary.catalog import values_of
from declarations.glossary.fields import problem_of
from declarations.glossary.model import Glossary, Zone
from declarations.wages.amending.contents import Part
from declarations.wages.drafting.calendar import deadline, reminds_from
from declarations.wages.drafting.defaults import PART_TIME
from declarations.wages.drafting.proposing import number
from declarations.wages.fields import HUNDREDTHS, written
from declarations.wages.filed import Figures
from declarations.wages.models import Form
from declarations.wages.quarters import last_day, title
from declarations.wages.wording import LABELS
from portal.access.models import Capacity
from portal.dates import date_format
from portal.law.steps import Scalar, sentence, shown
from portal.pages import charts
from portal.templatetags.solida import euros

MOST_ANOMALIES: Final = 20
AMENDMENT: Final = "dmfa_update"  # the flow
SEQUENCE: Final = "SequenceNbr"  # how a zone ends that numbers its block
# Zones that hold an amount in cents.
MONEY: Final = ("Amount", "CalculationBasis", "NetOwed", "Capital")


@dataclass(frozen=True)
class QuarterState:
    """Where the declaration of a quarter stands on a day, in words and as the tone of a tag."""

    quarter: int
    words: str
    tone: str
    deadline: date
    filed: bool = False
    waiting: bool = False
    reminds: bool = False
    form: Form | None = None

    @property
    def title(self) -> str:
        """Return the quarter in words."""
        return title(self.quarter)


def state_of(quarter: int, forms: Sequence[Form], day: date) -> QuarterState:
    """Return where a quarter stands; `forms` are those about it, the oldest first."""
    ends = deadline(quarter)
    filed = next((form for form in forms if _accepted(form)), None)
    last = forms[-1] if forms else None
    if filed:
        return QuarterState(quarter, gettext("declared"), "success", ends, True, form=filed)
    if last and _verdict(last) is None:
        words = gettext("being checked")
        return QuarterState(quarter, words, "info", ends, waiting=True, form=last)
    if last:
        return QuarterState(
            quarter,
            gettext("refused"),
            "danger",
            ends,
            reminds=day >= reminds_from(quarter),
            form=last,
        )
    if day > ends:
        return QuarterState(quarter, gettext("overdue"), "danger", ends, reminds=True)
    if day > last_day(quarter):
        words, reminds = gettext("to declare"), day >= reminds_from(quarter)
        return QuarterState(quarter, words, "attention", ends, reminds=reminds)
    return QuarterState(quarter, gettext("running"), "neutral", ends)


def _verdict(form: Form) -> Any:
    return getattr(form.declaration, "verdict", None)


def _accepted(form: Form) -> bool:
    verdict = _verdict(form)
    return verdict is not None and verdict.result != Result.REFUSED


def warnings_of(forms: Sequence[Form]) -> list[Anomaly]:
    """Return the anomalies of what was accepted of a quarter, the latest first."""
    accepted = [form for form in reversed(forms) if _accepted(form)]
    found = [each for form in accepted for each in form.declaration.verdict.anomalies]
    return anomaly_rows(found[:MOST_ANOMALIES])


def events_of(forms: Sequence[Form], capacity: Capacity) -> list[dict[str, Any]]:
    """Return the forms about a quarter as events, the latest first; own ones lead to receipts."""
    events = []
    for form in reversed(forms):
        verdict = _verdict(form)
        refused = verdict is not None and verdict.result == Result.REFUSED
        kind = gettext("Correction") if form.declaration.flow == AMENDMENT else gettext("Original")
        own = form.declaration.message.capacity.company_id == capacity.company_id
        said = str(verdict.get_result_display()) if verdict else gettext("being checked")
        events.append(
            {
                "date": form.declaration.received_at,
                "title": f"{kind}: {said}",
                "body": gettext("From %(sender)s, by %(channel)s")
                % {
                    "sender": form.declaration.message.capacity.label,
                    "channel": form.declaration.message.get_channel_display(),
                },
                "url": f"../sent/{form.declaration.message.ticket}/" if own else "",
                "tone": "danger" if refused else "success" if verdict else "info",
            }
        )
    return events


def zone_words(zone: Zone, value: str) -> str:
    """Return a value of a quarterly declaration as people write it; a wrong one stays as sent."""
    if problem_of(zone, value):
        return value
    if zone.type == "date":
        return date_format(date.fromisoformat(value))
    if any(word in zone.label for word in MONEY) and value.isdigit():
        return str(euros(int(value)))
    if zone.label in HUNDREDTHS:
        return written(zone, value)
    meant = meaning(zone, value)
    return f"{capfirst(meant)} ({value})" if meant else value


def meaning(zone: Zone, value: str) -> str:
    """Return what a code means, with or without the zeros before it; empty when nothing is known.

    Where a list has a code twice, once for work and once for something else, it is that of work.
    """
    listed = values_of(zone)
    codes = {value, value.lstrip("0") or "0", value.zfill(zone.longest or 0)}
    found = [each for each in listed.codes if each.code in codes] if listed else []
    return found[-1].title if found else ""


@dataclass(frozen=True)
class Panel:
    """A block of a declaration as a page shows it: its rows, and the blocks below it."""

    title: str
    rows: list[dict[str, Any]]
    panels: list[Panel]
    level: int


def panel_of(part: Part, model: Glossary, level: int = 2) -> Panel:
    """Return everything that a part of a declaration says, in the words of the model."""
    places = model.blocks[part.label].places
    rows = [
        {
            "label": LABELS.get(label) or model.zones[label].title,
            "value": zone_words(model.zones[label], part.zones[label]),
        }
        for label in places
        if label in part.zones and not label.endswith(SEQUENCE)
    ]
    number = next((part.zones[each] for each in part.zones if each.endswith(SEQUENCE)), "")
    below = [panel_of(each, model, level + 1) for each in part.parts]
    heading = f"{model.blocks[part.label].title} {number.lstrip('0')}".strip()
    return Panel(heading, rows, below, level)


def flat(panels: Iterable[Panel]) -> Iterator[Panel]:
    """Yield panels and all below them, in the order in which they are read."""
    for panel in panels:
        yield panel
        yield from flat(panel.panels)


def totals_of(contents: Iterable[Mapping[str, Any]]) -> Figures:
    """Return the days, hours and pay of workers together."""
    found = Figures()
    for content in contents:
        for record in content.get("WorkerRecord", []):
            for occupation in record.get("Occupation", []):
                services = occupation.get("Service", [])
                found.days += sum(number(each, "ServiceNbrDays") for each in services)
                found.hours += sum(number(each, "ServiceNbrHours") for each in services)
                paid = occupation.get("Remun", [])
                found.cents += sum(number(each, "RemunAmount") for each in paid)
            student = record.get("StudentContribution", {})
            found.days += number(student, "StudentNbrDays") * 100
            found.hours += number(student, "StudentHoursNbr") * 100
            found.cents += number(student, "StudentRemunAmount")
    return found


def bars(points: Sequence[tuple[str, int]]) -> list[dict[str, str]]:
    """Return hundredths over time as rows of `components/bar_chart.html`."""
    widths = charts.shares([value for _label, value in points])
    return [
        {"label": label, "value": hundredths(value), "width": width}
        for (label, value), width in zip(points, widths, strict=True)
    ]


def hundredths(value: int) -> str:
    """Return hundredths as readers of the active language write them: 6450 is 64.5 or 64,5."""
    whole, rest = divmod(value, 100)
    decimals = f"{rest:02}".rstrip("0")
    return f"{whole}{get_format('DECIMAL_SEPARATOR')}{decimals}" if decimals else str(whole)


def terms_rows(
    model: Glossary, record: Mapping[str, Any], job: Mapping[str, Any]
) -> list[dict[str, Any]]:
    """Return the terms of a contract in two rows: as what somebody is declared, and the regime."""
    code = zone_words(model.zones["WorkerCode"], str(record.get("WorkerCode") or "–"))
    declared = gettext("%(code)s, employer category %(class)s") % {
        "code": code,
        "class": record.get("EmployerClass") or "–",
    }
    rows = [{"label": gettext("Declared as"), "value": declared}]
    if "ContractType" in job:
        rows.append({"label": gettext("Contract"), "value": _regime(job)})
    return rows


def _regime(job: Mapping[str, Any]) -> str:
    told = {
        "hours": hundredths(number(job, "MeanWorkingHours")),
        "full": hundredths(number(job, "RefMeanWorkingHours")),
        "days": hundredths(number(job, "WorkingDaysSystem")),
        "committee": job.get("JointCommissionNbr") or "–",
    }
    if job.get("ContractType") == PART_TIME:
        return (
            gettext(
                "Part time: %(hours)s of %(full)s hours on %(days)s days a week, joint committee "
                "%(committee)s"
            )
            % told
        )
    return (
        gettext("Full time: %(hours)s hours on %(days)s days a week, joint committee %(committee)s")
        % told
    )


def step_rows(steps: Iterable[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Return the steps of a calculation as rows for `components/steps.html`."""
    return [
        {
            "label": sentence(step, gettext, quantity),
            "article": gettext(step["article"]) if step["article"] else "",
            "figure": _figure(step["params"].get("figure")),
            "value": quantity(step["value"], step["unit"]),
            "provisional": not step["confirmed"],
        }
        for step in steps
    ]


def _figure(figure: Mapping[str, Any] | None) -> str:
    return quantity(figure["value"], figure["unit"]) if figure else ""


def quantity(value: Scalar, unit: str) -> str:
    """Return a quantity of a calculation as people write it."""
    if unit == "cents" and isinstance(value, int):
        return str(euros(value))
    if unit == "ten_thousandths" and isinstance(value, int):
        return f"{hundredths(value)} %"
    return shown(value, unit)
