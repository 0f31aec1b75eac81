"""What a hiring asks on a page, derived from the information model.

The name of each question stands for one place of a DimonaIn. Which are asked follows from the kind
of work: the checks of the model say what is missing and what may be given.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from django.utils import timezone

from declarations.glossary import periods
from declarations.glossary.catalog import glossary
from declarations.glossary.checks import check_fields
from declarations.glossary.fields import Content
from declarations.glossary.findings import Finding
from declarations.glossary.subject import Subject

ACTION: Final = "DimonaIn"
KIND: Final = {
    "worker_type": "DimonaFeatures/WorkerType",
    "joint_committee": "DimonaFeatures/JointCommissionNbr",
}
DETAILS: Final = {
    "first_day": "StartingDate",
    "first_hour": "StartingHour",
    "last_day": "EndingDate",
    "last_hour": "EndingHour",
    "planned_hours": "PlannedHoursNbr",
    "first_card": "ConstructionControlCards/FirstMonthC32ANbr",
    "next_card": "ConstructionControlCards/NextMonthC32ANbr",
    "nature": "SmallStatutesInformation/EmploymentNature",
    "risk": "SmallStatutesInformation/ActivityWithRisk",
    "trainee_status": "SmallStatutesInformation/WorkerStatus",
    "user_number": "DimonaFeatures/UsingEmployer/UsingEmployerCompanyID",
    "user_committee": "DimonaFeatures/UsingEmployer/JointCommissionNbr",
}
PLACES: Final = KIND | DETAILS
NEVER_REQUIRED: Final = ("risk",)
# Where an anomaly of a block, or of two answers together, is shown.
TOGETHER: Final = {
    "DimonaFeatures": "joint_committee",
    "": "last_day",
    "DimonaFeatures/UsingEmployer": "user_number",
}


@dataclass(frozen=True)
class Question:
    """A question that is asked: its name, the label of its zone, and whether it may stay open."""

    name: str
    zone: str
    optional: bool


def placed(answers: Mapping[str, str], names: Mapping[str, str] = PLACES) -> Content:
    """Return the answers as content of a declaration; what was not answered is left out."""
    content: Content = {}
    for name, place in names.items():
        *blocks, label = place.split("/")
        if not answers.get(name):
            continue
        inner: Any = content
        for block in blocks:
            inner = inner.setdefault(block, {})
        inner[label] = answers[name]
    return content


def answered(content: Mapping[str, Any]) -> dict[str, str]:
    """Return the answers that a declaration's content holds: the reverse of `placed`."""
    answers = {}
    for name, place in PLACES.items():
        value: Any = content
        for label in place.split("/"):
            value = value.get(label) if isinstance(value, Mapping) else None
        if isinstance(value, str):
            answers[name] = value
    return answers


def asked(answers: Mapping[str, str]) -> list[Question]:
    """Return which details the chosen kind of work asks for."""
    kind = placed(answers, KIND)
    today = timezone.localdate()
    model = glossary("dimona", "2023/1")
    needed = periods.needs(Subject(model, ACTION, kind, today))
    missing = [found.path for found in check_fields(ACTION, kind, on=today) if _missing(found)]
    questions = []
    for name, place in DETAILS.items():
        here = f"{ACTION}/{place}"
        required = any(f"{here}/".startswith(f"{path}/") for path in missing)
        if required or needed.get(place) == "optional":
            optional = name in NEVER_REQUIRED or not required
            questions.append(Question(name, place.rpartition("/")[2], optional))
    return questions


def question_of(finding: Finding) -> str:
    """Return the name of the question at which an anomaly is shown; empty when there is none."""
    place = finding.path.removeprefix(ACTION).removeprefix("/")
    known = {path: name for name, path in PLACES.items()}
    return known.get(place) or TOGETHER.get(place, "")


def _missing(finding: Finding) -> bool:
    return finding.code.endswith("-001")
