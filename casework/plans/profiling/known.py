"""What the portal holds that answers a question of the needs assessment by itself."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Final, cast

from declarations.hiring.models import EmploymentPeriod
from portal.law.days import add_months, full_months, years_of_age
from portal.people.models import HouseholdMember, Person

LOOKED_BACK: Final = 36  # months
ADULT: Final = 18
DAYS_OF_A_MONTH: Final = 30


def months_without_work(person: Person, day: date) -> int | None:
    """Return the whole months since the last day of work; 0 at work, None for who never was."""
    last = last_job(person, day)
    if last is None:
        return None
    if last.until is None or last.until >= day:
        return 0
    return int(full_months(last.until, day - timedelta(days=1)))


def months_worked(person: Person, day: date) -> int:
    """Return the months of work in the last three years, of 30 days each; overlaps count once."""
    first = months_before(day, LOOKED_BACK)
    total, after = 0, first
    spans = EmploymentPeriod.objects.of(person).sharing_days(first, day)
    for since, until in sorted(spans.values_list("since", "until")):
        start, end = max(since, after), min(until or day, day)
        if start <= end:
            total += (end - start).days + 1
            after = end + timedelta(days=1)
    return total // DAYS_OF_A_MONTH


def care_for_children(person: Person, day: date) -> int:
    """Return 0 without children at home, 1 with another adult there, 2 as the only adult."""
    members = HouseholdMember.objects.living_with(person, day).exclude(person=person)
    born = list(members.values_list("person__birth_date", flat=True))
    children = [each for each in born if each and years_of_age(each, day) < ADULT]
    if not children:
        return 0
    return 1 if len(born) > len(children) else 2


def months_before(day: date, months: int) -> date:
    """Return the same day of the month, so many months earlier."""
    return cast(date, add_months(day, -months).item())


def last_job(person: Person, day: date) -> EmploymentPeriod | None:
    """Return the job that a person has on a day, or the one that ended last."""
    begun = EmploymentPeriod.objects.of(person).filter(since__lte=day)
    jobs = sorted(begun, key=lambda each: each.until or date.max)
    return jobs[-1] if jobs else None


Known = Callable[[Person, date], int | None]
KNOWN: Final[dict[str, tuple[Known, str]]] = {
    "months_without_work": (months_without_work, "declarations of the employers"),
    "months_worked": (months_worked, "declarations of the employers"),
    "care_for_children": (care_for_children, "National Register"),
}
