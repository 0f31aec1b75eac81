"""The employer: who it is, whether it was active in the quarter, and who may declare for it."""

import numpy as np

from declarations.wages.batch import Flags
from declarations.wages.rules.codes import ALONE
from declarations.wages.rules.rule import finds
from declarations.wages.rules.view import View, repeated

DECLARATION, RECORD = "EmployerDeclaration", "WorkerRecord"
NSSO, ENTERPRISE = "NOSSRegistrationNbr", "CompanyID"


@finds("151", DECLARATION)
def nobody(view: View) -> Flags:
    """An employer gives one of its numbers at least."""
    return (view.numbers(DECLARATION, NSSO) <= 0) & (view.numbers(DECLARATION, ENTERPRISE) <= 0)


@finds("041", DECLARATION, NSSO)
def wrong_nsso_number(view: View) -> Flags:
    """The directory of employers knows the NSSO number."""
    return (view.numbers(DECLARATION, NSSO) > 0) & (view.known.company == 0)


@finds("235", DECLARATION, ENTERPRISE)
def wrong_enterprise_number(view: View) -> Flags:
    """The directory of employers knows the enterprise number, where that alone is given."""
    alone = (view.numbers(DECLARATION, NSSO) <= 0) & (view.numbers(DECLARATION, ENTERPRISE) > 0)
    return alone & (view.known.company == 0)


@finds("022", DECLARATION, ENTERPRISE)
def other_enterprise(view: View) -> Flags:
    """Both numbers are of the same employer: that of the NSSO prevails."""
    return view.known.numbers_differ


@finds("051", DECLARATION, NSSO)
def not_active(view: View) -> Flags:
    """The employer was active on some day of the quarter."""
    return (view.known.company > 0) & ~view.known.active


@finds("155", DECLARATION, NSSO)
def no_mandate(view: View) -> Flags:
    """The sender is the employer, or had its mandate for the quarter."""
    return (view.known.company > 0) & ~view.known.may_declare


@finds("006", DECLARATION, whole=True)
def declared_twice(view: View) -> Flags:
    """An employer is declared once for a quarter, apart from the time under trusteeship."""
    unknown = view.known.company == 0
    numbers = [np.where(unknown, view.numbers(DECLARATION, zone), 0) for zone in (NSSO, ENTERPRISE)]
    trusteeship = view.numbers(DECLARATION, "Trusteeship")
    together = np.zeros(len(unknown), np.int64)
    return repeated(together, view.quarter, view.known.company, *numbers, trusteeship)


@finds("165", DECLARATION)
def mixed(view: View) -> Flags:
    """Employer category 021 is declared by itself."""
    alone = np.isin(view.employer_class, np.array(ALONE))
    return view.holds(DECLARATION, RECORD, alone) & view.holds(DECLARATION, RECORD, ~alone)
