"""A person's situation from what the portal holds, in a constant number of questions."""

from datetime import date, timedelta
from typing import cast

import numpy as np

from benefits.outlook.situation import Situation
from benefits.schemes.unemployment.window import window_months
from declarations.hiring.models import EmploymentPeriod
from declarations.statuses.models import StatusReport
from declarations.wages.filed import Figures, figures_by, records_of_person
from declarations.wages.quarters import moved, quarter_of
from portal.law.days import add_months
from portal.law.money import half_up
from portal.people.models import HouseholdMember, HouseholdRole, Person

QUARTER = 3  # months
FULL_DAYS = 6500  # days of a quarter of full-time work in the five-day week, in hundredths
MANUAL = range(10, 50)  # worker codes of manual workers
LOOKED_BACK = 8  # quarters


def situation_of(person: Person, on: date) -> Situation:
    """Return the situation of a person on a day, from registers and declarations."""
    home = person.memberships.on(on).select_related("household").first()
    children, adults = _household(person, on)
    periods = list(EmploymentPeriod.objects.of(person).filter(since__lte=on))
    working = any(period.until is None or period.until >= on for period in periods)
    left_on = max((period.until for period in periods if period.until), default=None)
    monthly, of_year, manual = _pay(person, on)
    start = on if working or left_on is None else left_on + timedelta(days=1)
    return Situation(
        on=on,
        born=person.birth_date,
        postal_code=home.household.postal_code if home else "",
        children=children,
        adults=adults,
        others_income=None if adults else 0,
        working=working,
        left_on=None if working else left_on,
        days_counted=_days_in_window(person, start),
        career_days=EmploymentPeriod.objects.of(person).working_days(date(1920, 1, 1), start),
        monthly_pay=monthly,
        year_pay=of_year,
        manual=manual,
        statuses=tuple(spell for _person, spell in StatusReport.objects.spells_of([person.pk])),
    )


def _household(person: Person, on: date) -> tuple[tuple[date, ...], int]:
    """Return the births of the children at the address, and how many other adults live there."""
    others = HouseholdMember.objects.living_with(person, on).exclude(person=person)
    members = list(others.select_related("person").order_by("person__birth_date"))
    born = tuple(
        member.person.birth_date
        for member in members
        if member.role == HouseholdRole.CHILD and member.person.birth_date
    )
    return born, len(members) - len(born)


def _days_in_window(person: Person, start: date) -> int:
    """Count the working days in the reference period of unemployment before a day."""
    born = person.birth_date or start
    years = start.year - born.year - ((start.month, start.day) < (born.month, born.day))
    first = cast(date, add_months(np.datetime64(start), -window_months(start, years)).item())
    last = start - timedelta(days=1)
    return EmploymentPeriod.objects.of(person).working_days(first, last)


def _pay(person: Person, on: date) -> tuple[int, int, bool]:
    """Return the pay of a whole month from the last quarter, that of last year, and if manual."""
    now = quarter_of(on)
    records = records_of_person(person, [moved(now, -by) for by in range(LOOKED_BACK)])
    standing = list(records.values_list("pk", "quarter", "worker_code"))
    if not standing:
        return 0, 0, False
    figures = figures_by(records, "record_id")
    newest = max(quarter for _pk, quarter, _code in standing)
    last = sum((figures.get(pk, Figures()) for pk, q, _c in standing if q == newest), Figures())
    of_year = sum(
        figures.get(pk, Figures()).cents for pk, q, _c in standing if q // 10 == on.year - 1
    )
    manual = any(int(code) in MANUAL for _pk, q, code in standing if q == newest)
    whole = last.cents * FULL_DAYS
    month = int(half_up(whole, QUARTER * last.days)) if last.days else 0
    return month, of_year, manual
