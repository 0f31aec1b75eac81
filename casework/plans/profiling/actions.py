"""Assess needs, choose the support, and count what became of others."""

from datetime import date
from typing import Any, Final

from django.db import connection, transaction
from django.utils import timezone

from casework.plans.access import may_counsel
from casework.plans.actions import SupportRefusedError, locked, seated
from casework.plans.models import SupportFile
from casework.plans.profiling.known import KNOWN, months_before
from casework.plans.profiling.models import Assessment, OutcomeShare, SegmentChoice
from casework.plans.profiling.questionnaire import QUESTIONS, SHARES, VERSION
from casework.plans.profiling.voices import by_data, by_rule
from casework.plans.statuses import Segment
from portal.access.models import Capacity
from portal.people.models import Person


class ReasonMissingError(Exception):
    """The choice differs from what a voice says: the person is owed a reason."""


def known_of(person: Person, day: date) -> dict[str, dict[str, Any]]:
    """Return what is held that answers questions: by question the fact, the answer, the source."""
    found = {}
    for question in QUESTIONS:
        if not question.known:
            continue
        find, source = KNOWN[question.known]
        fact = find(person, day)
        if fact is not None:
            answer = question.of_fact(fact).key
            found[question.key] = {"fact": fact, "answer": answer, "source": source}
    return found


@transaction.atomic
def assess(
    file: SupportFile, capacity: Capacity, answers: dict[str, str], judgement: Segment, why: str
) -> Assessment:
    """Keep the answers to all questions with the caseworker's own judgement, and hear the others.

    Raises `SupportRefusedError` for a file that is not in this caseworker's hands.
    """
    file = locked(file)
    if not may_counsel(capacity, file):
        raise SupportRefusedError("assess")
    today = timezone.localdate()
    return Assessment.objects.create(
        file=file,
        version=VERSION,
        answers=in_words(answers),
        known=known_of(file.person, today),
        judgement=judgement,
        why=why,
        rule=by_rule(answers),
        outcomes=by_data(file.person, today),
        made_by=capacity.user,
    )


def in_words(answers: dict[str, str]) -> list[dict[str, str]]:
    """Return answers with what was asked and said, so that they read the same for ever."""
    chosen = [(each, each.answer(answers[each.key])) for each in QUESTIONS]
    return [
        {
            "question": question.key,
            "answer": answer.key,
            "asks": question.label,
            "says": answer.label,
        }
        for question, answer in chosen
    ]


def differs(assessment: Assessment, segment: str) -> bool:
    """Say whether a choice differs from what one of the three voices says."""
    said = {assessment.judgement, assessment.rule["segment"], assessment.outcomes["segment"]} - {""}
    return said != {segment}


@transaction.atomic
def choose(
    assessment: Assessment, capacity: Capacity, segment: Segment, reason: str
) -> SegmentChoice:
    """Choose the support of a person on an assessment; its last one, and once.

    Raises `SupportRefusedError`, `ReasonMissingError`, and `NoSeatError` when the counsellor has no
    seat left for intensive support.
    """
    file = locked(assessment.file)
    last = file.assessments.last()
    chosen = SegmentChoice.objects.filter(assessment=assessment).exists()
    if not may_counsel(capacity, file) or last != assessment or chosen:
        raise SupportRefusedError("choose")
    if differs(assessment, segment) and not reason:
        raise ReasonMissingError
    assert file.counsellor is not None  # noqa: S101 - a running file has one
    seated(file, "choose", capacity.user, file.counsellor, segment)
    return SegmentChoice.objects.create(
        assessment=assessment, segment=segment, reason=reason, chosen_by=capacity.user
    )


# Jobs after which a person stayed without work for a month, and whether another began in a year.
COUNTED: Final = """
    WITH ended AS (
        SELECT job.person_id, job.since, job.until, person.birth_date
        FROM declarations_employmentperiod AS job
        JOIN portal_person AS person ON person.id = job.person_id
        WHERE job.until BETWEEN %(first)s AND %(last)s AND NOT job.is_cancelled
            AND job.environment = 'R' AND person.birth_date IS NOT NULL
            AND NOT EXISTS (
                SELECT FROM declarations_employmentperiod AS other
                WHERE other.person_id = job.person_id AND other.id <> job.id
                    AND NOT other.is_cancelled AND other.environment = 'R'
                    AND other.since <= job.until + 30
                    AND coalesce(other.until, 'infinity') > job.until
            )
    )
    SELECT
        CASE WHEN age(until, birth_date) < '25 years' THEN 0
            WHEN age(until, birth_date) < '55 years' THEN 1 ELSE 2 END,
        CASE WHEN until - since + 1 < 365 THEN 0 WHEN until - since + 1 < 1095 THEN 1 ELSE 2 END,
        count(*),
        count(*) FILTER (WHERE EXISTS (
            SELECT FROM declarations_employmentperiod AS next
            WHERE next.person_id = ended.person_id AND NOT next.is_cancelled
                AND next.environment = 'R' AND next.since > ended.until
                AND next.since <= ended.until + make_interval(months => %(within)s)
        ))
    FROM ended GROUP BY 1, 2 HAVING count(*) >= %(least)s
"""


@transaction.atomic
def count_outcomes(today: date) -> None:
    """Count again what became of people who lost a job; a group that became too small is gone."""
    asked: dict[str, date | int] = {
        "first": months_before(today, SHARES.back_months),
        "last": months_before(today, SHARES.within_months),
        "within": SHARES.within_months,
        "least": SHARES.least_people,
    }
    OutcomeShare.objects.all().delete()
    with connection.cursor() as cursor:
        cursor.execute(COUNTED, asked)
        rows = cursor.fetchall()
    OutcomeShare.objects.bulk_create(
        OutcomeShare(age=age, tenure=tenure, people=people, found=found, counted_on=today)
        for age, tenure, people, found in rows
    )
