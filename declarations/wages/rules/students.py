"""Students: their contribution, their hours and the company that uses them."""

from declarations.wages.batch import ABSENT, Flags, Ints
from declarations.wages.rules.codes import STUDENTS, among
from declarations.wages.rules.rule import finds
from declarations.wages.rules.view import View

RECORD, STUDENT, DECLARATION = "WorkerRecord", "StudentContribution", "EmployerDeclaration"
USER = "StudentContribution/UsingEmployer"
HOURS, DAYS = "StudentHoursNbr", "StudentNbrDays"
HOURS_SINCE = 20171  # before, students were counted in days
PLACE_SINCE = 20151


def _quarter(view: View, label: str) -> Ints:
    return view.down(view.quarter, DECLARATION, label)


@finds("001", STUDENT, HOURS)
def hours_missing(view: View) -> Flags:
    """Students are counted in hours since 2017."""
    counted = _quarter(view, STUDENT) >= HOURS_SINCE
    return counted & (view.numbers(STUDENT, HOURS) == ABSENT)


@finds("146", STUDENT, DAYS)
def days_given(view: View) -> Flags:
    """Students are no longer counted in days."""
    counted = _quarter(view, STUDENT) >= HOURS_SINCE
    return counted & (view.numbers(STUDENT, DAYS) != ABSENT)


@finds("008", STUDENT, HOURS)
def more_hours_than_the_quota(view: View) -> Flags:
    """A student works on these terms for no more than the quota of the year."""
    quota = view.down(view.known.student_quota, DECLARATION, STUDENT)
    return (quota > 0) & (view.numbers(STUDENT, HOURS) > quota)


@finds("001", STUDENT, "LocalUnitID")
def place_missing(view: View) -> Flags:
    """Where a student works is given since 2015."""
    wanted = _quarter(view, STUDENT) >= PLACE_SINCE
    return wanted & (view.numbers(STUDENT, "LocalUnitID") == ABSENT)


@finds("090", RECORD, missing=STUDENT)
def contribution_missing(view: View) -> Flags:
    """The record of a student has the student's contribution."""
    return among(view.worker_code, STUDENTS) & ~view.holds(RECORD, STUDENT) & ~view.deleted


@finds("030", STUDENT)
def contribution_of_another(view: View) -> Flags:
    """Only a student has the student's contribution."""
    return ~view.down(among(view.worker_code, STUDENTS), RECORD, STUDENT)


@finds("001", USER, "DailyContractNbr")
def contracts_missing(view: View) -> Flags:
    """An agency tells how many daily contracts in a row a student had with a company."""
    return view.numbers(USER, "DailyContractNbr") == ABSENT
