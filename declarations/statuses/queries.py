"""Reads of statuses."""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import groupby
from operator import attrgetter
from typing import TYPE_CHECKING

from django.db import models

from portal.access.scoping import tenant_filter
from portal.people.models import Institution, Person, PersonNumber

if TYPE_CHECKING:
    from declarations.statuses.models import StatusReport


@dataclass(frozen=True)
class StatusSpell:
    """An unbroken time in one status; `until` is None while it is still running."""

    kind: str
    since: date
    until: date | None


class StatusReportQuerySet(models.QuerySet["StatusReport"]):
    """Reports of institutions."""

    @tenant_filter
    def sent_by(self, institution: Institution) -> "StatusReportQuerySet":
        """Return what an institution itself reported, newest first, with the person's number.

        The number in use today is `inss`, compact.
        """
        in_use = PersonNumber.objects.filter(
            person=models.OuterRef("person"), until__isnull=True
        ).values("number")[:1]
        return (
            self.filter(institution=institution)
            .select_related("person", "message")
            .annotate(inss=models.Subquery(in_use))
            .order_by("-recorded_at", "-pk")
        )

    def spells_of(self, persons: Collection[int]) -> Iterator[tuple[int, StatusSpell]]:
        """Give the unbroken times of persons (by id), by person and kind, the oldest first.

        Reports that touch or overlap are one spell; of two reports of the same first day the later
        one holds, so that an institution corrects its word by saying it again.
        """
        reports = self.filter(person__in=persons).order_by("person", "kind", "since", "id")
        for (person, kind), of_one in groupby(reports, key=attrgetter("person_id", "kind")):
            yield from ((person, spell) for spell in _joined(kind, of_one))


def _joined(kind: str, reports: Iterable["StatusReport"]) -> list[StatusSpell]:
    """Return reports of a person about a kind, by first day and id, as unbroken times."""
    latest = {report.since: report.until for report in reports}
    spells: list[StatusSpell] = []
    for since, until in latest.items():
        last = spells[-1] if spells else None
        if last is None or (last.until is not None and since > last.until + timedelta(days=1)):
            spells.append(StatusSpell(kind, since, until))
        else:
            later = None if until is None or last.until is None else max(until, last.until)
            spells[-1] = StatusSpell(kind, last.since, later)
    return spells
