"""The register of staff as a file that goes on in a spreadsheet, however long it is."""

from collections.abc import Iterable, Iterator
from datetime import date
from itertools import islice
from typing import Final

from django.utils import translation
from django.utils.translation import gettext as _

from declarations.channels.presenting import committee_words, worker_type_words
from declarations.hiring.models import EmploymentPeriod
from declarations.hiring.presenting import state_of
from declarations.hiring.queries import EmploymentPeriodQuerySet
from portal.access.door import list_names
from portal.access.models import Capacity, Purpose
from portal.people.numbers import format_inss
from portal.spreadsheet import BOM, csv_lines

PIECE: Final = 1_000  # periods in memory at a time


def pieces(
    periods: EmploymentPeriodQuerySet, capacity: Capacity
) -> Iterator[list[EmploymentPeriod]]:
    """Yield the periods by pieces, each after its persons have a line that says who saw them."""
    rows = periods.iterator(chunk_size=PIECE)
    while piece := list(islice(rows, PIECE)):
        list_names([period.person for period in piece], capacity, Purpose.STAFF)
        yield piece


def csv_file(pieces: Iterable[list[EmploymentPeriod]], day: date) -> Iterator[bytes]:
    """Return the periods (with `inss`) as CSV in the active language, with the state on a day.

    UTF-8 with a byte order mark, semicolons, days as YYYY-MM-DD.
    """
    return _csv(pieces, day, translation.get_language() or "en")


def _csv(pieces: Iterable[list[EmploymentPeriod]], day: date, language: str) -> Iterator[bytes]:
    # The lines are made while they are sent: then the language of the request is no longer set.
    with translation.override(language):
        head = BOM + csv_lines([_headings()])
    yield head.encode()
    for piece in pieces:
        with translation.override(language):
            lines = csv_lines(_row(period, day) for period in piece)
        yield lines.encode()


def _headings() -> list[str]:
    return [
        _("Last name"),
        _("First name"),
        _("National number"),
        _("Kind of work"),
        _("Joint committee"),
        _("First day"),
        _("Last day"),
        _("Planned hours"),
        _("State"),
        _("Declared late"),
        _("Period number"),
    ]


def _row(period: EmploymentPeriod, day: date) -> list[str]:
    return [
        period.person.last_name,
        period.person.first_name,
        _number(period),
        worker_type_words(period.worker_type),
        committee_words(period.joint_committee),
        period.since.isoformat(),
        period.until.isoformat() if period.until else "",
        str(period.planned_hours or ""),
        state_of(period, day).words,
        _("yes") if period.is_late else _("no"),
        period.number,
    ]


def _number(period: EmploymentPeriod) -> str:
    inss: str | None = period.inss  # type: ignore[attr-defined]
    return format_inss(inss) if inss else ""
