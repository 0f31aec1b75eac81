"""Reads of statuses."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

from django.db import models

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

    def last_spell(self, person: Person, kind: str) -> StatusSpell | None:
        """Return the person's last unbroken time in a status, from all that was reported.

        Reports that touch or overlap are one spell; of two reports of the same first day the later
        one holds, so that an institution corrects its word by saying it again.
        """
        reports = self.filter(person=person, kind=kind).order_by("since", "id")
        latest = {report.since: report.until for report in reports}
        spell: StatusSpell | None = None
        for since, until in sorted(latest.items()):
            joined = spell is not None and (
                spell.until is None or since <= spell.until + timedelta(days=1)
            )
            if spell is None or not joined:
                spell = StatusSpell(kind, since, until)
            else:
                later = None if until is None or spell.until is None else max(until, spell.until)
                spell = StatusSpell(kind, spell.since, later)
        return spell
