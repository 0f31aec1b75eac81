"""How much somebody worked in a quarter, as the rules of hiring ask it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping
from datetime import date
from fractions import Fraction

from declarations.hiring.worked import Worked, register_reader
from declarations.wages.models import Occupation, WorkerRecord
from declarations.wages.quarters import first_day, last_day, quarter_of
from declarations.wages.rules.codes import APPRENTICES, FLEXI, STUDENTS
from portal.access.models import Environment


@register_reader
def worked(
    persons: Collection[int], quarters: Collection[date], environment: Environment
) -> Mapping[int, Worked]:
    """Return parts of a full-time job, by person, first day of the quarter and company.

    A job counts as many days of the quarter as it lasted, by its weekly hours against those of a
    full-time worker there; whoever has no weekly hours in the declaration works full-time. Jobs of
    flexi workers, students and apprentices are left out: they build up no rights.
    """
    records = (
        WorkerRecord.objects.filter(quarter__in=[quarter_of(day) for day in quarters])
        .filter(person__in=persons, filing__environment=environment)
        .exclude(worker_code__in=(*FLEXI, *STUDENTS, *APPRENTICES))
        .current()
        .select_related("filing")
    )
    standing = {(record.quarter, record.pk): record for record in records}
    found: defaultdict[int, defaultdict[date, defaultdict[int, Fraction]]] = defaultdict(
        lambda: defaultdict(lambda: defaultdict(Fraction))
    )
    jobs = Occupation.objects.filter(
        quarter__in={quarter for quarter, _key in standing},
        record__in=[key for _quarter, key in standing],
    )
    for job in jobs:
        record = standing.get((job.quarter, job.record_id))
        if record is not None and record.person_id is not None:
            of_quarter = found[record.person_id][first_day(job.quarter)]
            of_quarter[record.filing.company_id] += _part(job)
    return found


def _part(job: Occupation) -> Fraction:
    """Return which part of a full-time quarter a job is."""
    first, last = first_day(job.quarter), last_day(job.quarter)
    begun, ended = max(job.starts or first, first), min(job.ends or last, last)
    lasted = Fraction((ended - begun).days + 1, (last - first).days + 1)
    if job.mean_hours is None or not job.reference_hours:
        return lasted
    return lasted * Fraction(job.mean_hours, job.reference_hours)
