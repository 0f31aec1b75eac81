"""What employers said of a person's wages, for the page of the person's own data."""

from collections.abc import Iterator
from typing import Final

from django.utils import timezone
from django.utils.translation import gettext as _

from declarations.wages.filed import Figures, figures_by, records_of_person
from declarations.wages.models import WorkerRecord
from declarations.wages.pieces import documents
from declarations.wages.quarters import moved, quarter_of, title
from portal.access.models import Environment
from portal.pages.own.copying import register_files
from portal.pages.own.data import Datum, Group, register_data
from portal.people.models import Person
from portal.templatetags.solida import euros

TOLD: Final = 12  # quarters, the newest; all of them are in the copy of everything


@register_data(50)
def wages(person: Person) -> Group:
    """Tell the gross pay of each quarter and employer, with the declaration that said it."""
    now = quarter_of(timezone.localdate())
    records = records_of_person(person, [moved(now, -by) for by in range(TOLD)])
    figures = figures_by(records, "record_id")
    received = records.received()
    standing = records.select_related("filing__company")
    data = []
    for record in standing.order_by("-quarter", "pk"):
        employer = record.filing.company.name
        pay = _("%(amount)s gross") % {"amount": euros(figures.get(record.pk, Figures()).cents)}
        source = _("declaration of %(employer)s") % {"employer": employer}
        label = f"{employer}, {title(record.quarter)}"
        data.append(Datum(label, pay, source, received[record.pk]))
    return Group(
        _("What you earned"),
        data,
        _(
            "Ask the employer to correct the quarter."
            " Your rights are looked at again by themselves."
        ),
    )


@register_files
def sent(person: Person) -> Iterator[tuple[str, bytes]]:
    """Give what employers sent of the person, as it came, all versions."""
    own = WorkerRecord.objects.filter(person=person, filing__environment=Environment.REAL)
    records = list(own.order_by("quarter", "pk"))
    for record, content in zip(records, documents(records), strict=True):
        yield f"wages/{record.quarter}-{record.pk}.xml", content
