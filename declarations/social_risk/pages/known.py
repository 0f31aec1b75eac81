"""What is known of a worker before anybody types: by the name of the field, with its source."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from declarations.hiring.models import EmploymentPeriod
from declarations.social_risk.contents import blocks_in, value_in
from declarations.social_risk.context import OURS, RELATED, TICKET
from declarations.social_risk.models import Risk
from declarations.social_risk.scenarios import Scenario
from declarations.wages import filed
from declarations.wages.drafting.calendar import expected_hours
from declarations.wages.drafting.proposing import propose
from declarations.wages.quarters import quarter_of, title
from portal.access.models import Capacity
from portal.people.models import Company, Person

LANGUAGES = {"nl": "1", "fr": "2", "de": "3"}
FRENCH = "2"
BY_MONTH, MONTHS = "4", 3
ORDINARY = ("001", "1")
DAYS_OF_A_WEEK = 7
BELGIUM = "150"
ENDED = "6"  # what the end of a contract says of its hiring
Source = tuple[str, str]  # a value, and where it comes from in words


@dataclass
class Known:
    """Values by the XML name of their zone, and whole blocks by theirs, with their source.

    `days` are the first and last day of the month that a monthly declaration is about.
    """

    values: dict[str, Source] = field(default_factory=dict)
    blocks: dict[str, tuple[list[dict[str, Any]], str]] = field(default_factory=dict)
    days: tuple[date, date] | None = None

    def give(self, source: str, values: Mapping[str, Any]) -> None:
        """Know texts that are not empty; what was known before stays."""
        for label, value in values.items():
            if isinstance(value, str) and value:
                self.values.setdefault(label, (value, source))


def known_of(
    capacity: Capacity,
    scenario: Scenario,
    kind: str,
    period: EmploymentPeriod,
    month: date | None,
    last: Risk | None,
) -> Known:
    """Gather what hirings, wages, the register and the last declaration of the kind say.

    `month` is the first day of the month of a monthly declaration.
    """
    known = Known()
    known.give(
        _("this declaration"), {"IdentificationOfRisk": kind, "NaturalPersonSequenceNbr": "1"}
    )
    if month:
        known.days = month, (month + timedelta(days=31)).replace(day=1) - timedelta(days=1)
        first, until = known.days
        span = {"RefStartingDate": first.isoformat(), "RefEndingDate": until.isoformat()}
        known.give(_("this declaration"), span)
    _from_hiring(known, capacity, period)
    _from_wages(known, period, month)
    if last:
        _from_last(known, scenario, last)
    return known


def _from_hiring(known: Known, capacity: Capacity, period: EmploymentPeriod) -> None:
    company, person = period.company, period.person
    register = _("register of staff")
    known.give(
        register,
        {
            "NOSSRegistrationNbr": company.nsso_number or "0",
            "CompanyID": company.enterprise_number,
            "Trusteeship": "0",
            "INSS": person.inss,
            "DimonaNbr": period.number,
            "OccupationStartingDate": period.since.isoformat(),
            "OccupationEndingDate": period.until.isoformat() if period.until else "",
            "ServiceEndingDateKnown": "1" if period.until else "0",
            "ContractDurationCode": "1" if period.until else "0",
            "AttestationStatus": ENDED,
            "LanguageCodePdf": LANGUAGES.get(person.language, FRENCH),
            "VictimLanguageCode": LANGUAGES.get(person.language, FRENCH),
        },
    )
    who, account = capacity.user.person, _("your account")
    known.give(account, {"EmailAddress": capacity.user.email})
    known.give(account, {"Name": who.last_name, "FirstName": who.first_name} if who else {})
    address = person.household_on(timezone.localdate())
    if address:
        known.give(
            _("register of persons"),
            {
                "WorkerStreet": address.street,
                "WorkerHouseNbr": address.house_number,
                "WorkerPostBox": address.box,
                "WorkerZIPCode": address.postal_code,
                "WorkerCity": address.city,
                "WorkerCountry": BELGIUM,
            },
        )


def _from_wages(known: Known, period: EmploymentPeriod, month: date | None) -> None:
    """The line and the occupation of the quarter: as filed, or as it will probably be filed."""
    company, person = period.company, period.person
    quarter = quarter_of(month or period.until or timezone.localdate())
    before = filed.last_filed(company, quarter + 10)
    last = _last_filed(company, person, before) if before else None
    hirings = EmploymentPeriod.objects.valid().filter(company=company, person=person)
    worker = last if last and before == quarter else propose(hirings, last, quarter)
    source = _("wages of the %(quarter)s") % {"quarter": title(before)} if before else ""
    record: dict[str, Any] = next(iter(worker.get("WorkerRecord", [])), {})
    jobs: list[dict[str, Any]] = record.get("Occupation", [])
    started = period.since.isoformat()
    job = next((j for j in jobs if j.get("OccupationStartingDate") == started), None)
    job = job or next(iter(jobs), {})
    known.give(source or _("register of staff"), {"Quarter": str(quarter), **record, **job})
    known.give(source, {"OccupationSequenceNbr": "1", "Border": "0", "Retired": "0"})
    for label in ("Service", "Remun"):
        known.blocks[label] = (_numbered(job.get(label, []), label), source)
    _pay(known, last, source)
    _grid(known, source)


def _last_filed(company: Company, person: Person, quarter: int) -> dict[str, Any] | None:
    records = filed.current_records(company, quarter).filter(person=person)
    return filed.workers_of(records, quarter).get(person.pk)


def _numbered(blocks: Sequence[dict[str, Any]], label: str) -> list[dict[str, Any]]:
    return [{f"{label}SequenceNbr": str(n), **each} for n, each in enumerate(blocks, start=1)]


def _pay(known: Known, last: Mapping[str, Any] | None, source: str) -> None:
    """A month's pay is a third of the ordinary pay of the last quarter that was filed."""
    paid = [
        int(pay["RemunAmount"])
        for _path, pay in blocks_in(last or {}, "Remun")
        if pay.get("RemunCode") in ORDINARY and str(pay.get("RemunAmount", "")).isdigit()
    ]
    known.give(source, {"RemunerationTimeUnit": BY_MONTH})
    if sum(paid):
        amount = str(sum(paid) // MONTHS)
        known.give(
            source,
            {"RemunerationBasisAmount": amount, "MonthlyTheoreticalSalaryAmount": amount},
        )


def _grid(known: Known, source: str) -> None:
    """One week with the contract's hours on its first days."""
    days, hours = (
        known.values.get(label, ("", ""))[0] for label in ("WorkingDaysSystem", "MeanWorkingHours")
    )
    if days.isdigit() and hours.isdigit() and int(days):
        worked = min(int(days) // 100, DAYS_OF_A_WEEK)
        each = expected_hours(100, int(hours), int(days))
        known.blocks["IndicationDaysAndHours"] = (
            [
                {
                    "DaysIndicatorAboutWorkSchedule": str(day),
                    "HoursNumberAboutWorkSchedule": str(each if day <= worked else 0),
                }
                for day in range(1, DAYS_OF_A_WEEK + 1)
            ],
            source,
        )


def _from_last(known: Known, scenario: Scenario, last: Risk) -> None:
    """What was typed for the last month of the same scenario counts until it is changed."""
    content = last.standing.content
    source = _("your declaration of %(month)s") % {"month": f"{last.since:%m/%Y}"}
    labels = (*scenario.model.zones,) if last.flow == scenario.flow else scenario.carries
    known.give(source, {label: value_in(content, label) for label in labels})
    if RELATED in scenario.model.zones["ReferenceType"].codes:
        known.give(source, _related(last))
    grid = [dict(day) for _path, day in blocks_in(content, "IndicationDaysAndHours")]
    if grid:
        known.blocks["IndicationDaysAndHours"] = (grid, source)
    days = [dict(day) for _path, day in blocks_in(content, "NatureOfDay")]
    if days and known.days and last.flow == scenario.flow:
        known.blocks["NatureOfDay"] = (_same_weekdays(days, last.since.year, known.days), source)


def _related(last: Risk) -> dict[str, str]:
    """A reference to the declaration of another scenario from which it all began."""
    begun = (
        str(each.get("ReferenceNbr", ""))
        for _path, each in blocks_in(last.standing.content, "Reference")
        if each.get("ReferenceType") == RELATED
    )
    number = next(begun, last.standing.reference.hex[:TICKET])
    return {"ReferenceType": RELATED, "ReferenceOrigin": OURS, "ReferenceNbr": number}


def _same_weekdays(
    days: Sequence[dict[str, Any]], year: int, month: tuple[date, date]
) -> list[dict[str, Any]]:
    """The days of another month with what the same day of the week was in the last one."""
    usual: dict[int, dict[str, Any]] = {}
    for day in days:
        usual[date.fromisoformat(f"{year}{day['DayIndicator'][1:]}").weekday()] = day
    first, last = month
    wanted = (first + timedelta(days=n) for n in range((last - first).days + 1))
    return [
        {**usual[day.weekday()], "DayIndicator": f"--{day:%m-%d}"}
        for day in wanted
        if day.weekday() in usual
    ]
