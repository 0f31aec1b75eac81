"""How the three voices on a person's support read: for the caseworker and for the person."""

from datetime import date
from typing import Any

from django.utils.translation import gettext, ngettext

from casework.plans.profiling.models import Assessment
from casework.plans.statuses import Segment
from portal.dates import date_format


def voices_of(assessment: Assessment) -> list[dict[str, Any]]:
    """Return judgement, rule and data: {title, says, because, provisional} for `_voices.html`."""
    return [
        {
            "title": gettext("The caseworker's judgement"),
            "says": assessment.get_judgement_display(),
            "because": [assessment.why],
        },
        _rule(assessment.rule),
        _data(assessment.outcomes),
    ]


def _rule(rule: dict[str, Any]) -> dict[str, Any]:
    points = rule["points"]
    weighing = [
        gettext("%(question)s %(answer)s (%(points)s)")
        % {
            "question": gettext(each["question"]),
            "answer": gettext(each["answer"]),
            "points": each["points"],
        }
        for each in rule["weighed"]
    ]
    told = ngettext(
        "The answers weigh %(points)s point together.",
        "The answers weigh %(points)s points together.",
        points,
    ) % {"points": points}
    because = [gettext(each["text"]) + "." for each in rule["because"]]
    return {
        "title": gettext("The rule"),
        "says": Segment(rule["segment"]).label,
        "because": because or [gettext("Nothing that was answered stands in the way of work.")],
        "more": [told, *weighing],
    }


def _data(data: dict[str, Any]) -> dict[str, Any]:
    segment = data["segment"]
    return {
        "title": gettext("The data"),
        "says": Segment(segment).label if segment else gettext("too little is known to say"),
        "because": _counted(data) if segment else [_too_few(data)],
        "provisional": True,
    }


def _too_few(data: dict[str, Any]) -> str:
    if "age" not in data:
        return gettext("The person has no job that ended, so that nobody compares.")
    return gettext(
        "Fewer than %(least)s people of this age lost a job like this one, long enough ago to know"
        " what became of them."
    ) % {"least": data["least"]}


def _counted(data: dict[str, Any]) -> list[str]:
    tenures = (
        gettext("less than a year"),
        gettext("one to three years"),
        gettext("three years or longer"),
    )
    ages = (
        gettext("younger than 25"),
        gettext("25 to 54 years old"),
        gettext("55 years or older"),
    )
    return [
        gettext(
            "Of %(people)s people %(age)s who lost a job of %(tenure)s, %(found)s had work again"
            " within 12 months: %(share)s %%."
        )
        % (data | {"age": ages[data["age"]], "tenure": tenures[data["tenure"]]}),
        gettext("With 95 %% confidence the share lies between %(low)s and %(high)s %%.") % data,
        gettext("Counted on %(day)s from all declared work. It says nothing about this person.")
        % {"day": date_format(date.fromisoformat(data["counted_on"]))},
    ]
