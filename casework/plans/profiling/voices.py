"""Three voices on how much support somebody needs: the rule's and the data's, beside a person's."""

from datetime import date
from math import sqrt
from typing import Any, Final

from casework.plans.profiling.known import last_job
from casework.plans.profiling.models import OutcomeShare
from casework.plans.profiling.questionnaire import QUESTIONS, RULES, SHARES, points_of
from casework.plans.statuses import Segment
from portal.law.days import years_of_age
from portal.people.models import Person

MOST_SUPPORT: Final = (Segment.INTENSIVE, Segment.HELP, Segment.SELF)
NORMAL: Final = 1.96  # 95 of a hundred intervals hold the true share


def by_rule(answers: dict[str, str]) -> dict[str, Any]:
    """Return what the rule says of answers: the segment, the points, and why.

    `weighed` are the answers that weigh something: question, answer and points.
    """
    points = points_of(answers)
    fitting = [rule for rule in RULES if rule.fits(answers, points)]
    segments = {rule.segment for rule in fitting} or {Segment.SELF}
    weighed = [(each, each.answer(answers[each.key])) for each in QUESTIONS]
    return {
        "segment": next(each for each in MOST_SUPPORT if each in segments).value,
        "points": points,
        "because": [{"segment": rule.segment.value, "text": rule.because} for rule in fitting],
        "weighed": [
            {"question": question.label, "answer": answer.label, "points": answer.points}
            for question, answer in weighed
            if answer.points
        ],
    }


def by_data(person: Person, day: date) -> dict[str, Any]:
    """Return what became of others who lost a job like the person's: counts, no model.

    `people` of the same age whose last job was about as long, `found` of them with work again
    within twelve months, `low` and `high` per hundred around that share with 95 % confidence.
    Too few of them, or no job that ended: no segment.
    """
    job = last_job(person, day)
    if job is None or person.birth_date is None or job.until is None or job.until > day:
        return {"segment": "", "people": 0}
    age, tenure = age_band(person.birth_date, job.until), tenure_band(job.since, job.until)
    share = OutcomeShare.objects.filter(age=age, tenure=tenure).first()
    said: dict[str, Any] = {"segment": "", "people": share.people if share else 0}
    said |= {"age": age, "tenure": tenure, "least": SHARES.least_people}
    if share is None or share.people < SHARES.least_people:
        return said
    low, high = interval(share.found, share.people)
    told = {"found": share.found, "low": low, "high": high, "counted_on": f"{share.counted_on}"}
    parts = 100 * share.found // share.people
    return said | told | {"share": parts, "segment": segment_of(parts).value}


def segment_of(share: int) -> Segment:
    """Return to which segment a share (per hundred) of people who found work points."""
    if share >= SHARES.self_from:
        return Segment.SELF
    return Segment.HELP if share >= SHARES.help_from else Segment.INTENSIVE


def interval(found: int, people: int) -> tuple[int, int]:
    """Return Wilson's interval of a share with 95 % confidence, per hundred, rounded outwards."""
    share, square = found / people, NORMAL**2
    middle = (share + square / (2 * people)) / (1 + square / people)
    spread = share * (1 - share) / people + square / (4 * people**2)
    half = NORMAL * sqrt(spread) / (1 + square / people)
    return int(max(0.0, 100 * (middle - half))), min(100, int(100 * (middle + half)) + 1)


def age_band(born: date, day: date) -> int:
    """Return the age band on a day: 0 below 25, 1 below 55, 2 from then on. As the SQL has it."""
    age = int(years_of_age(born, day))
    return (age >= 25) + (age >= 55)


def tenure_band(since: date, until: date) -> int:
    """Return the band of how long a job lasted: 0 below a year, 1 below three, 2 from then on."""
    days = (until - since).days + 1
    return (days >= 365) + (days >= 3 * 365)
