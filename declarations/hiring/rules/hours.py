"""Work that counts against a quota: students and article 17."""

from collections.abc import Iterator
from dataclasses import replace

from declarations.glossary.findings import Finding
from declarations.hiring.quota import STUDENT, balance, wanted
from declarations.hiring.rules.case import Case

EXCEEDED = "90017-369"
BLOCKING = "B"


def within_quota(case: Case) -> Iterator[Finding]:
    """More than what is left: a warning for students, and a refusal for article 17 (90017-369).

    The value says how many hours, or days, are too many. Asked only when the declaration asks for
    more than before.
    """
    asked = wanted(case.after)
    if case.after.is_cancelled or (case.before and asked <= wanted(case.before)):
        return
    left = balance(case.after.worker_type, case.after.since, case.others)
    if left is None or asked <= left.left:
        return
    label = "NaturalPerson" if case.action == "DimonaIn" else "PlannedHoursNbr"
    finding = replace(case.problem(EXCEEDED, label), value=str(asked - left.left))
    student = case.after.worker_type == STUDENT
    yield finding if student else replace(finding, anomaly_class=BLOCKING)
