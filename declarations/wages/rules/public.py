"""Data of public servants: periods within periods, and what they ask of each other."""

from typing import Final

import numpy as np

from declarations.wages.batch import Dates, Flags
from declarations.wages.rules.rule import finds
from declarations.wages.rules.view import View

DECLARATION, OCCUPATION, DATA = "EmployerDeclaration", "Occupation", "OccupationPublicServiceData"
SCALE, SUPPLEMENT = "ScaleSalary", "AdditionalScaleSalary"
KNOWN_SINCE: Final = np.datetime64("2011-01-01")
# The zones of the first and the last day, by block.
DAYS: Final = {
    OCCUPATION: ("OccupationStartingDate", "OccupationEndingDate"),
    DATA: ("OccupationPSDStartDate", "OccupationPSDEndDate"),
    SCALE: ("ScaleSalaryStartDate", "ScaleSalaryEndDate"),
    SUPPLEMENT: ("AdditionalScaleSalaryStartDate", "AdditionalScaleSalaryEndDate"),
}
ABOVE: Final = {DATA: OCCUPATION, SCALE: DATA, SUPPLEMENT: SCALE}


def _periods(label: str) -> None:
    """Enter the rules for the days of a block."""
    first, last = DAYS[label]
    above = ABOVE[label]

    @finds("008", label, first)
    def starts_outside(view: View) -> Flags:
        """Public servants are declared this way since 2011, and not after the quarter."""
        start = view.dates(label, first)
        return (start < KNOWN_SINCE) | (start > view.down(view.last_day, DECLARATION, label))

    @finds("014", label, last)
    def ends_first(view: View) -> Flags:
        """A period ends after it starts."""
        return view.dates(label, last) < view.dates(label, first)

    @finds("008", label, last)
    def ends_outside(view: View) -> Flags:
        """A period ends with the one in which it lies, and with the quarter, or before."""
        limit = _last_day(view, above)
        return view.dates(label, last) > view.down(limit, above, label)

    @finds("414", label, last)
    def ends_before_the_one_above(view: View) -> Flags:
        """A period does not end before the one in which it lies starts."""
        start = view.down(view.dates(above, DAYS[above][0]), above, label)
        return view.dates(label, last) < start


def _last_day(view: View, label: str) -> Dates:
    quarter = view.down(view.last_day, DECLARATION, label)
    return np.fmin(view.dates(label, DAYS[label][1]), quarter)


for _label in ABOVE:
    _periods(_label)


@finds("001", DATA, "OccupationPSDEndDate")
def end_missing(view: View) -> Flags:
    """Where a reason of the end is given, the end is."""
    reason = view.numbers(DATA, "StatutoryRelationEndReason")
    return (reason > 0) & np.isnat(view.dates(DATA, "OccupationPSDEndDate"))


@finds("001", SCALE, "WeekHoursNbr")
def hours_of_scale_missing(view: View) -> Flags:
    """The hours of the scale and those of the full scale are given together."""
    full = view.numbers(SCALE, "ScaleSalaryWeekHoursNbr") > 0
    return full & (view.numbers(SCALE, "WeekHoursNbr") < 0)


@finds("001", SCALE, "ScaleSalaryWeekHoursNbr")
def hours_of_full_scale_missing(view: View) -> Flags:
    """The hours of the scale and those of the full scale are given together."""
    part = view.numbers(SCALE, "WeekHoursNbr") >= 0
    return part & (view.numbers(SCALE, "ScaleSalaryWeekHoursNbr") < 0)


@finds("001", SUPPLEMENT, "AdditionalScaleSalaryBasisAmount")
def basis_missing(view: View) -> Flags:
    """A number of hours goes with the amount for one."""
    many = view.numbers(SUPPLEMENT, "NbrHoursOrServices") > 0
    return many & (view.numbers(SUPPLEMENT, "AdditionalScaleSalaryBasisAmount") < 0)
