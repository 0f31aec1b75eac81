"""What the authentic sources say of a person, for the headings that are filled in."""

from datetime import date, timedelta
from functools import cached_property
from itertools import pairwise
from typing import Any, Final, cast

import numpy as np
from django.db.models import Max
from django.utils import timezone

from benefits.claims.headings import Entry, entry
from benefits.decisions.models import Decision
from benefits.schemes.unemployment.window import window_months
from declarations.hiring.models import EmploymentPeriod
from declarations.social_risk.models import Risk
from declarations.social_risk.queries import RiskQuerySet
from declarations.social_risk.saying import MonthWithoutWork, months_without_work
from declarations.statuses.models import StatusReport
from declarations.wages.earned import Earned, earned
from declarations.wages.filed import records_of_person
from declarations.wages.models import Occupation
from portal.law.days import add_months, full_years
from portal.people.models import HouseholdMember, HouseholdRole, Person

ADULT: Final = 18  # years
MONTHS_BACK: Final = 3  # before this one, for which one may apply
LONGEST_CAREER: Final = date(1920, 1, 1)
HEADS: Final = {HouseholdRole.REFERENCE, HouseholdRole.PARTNER}


class Sources:
    """What is known of a person on a day; each source is asked once, when it is wanted.

    `period` is the work that an application is about; without it the one of that day counts, or
    the last before it. `child` is the child that it is about.
    """

    def __init__(
        self,
        person: Person,
        on: date,
        period: EmploymentPeriod | None = None,
        child: Person | None = None,
    ) -> None:
        self.person, self.on, self.child = person, on, child
        self._period = period
        self.today = timezone.localdate()

    def registered(self, value: Any) -> Entry:
        """Return what the National Register says today."""
        return entry(value, self.today)

    def counted(self, value: int) -> Entry:
        """Return what follows from the declarations of employers."""
        return entry(value, self.today)

    def declared(self, value: Any) -> Entry | None:
        """Return what the employer declared of the work, where there is any."""
        if self.work is None or value is None:
            return None
        return entry(value, self._declared_on, self.work.number)

    def paid(self, cents: int) -> Entry | None:
        """Return an amount that employers declared, if they declared wages of late."""
        if self.pay is None or not cents:
            return None
        return entry(cents, self.pay.declared_on, str(self.pay.quarter))

    @cached_property
    def home(self) -> HouseholdMember | None:
        """The person's own place in the household."""
        return self.person.memberships.on(self.on).select_related("household").first()

    @cached_property
    def members(self) -> list[dict[str, Any]]:
        """Those who live there too, the oldest first: who, and what they are to the person."""
        others = HouseholdMember.objects.living_with(self.person, self.on)
        shown = others.exclude(person=self.person).select_related("person")
        return [
            {
                "name": other.person.full_name,
                "role": other.role,
                "kin": self._kin(HouseholdRole(other.role)),
                "adult": _is_adult(other.person.birth_date, self.on),
            }
            for other in shown.order_by("person__birth_date")
        ]

    def _kin(self, role: HouseholdRole) -> str:
        """Return what somebody is to the person: the register says it of the reference person."""
        if self.home is None or self.home.role not in HEADS:
            return "relative"
        if role in HEADS:
            return "partner"
        return "child" if role == HouseholdRole.CHILD else "relative"

    @cached_property
    def work(self) -> EmploymentPeriod | None:
        """The work that counts."""
        if self._period:
            return self._period
        begun = EmploymentPeriod.objects.of(self.person).filter(since__lte=self.on)
        return begun.on(self.on).first() or begun.order_by("-until").first()

    @cached_property
    def _declared_on(self) -> date:
        """The day on which the last declaration of the work was received."""
        assert self.work  # noqa: S101 - asked by `declared` alone
        last = self.work.history.select_related("declaration__message").latest("declaration_id")
        return timezone.localdate(last.declaration.message.received_at)

    @cached_property
    def pay(self) -> Earned | None:
        """What employers declared of the pay; up to the last day where the work has ended."""
        until = self.work.until if self.work else None
        return earned(self.person, min(until or self.on, self.on))

    @cached_property
    def weekly_hours(self) -> int:
        """Hours of a full week in the last job declared, in hundredths; 0 where none is."""
        if self.pay is None:
            return 0
        records = records_of_person(self.person, [self.pay.quarter]).order_by().values("pk")
        jobs = Occupation.objects.filter(quarter=self.pay.quarter, record__in=records)
        return jobs.order_by("-starts").values_list("reference_hours", flat=True).first() or 0

    def risk_since(self, flow: str, *kinds: str) -> Entry | None:
        """Return the first day of the last risk of a scenario that began by the day.

        Any of its kinds counts where none is named.
        """
        begun = self._risks.filter(flow=flow, since__lte=self.on)
        risk = (begun.filter(kind__in=kinds) if kinds else begun).first()
        return entry(risk.since, timezone.localdate(risk.changed_at)) if risk else None

    @cached_property
    def month_without_work(self) -> MonthWithoutWork | None:
        """The first month without work that the employer declared of late and nothing gives yet."""
        given = Decision.objects.latest_versions().filter(
            person=self.person, scheme="temporary_unemployment", outcome="granted"
        )
        starts = set(given.values_list("starts", flat=True))
        first = cast(date, add_months(np.datetime64(self.on), -MONTHS_BACK).item())
        declared = self._risks.filter(flow="wech005", since__gte=first.replace(day=1))
        months = months_without_work(declared)
        return next((month for month in months if month.first not in starts), None)

    @cached_property
    def _risks(self) -> RiskQuerySet:
        declared = Risk.objects.of_person(self.person).select_related("standing")
        return declared.filter(company=self.work.company_id) if self.work else declared.none()

    @cached_property
    def statuses(self) -> tuple[list[str], date | None]:
        """The kinds of the statuses that hold, and when one was reported last."""
        reports = StatusReport.objects.filter(person=self.person)
        told_on = reports.aggregate(last=Max("reported_on"))["last"]
        spells = (spell for _person, spell in StatusReport.objects.spells_of([self.person.pk]))
        running = (
            spell
            for spell in spells
            if spell.since <= self.on and (spell.until is None or spell.until >= self.on)
        )
        return sorted({spell.kind for spell in running}), told_on

    @cached_property
    def unemployment(self) -> Decision | None:
        """The decision by which the person has unemployment benefit on the day."""
        granted = Decision.objects.granted_on(self.on).filter(person=self.person)
        return granted.filter(scheme="unemployment").first()

    def days_since(self, months: int) -> int:
        """Count the working days under contract in so many months before the day."""
        return self._working_days(self._months_ago(months))

    def months_worked(self, months: int) -> int:
        """Count those of so many months before the day in which a contract ran."""
        bounds = [self._months_ago(number) for number in range(months, -1, -1)]
        periods = EmploymentPeriod.objects.of(self.person).overlapping(bounds[0], self.on)
        spans = list(periods.values_list("since", "until"))
        return sum(
            any(since < end and (until is None or until >= start) for since, until in spans)
            for start, end in pairwise(bounds)
        )

    def _months_ago(self, months: int) -> date:
        return cast(date, add_months(np.datetime64(self.on), -months).item())

    @property
    def days_in_window(self) -> int:
        """Working days in the reference period of unemployment before the day.

        Raises MissingFigureError where the law's tables end.
        """
        born = self.person.birth_date
        return self.days_since(window_months(self.on, full_years(born, self.on) if born else 0))

    @property
    def days_of_career(self) -> int:
        """Working days of the whole career before the day."""
        return self._working_days(LONGEST_CAREER)

    def _working_days(self, first: date) -> int:
        last = self.on - timedelta(days=1)
        return EmploymentPeriod.objects.of(self.person).working_days(first, last)


def _is_adult(born: date | None, on: date) -> bool:
    """Say whether somebody is of age; who has no known day of birth is taken to be."""
    return born is None or full_years(born, on) >= ADULT
