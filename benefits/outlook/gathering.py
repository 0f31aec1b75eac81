"""A person's situation from what the portal holds, in a constant number of questions."""

from datetime import date, timedelta

from benefits.claims.applications.sources import Sources
from benefits.outlook.situation import Situation
from declarations.hiring.models import EmploymentPeriod
from declarations.statuses.models import StatusReport
from declarations.wages.earned import earned
from portal.people.models import HouseholdMember, HouseholdRole, Person


def situation_of(person: Person, on: date) -> Situation:
    """Return the situation of a person on a day, from registers and declarations."""
    home = person.memberships.on(on).select_related("household").first()
    children, adults = _household(person, on)
    periods = list(EmploymentPeriod.objects.of(person).filter(since__lte=on))
    working = any(period.until is None or period.until >= on for period in periods)
    left_on = max((period.until for period in periods if period.until), default=None)
    wages = earned(person, on)
    start = on if working or left_on is None else left_on + timedelta(days=1)
    sources = Sources(person, start)
    return Situation(
        on=on,
        born=person.birth_date,
        postal_code=home.household.postal_code if home else "",
        children=children,
        adults=adults,
        others_income=None if adults else 0,
        working=working,
        left_on=None if working else left_on,
        days_counted=sources.days_in_window,
        career_days=sources.days_of_career,
        monthly_pay=wages.month if wages else 0,
        year_pay=wages.year if wages else 0,
        manual=wages is not None and wages.manual,
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
