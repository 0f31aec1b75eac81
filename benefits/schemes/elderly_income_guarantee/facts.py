"""What the rule for the income guarantee of the elderly is told."""

from dataclasses import dataclass
from pathlib import Path

from benefits.schemes import base
from portal.law.days import Days
from portal.law.figures import Figures
from portal.law.money import Ints
from portal.law.steps import Flags

FIGURES = Figures.load(Path(__file__).with_name("figures.yaml"), base.SHARED)


@dataclass(frozen=True)
class Facts(base.Facts):
    """One person for each place; amounts are gross cents a year of all whose means count.

    ``asked_on`` is the day of the request, or of the pension or other right that has this one
    examined. ``pensions`` are legal pensions without holiday pay, ``pay`` that of employees,
    flexi-jobs and helpers, ``business`` the net income of the self-employed; ``other`` counts in
    full. ``maintenance_paid`` is what a judgment orders. ``counted`` is the number of persons by
    which the means are divided: oneself, who else brings means, and children with child benefit.
    ``days_abroad`` are those of the year. ``means_known`` says that the enquiry into the means has
    ended.
    """

    asked_on: Days
    age: Ints
    resides: Flags
    entitled_to_stay: Flags
    days_abroad: Ints
    alone: Flags
    pensions: Ints
    pay: Ints
    business: Ints
    other: Ints
    maintenance_paid: Ints
    counted: Ints
    means_known: Flags
