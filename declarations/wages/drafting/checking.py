"""What is wrong with a draft: the judges look at it as they will look at the message."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils import timezone

from declarations.glossary.catalog import for_quarter
from declarations.glossary.findings import Finding
from declarations.wages.batch import Batch, Ints
from declarations.wages.drafting.writing import Written, original
from declarations.wages.forms import ContentForm, CorrectionForm
from declarations.wages.judging import findings_of, judge
from declarations.wages.known import Known
from declarations.wages.reading import read
from portal.access.models import Capacity
from portal.people.models import Company


@dataclass(frozen=True)
class Problem:
    """An anomaly of a draft: `worker` is the number of the person, from 0, None for the whole;
    `block` and `row` say where it is in the message, `zone` is empty for the block itself."""

    finding: Finding
    worker: int | None
    block: str
    row: int
    zone: str


def problems_of(
    written: Written, quarter: int, capacity: Capacity, *, whole: bool = True
) -> list[Problem]:
    """Return the anomalies of a written draft that a capacity wants to send today."""
    batch = read(written.document, for_quarter("dmfa", quarter))
    known = Known.load(batch, capacity, timezone.now())
    found = []
    for hit in judge(batch, known, whole=whole):
        owner = _persons(batch, hit.rows)
        for row in hit.at.tolist():
            one = hit._replace(at=hit.at[hit.at == row])
            (finding,) = findings_of(batch, [one], 1)
            worker = None if owner is None else int(owner[row])
            found.append(Problem(finding, worker, hit.rows, row, hit.zone))
    return found


def _persons(batch: Batch, block: str) -> Ints | None:
    """Return the person of each row of a block; None for a block above persons."""
    try:
        return batch.owner(block, "NaturalPerson")
    except ValueError:
        return None


def show_refusals(form: ContentForm, company: Company, capacity: Capacity) -> bool:
    """Show what the judges refuse of a worker at the fields; say whether they refuse nothing.

    What they have against the quarter itself, such as that it still runs, stops a correction, which
    is sent at once; a draft can wait for it.
    """
    waits = not isinstance(form, CorrectionForm)
    worker = [(form.entry.person, form.content())]
    written = original(company, form.quarter, worker, timezone.now())
    for problem in problems_of(written, form.quarter, capacity, whole=False):
        if problem.finding.blocking and not (waits and problem.worker is None):
            form.show(problem.finding, form.field_at(problem.block, problem.row, problem.zone))
    return not form.errors


def by_worker(problems: Sequence[Problem]) -> dict[int | None, list[Problem]]:
    """Return problems by the number of the worker; None holds those of the whole."""
    found: dict[int | None, list[Problem]] = {}
    for problem in problems:
        found.setdefault(problem.worker, []).append(problem)
    return found
