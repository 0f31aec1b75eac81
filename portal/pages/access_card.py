"""Who looked at a person's data, for that person's own eyes."""

from collections.abc import Iterable
from typing import Any

from django.db.models import QuerySet
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from portal.access.models import AccessLine
from portal.pages.cards import Card, register_card
from portal.people.models import Person

SHOWN = 5  # on the personal page; all of them have their own page


def lines_of(person: Person) -> QuerySet[AccessLine]:
    """Return the lines about a person, newest first, with what their label needs."""
    return (
        AccessLine.objects.filter(person=person)
        .select_related("capacity__company", "capacity__institution", "capacity__user__person")
        .order_by("-at", "-pk")
    )


def table_of(lines: Iterable[AccessLine]) -> dict[str, Any]:
    """Return the head and the rows of the table, for `components/table.html`."""
    head = (_("When"), _("Who"), _("Why"), _("What"))
    return {"head": [{"label": label} for label in head], "rows": [_row(line) for line in lines]}


def _row(line: AccessLine) -> list[str]:
    capacity = line.capacity
    return [
        date_format(localtime(line.at), "DATETIME_FORMAT"),
        f"{capacity.label} ({capacity.get_kind_display()})" if capacity else _("The portal itself"),
        line.get_purpose_display(),
        _("opened your file") if line.opened else _("saw your name in a list"),
    ]


@register_card(60)
def who_looked(person: Person) -> Card:
    """Show the latest lines."""
    return Card("pages/_access_card.html", table_of(lines_of(person)[:SHOWN]))
