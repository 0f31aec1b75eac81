"""What the first pages show of wages: to a person own quarters, to a company what is missing."""

from collections import defaultdict
from typing import Any

from django.utils import timezone

from declarations.wages.filed import Figures, figures_by, records_of_person
from declarations.wages.quarters import moved, quarter_of, title
from declarations.wages.reminding import reminders_of, states_of
from portal.access.mandates.statuses import Help
from portal.pages.cards import Card, register_card, register_company_card
from portal.people.models import Company, Person

SHOWN = 8  # quarters on the personal page, the newest


@register_card(45, Help.OWN_DATA)
def wages(person: Person) -> Card | None:
    """Show days and pay by quarter and employer; nothing for who never worked for wages."""
    now = quarter_of(timezone.localdate())
    records = records_of_person(person, [moved(now, -by) for by in range(SHOWN)])
    standing = list(records.select_related("filing__company").order_by("-quarter", "pk"))
    if not standing:
        return None
    figures = figures_by(records, "record_id")
    together: defaultdict[tuple[int, Company], Figures] = defaultdict(Figures)
    for record in standing:
        together[record.quarter, record.filing.company] += figures.get(record.pk, Figures())
    rows: list[dict[str, Any]] = [
        {"quarter": title(quarter), "company": company.name, "figures": each}
        for (quarter, company), each in together.items()
    ]
    return Card("wages/_wages_card.html", {"rows": rows})


@register_company_card(10)
def reminders(company: Company) -> Card | None:
    """Show what is missing of the last quarter, from a month before its deadline."""
    last = moved(quarter_of(timezone.localdate()), -1)
    found = reminders_of(company, states_of(company, [last]))
    return Card("wages/_reminders_card.html", {"reminders": found}) if found else None
