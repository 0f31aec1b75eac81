"""Contributions: which go with which worker, employer category and quarter, and of which type."""

import numpy as np

from declarations.wages.batch import ABSENT, Flags
from declarations.wages.rules import lists
from declarations.wages.rules.codes import (
    DISMISSED,
    EARLY_RETIRED,
    FEDRIS,
    ORDINARY_PAY,
    STUDENTS,
    SUPPLEMENTED,
    among,
)
from declarations.wages.rules.rule import finds
from declarations.wages.rules.view import View

RECORD, OWED, OCCUPATION = "WorkerRecord", "WorkerContribution", "Occupation"
DISMISSAL, INDEMNITY = "DismissedStatutoryWorkerContribution", "IndemnityWAPM"
EARLY, SUPPLEMENT = "EarlyRetirementContribution", "ComplementaryIndemnity"
EARLY_UNTIL = 20101
WITHOUT_OCCUPATION = (*STUDENTS, *DISMISSED, *SUPPLEMENTED)


@finds("025", RECORD, "WorkerCode")
def worker_of_no_such_employer(view: View) -> Flags:
    """The employer category declares such workers in the quarter."""

    def wrong(quarter: int) -> Flags:
        codes, pairs, _types = lists.pairs(quarter)
        pair = view.employer_class * 1000 + view.worker_code
        return np.isin(view.worker_code, codes) & ~np.isin(pair, pairs)

    return lists.by_quarter(view, RECORD, wrong)


@finds("084", OWED, "ContributionType")
def type_of_no_such_employer(view: View) -> Flags:
    """The contribution of a worker's own code has the type that the employer category has."""
    employer = view.down(view.employer_class, RECORD, OWED)
    own = view.down(view.worker_code, RECORD, OWED)
    code, kind = (
        view.numbers(OWED, "ContributionWorkerCode"),
        view.numbers(OWED, "ContributionType"),
    )

    def wrong(quarter: int) -> Flags:
        _codes, pairs, types = lists.pairs(quarter)
        pair = employer * 1000 + own
        return (code == own) & np.isin(pair, pairs) & ~np.isin(pair * 10 + kind, types)

    return lists.by_quarter(view, OWED, wrong)


def _own(view: View) -> Flags:
    """Return which contributions are those of the worker's own code."""
    code = view.numbers(OWED, "ContributionWorkerCode")
    return code == view.down(view.worker_code, RECORD, OWED)


@finds("030", OWED, "ContributionWorkerCode")
def contribution_of_another_code(view: View) -> Flags:
    """The ordinary contribution of a worker has the worker's own code."""
    code = view.numbers(OWED, "ContributionWorkerCode")
    return ~_own(view) & lists.by_quarter(
        view, OWED, lambda quarter: np.isin(code, lists.of_kind("ordinary", quarter))
    )


@finds("008", OWED, "ContributionType")
def type_unknown(view: View) -> Flags:
    """A supplementary contribution has one of the types that annex 3 gives it."""
    code, kind = (
        view.numbers(OWED, "ContributionWorkerCode"),
        view.numbers(OWED, "ContributionType"),
    )
    employer = view.down(view.employer_class, RECORD, OWED)

    def wrong(quarter: int) -> Flags:
        codes, types = lists.types(quarter)
        allowed = np.isin(lists.typed(code, kind), types)
        allowed |= np.isin(lists.typed(code, kind, employer), types)
        return np.isin(code, codes) & ~allowed

    return ~_own(view) & lists.by_quarter(view, OWED, wrong)


@finds("001", OWED, "ContributionCalculationBasis")
def basis_missing(view: View) -> Flags:
    """The contribution of a worker's own code is a rate of a basis."""
    return _own(view) & (view.numbers(OWED, "ContributionCalculationBasis") == ABSENT)


@finds("001", RECORD, missing=OWED)
def contribution_missing(view: View) -> Flags:
    """Of pay, contributions are owed."""
    ordinary = view.numbers("Remun", "RemunCode") == ORDINARY_PAY
    return view.holds(RECORD, "Remun", ordinary) & ~view.holds(RECORD, OWED)


def _kind(view: View, codes: tuple[int, ...], label: str) -> Flags:
    return view.down(among(view.worker_code, codes), RECORD, label)


@finds("030", DISMISSAL)
def dismissal_of_another(view: View) -> Flags:
    """Only the record of a dismissed civil servant has this contribution."""
    return ~_kind(view, DISMISSED, DISMISSAL)


@finds("090", RECORD, missing=DISMISSAL)
def dismissal_missing(view: View) -> Flags:
    """The record of a dismissed civil servant has their contribution."""
    return among(view.worker_code, DISMISSED) & ~view.holds(RECORD, DISMISSAL) & ~view.deleted


@finds("030", EARLY)
def early_retirement_of_another(view: View) -> Flags:
    """Only the record of who retired early has this contribution."""
    return ~_kind(view, EARLY_RETIRED, EARLY)


@finds("146", EARLY)
def early_retirement_today(view: View) -> Flags:
    """Since the second quarter of 2010 it is declared as a supplement."""
    return view.down(view.quarter, "EmployerDeclaration", EARLY) > EARLY_UNTIL


@finds("030", SUPPLEMENT)
def supplement_of_another(view: View) -> Flags:
    """Only some records are about supplements to a benefit."""
    return ~_kind(view, SUPPLEMENTED, SUPPLEMENT)


@finds("025", INDEMNITY)
def indemnity_of_another(view: View) -> Flags:
    """Indemnities for accidents at work are declared by insurers."""
    return ~view.down(among(view.employer_class, FEDRIS), RECORD, INDEMNITY)


@finds("030", OCCUPATION)
def occupation_of_another(view: View) -> Flags:
    """Students, early retired and dismissed have no occupation."""
    return _kind(view, WITHOUT_OCCUPATION, OCCUPATION)
