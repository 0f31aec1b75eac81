"""What if: changes that a person may try on their own situation. Nothing of them is kept."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any, Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from benefits.outlook.situation import Situation

Change = Callable[[Situation, date, dict[str, Any]], Situation]


@dataclass(frozen=True)
class WhatIf:
    """A change to try: its question, and what it does from its day on.

    `asks` names the further field of its form: "hours", "income" or "mother".
    """

    question: str | Promise
    apply: Change
    asks: str = ""


def _work_ends(situation: Situation, day: date, _told: dict[str, Any]) -> Situation:
    more = max((day - situation.on).days * 6 // 7, 0)
    return replace(
        situation,
        working=False,
        left_on=day - timedelta(days=1),
        days_counted=situation.days_counted + more,
        career_days=situation.career_days + more,
    )


def _fewer_hours(situation: Situation, _day: date, told: dict[str, Any]) -> Situation:
    return replace(situation, hours_share=told["hours"])


def _ill(situation: Situation, day: date, _told: dict[str, Any]) -> Situation:
    return replace(situation, ill_since=day)


def _birth(situation: Situation, day: date, told: dict[str, Any]) -> Situation:
    born = replace(situation, children=(*situation.children, day))
    return replace(born, rest_since=day) if told.get("mother") else born


def _together(situation: Situation, _day: date, told: dict[str, Any]) -> Situation:
    income = (situation.others_income or 0) + told["income"]
    return replace(situation, adults=situation.adults + 1, others_income=income)


def _alone(situation: Situation, _day: date, _told: dict[str, Any]) -> Situation:
    return replace(situation, adults=0, others_income=0)


CHANGES: Final[dict[str, WhatIf]] = {
    "work_ends": WhatIf(_("my work ends"), _work_ends),
    "fewer_hours": WhatIf(_("there is less work and my hours fall"), _fewer_hours, "hours"),
    "ill": WhatIf(_("I fall ill for a long time"), _ill),
    "birth": WhatIf(_("a child is born"), _birth, "mother"),
    "together": WhatIf(_("I move in together with somebody"), _together, "income"),
    "alone": WhatIf(_("I live alone from then on"), _alone),
}


def unfold(situation: Situation, name: str, day: date, told: dict[str, Any]) -> Any:
    """Return how the situation unfolds: as it is before the day, changed from it on."""
    changed = CHANGES[name].apply(situation, day, told)

    def on(moment: date) -> Situation:
        return changed if moment >= day else situation

    return on
