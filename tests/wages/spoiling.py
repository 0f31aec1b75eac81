"""A declaration of one worker of whom something is spoilt, for the tests of rules."""

from __future__ import annotations

from typing import Any

from tests.wages.judging_samples import (
    CLERK,
    OCCUPATION,
    PAY,
    STUDENT,
    Content,
    changed,
    declaration,
    person,
)


def clerk(**changes: Any) -> Content:
    """A declaration with one clerk, of whom something is changed."""
    return declaration(person(changed(CLERK, **changes)))


def job(**changes: Any) -> Content:
    """A declaration with one clerk, whose occupation is changed."""
    return clerk(Occupation=[changed(OCCUPATION, **changes)])


def jobs(*occupations: Content) -> Content:
    """A declaration with one clerk who has several occupations."""
    return clerk(Occupation=list(occupations))


def student(**changes: Any) -> Content:
    """A declaration with one student."""
    return declaration(person(changed(STUDENT, **changes)))


def employer(**changes: Any) -> Content:
    """A declaration of which the employer's own fields are changed."""
    return changed(declaration(), **changes)


CAR: Content = {
    "UnrelatedEmployerClass": "010",
    "UnrelatedWorkerCode": "862",
    "UnrelatedAmount": "0000000001000",
}
SEVERANCE: Content = changed(
    OCCUPATION,
    OccupationSequenceNbr="02",
    OccupationStartingDate="2026-03-02",
    OccupationEndingDate="2026-05-31",
    Service=[],
    Remun=[changed(PAY, RemunCode="003")],
)
UNTIL_FEBRUARY: Content = changed(
    OCCUPATION, OccupationEndingDate="2026-02-27", Service__ServiceNbrDays="04200"
)
FLEXI: Content = changed(
    CLERK,
    EmployerClass="017",
    WorkerCode="450",
    Occupation__OccupationEndingDate="2026-03-31",
    Occupation__JointCommissionNbr="302",
    Occupation__Service__ServiceNbrHours="0040000",
    Occupation__Remun__RemunCode="022",
    WorkerContribution__ContributionWorkerCode="450",
)
