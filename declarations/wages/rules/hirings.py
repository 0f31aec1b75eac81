"""What was declared of hiring in the quarter, held against what is declared of wages."""

import numpy as np

from declarations.wages.batch import Flags, Ints
from declarations.wages.rules.codes import FLEXI, STUDENTS, among
from declarations.wages.rules.rule import finds
from declarations.wages.rules.situations import first_days, flexi_jobs, last_days
from declarations.wages.rules.view import View

PERSON, RECORD, STUDENT = "NaturalPerson", "WorkerRecord", "StudentContribution"
DECLARATION, OCCUPATION = "EmployerDeclaration", "Occupation"
HOURS = ("MeanWorkingHours", "RefMeanWorkingHours")


@finds("269", PERSON, "INSS")
def not_hired(view: View) -> Flags:
    """Who is paid was hired by a declaration of their own, in the quarter or before."""
    return (view.known.person > 0) & ~view.known.hired


def _students(view: View) -> Flags:
    return view.holds(PERSON, RECORD, among(view.worker_code, STUDENTS))


@finds("504", PERSON)
def no_hours_planned(view: View) -> Flags:
    """The hours of a student are planned when hiring."""
    return _students(view) & (view.known.person > 0) & (view.known.planned_hours == 0)


@finds("502", PERSON)
def other_hours_than_planned(view: View) -> Flags:
    """A student does not work more hours on special terms than were planned."""
    hours = np.maximum(view.numbers(STUDENT, "StudentHoursNbr"), 0)
    worked, planned = view.total(STUDENT, PERSON, hours), view.known.planned_hours
    return (planned > 0) & (worked > planned)


@finds("485", OCCUPATION)
def flexi_job_not_hired(view: View) -> Flags:
    """The days of a flexi-job were declared as hirings for a flexi-job."""
    since = view.down(view.known.flexi_since, PERSON, OCCUPATION)
    until = view.down(view.known.flexi_until, PERSON, OCCUPATION)
    covered = (since <= first_days(view)) & (until >= last_days(view))
    known = view.down(view.known.person > 0, PERSON, OCCUPATION)
    return flexi_jobs(view) & known & ~covered


@finds("486", RECORD)
def flexi_job_beside_a_full_job(view: View) -> Flags:
    """Who works four fifths or more for an employer has no flexi-job there."""
    hours, full = (view.numbers(OCCUPATION, zone) for zone in HOURS)
    most = (full > 0) & (hours * 5 >= full * 4) & ~flexi_jobs(view)
    beside = view.down(view.holds(PERSON, OCCUPATION, most), PERSON, RECORD)
    return among(view.worker_code, FLEXI) & beside


@finds("262", DECLARATION, whole=True)
def more_workers_than_hired(view: View) -> Flags:
    """An employer declares no wages of more workers than it hired."""
    hired = view.known.workers_hired
    return (hired >= 0) & (workers(view) > hired)


@finds("263", DECLARATION, whole=True)
def fewer_workers_than_hired(view: View) -> Flags:
    """An employer declares the wages of all workers whom it hired."""
    return workers(view) < view.known.workers_hired


def workers(view: View) -> Ints:
    """Return how many persons each declaration has."""
    ones = np.ones(len(view[PERSON]), np.int64)
    return view.total(PERSON, DECLARATION, ones)
