"""The names under which answers tell the parts of a worker record, each with what became of it."""

from __future__ import annotations

from typing import Final

from declarations.wages.amending.contents import Part
from declarations.wages.answers.frames import Content
from declarations.wages.models import WorkerRecord

NAMES: Final = {
    "OccupationPublicServiceData": "OccupationPSDAction",
    "DismissedStatutoryWorkerContribution": "DismissedStatWorkerContAction",
    "EarlyRetirementContribution": "EarlyRetirementContAction",
}
NOT_SUBJECTED: Final = "0"  # the authority did nothing to it by itself
Versions = dict[str, dict[str, str]]  # zones of the version of each occupation, by its number


def told(part: Part, occupation: str, versions: Versions) -> Content:
    """Return what a compared part says, as content of an answer.

    `occupation` is the name of an occupation in that answer. What an answer has no place for is
    left out when it is written.
    """
    content: Content = {**part.zones, "Action": part.action}
    if part.label == "Occupation":
        content |= versions.get(part.values["OccupationSequenceNbr"], {})
    for below in part.parts:
        name = occupation if below.label == "Occupation" else name_of(below.label)
        content.setdefault(name, []).append(told(below, occupation, versions))
    return content


def dated(record: WorkerRecord) -> Content:
    """Return what answers always say of a record, and an amendment need not."""
    return {
        "NOSSQuarterStartingDate": record.starts.isoformat(),
        "NOSSQuarterEndingDate": record.ends.isoformat(),
        "Border": "0",
    }


def name_of(label: str) -> str:
    """Return the name of a part in answers."""
    return NAMES.get(label, f"{label}Action")
