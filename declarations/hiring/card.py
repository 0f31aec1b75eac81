"""What the personal page shows of work: the periods that employers declared."""

from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from declarations.glossary.catalog import code_list
from declarations.hiring.models import EmploymentPeriod
from declarations.hiring.quota import STUDENT, student_balance
from portal.access.mandates.statuses import Help
from portal.pages.cards import Card, register_card
from portal.pages.charts import Period
from portal.people.models import Person

MOST = 20  # periods on the personal page, the newest


@register_card(40, Help.OWN_DATA)
def employment(person: Person) -> Card:
    """Show the periods of work, drawn from the first day of the oldest until today or later."""
    today = timezone.localdate()
    stored = EmploymentPeriod.objects.of(person)[:MOST]
    periods = [_drawn(each) for each in stored]
    days = [day for period in periods for day in (period.start, period.end) if day]
    context: dict[str, Any] = {
        "periods": periods,
        "first": min([today, *days]),
        "last": max([today, *days]),
    }
    if any(each.worker_type == STUDENT and each.since.year == today.year for each in stored):
        context |= {"year": today.year, "student": student_balance(person, today.year)}
    return Card("declarations/_employment_card.html", context)


def _drawn(period: EmploymentPeriod) -> Period:
    kind = code_list("worker_types")[period.worker_type].title
    note = _("%(kind)s, period %(number)s") % {"kind": kind, "number": period.number}
    return Period(period.company.name, period.since, period.until, note)
