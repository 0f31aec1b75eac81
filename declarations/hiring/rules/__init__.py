"""What hiring and leaving must meet beyond the fields of one declaration: a small module a rule.

Step rules look at one declaration at its place in the history of its period, and at nothing else:
folding asks them again when an earlier declaration comes in later. Case rules look at what stands
around the period. Each list is in the order in which the rules are asked; a refusal ends it.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Final, TypeVar

from declarations.glossary.findings import Finding
from declarations.hiring.folding import Act, PeriodState, fold
from declarations.hiring.rules import (
    directories,
    ending,
    fields,
    flexi,
    hours,
    length,
    moments,
    occasional,
    room,
)
from declarations.hiring.rules.case import Case, CaseRule, Step, StepRule

STEP_RULES: Final[tuple[StepRule, ...]] = (
    ending.still_there,
    ending.leaving,
    fields.start_of_a_student,
    fields.clock_times,
    fields.planned_hours,
    ending.something_changes,
    ending.closing_by_change,
    ending.keeping_the_end,
    length.end_after_start,
    ending.flexi_job_not_prolonged,
    length.in_one_quarter,
    length.of_one_day,
    length.of_24_hours,
)
CASE_RULES: Final[tuple[CaseRule, ...]] = (
    directories.employer_active,
    room.room,
    occasional.two_days_in_a_row,
    hours.within_quota,
    flexi.enough_work_elsewhere,
    moments.lateness,
)
Subject = TypeVar("Subject", Step, Case)


def judge_step(before: PeriodState, act: Act) -> list[Finding]:
    """Return what is wrong with a later declaration where it stands in its period's history."""
    return list(_until_refused(STEP_RULES, Step(before, act)))


def admits(before: PeriodState, act: Act) -> bool:
    """Say whether a declaration can take effect where it stands: what `folding.fold` asks."""
    return not any(finding.blocking for finding in judge_step(before, act))


def judge_at_its_place(history: Sequence[Act], act: Act) -> tuple[list[Finding], PeriodState]:
    """Return what is wrong with a later declaration, and what its period is with it.

    `history` holds the accepted declarations of the period in any order; it is judged after those
    that were made before it, wherever it comes in. One that is refused leaves the period as it is.
    """
    earlier = [other for other in history if other.action == "DimonaIn" or other < act]
    findings = judge_step(fold(earlier, admits), act)
    refused = any(finding.blocking for finding in findings)
    return findings, fold(history if refused else [*history, act], admits)


def judge_case(case: Case) -> list[Finding]:
    """Return what is found around a declaration: up to the first refusal, or all the warnings."""
    return list(_until_refused(CASE_RULES, case))


def _until_refused(
    rules: Iterable[Callable[[Subject], Iterator[Finding]]], subject: Subject
) -> Iterator[Finding]:
    for rule in rules:
        for finding in rule(subject):
            yield finding
            if finding.blocking:
                return
