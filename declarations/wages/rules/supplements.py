"""Supplements to a benefit, for who was dismissed, retired early or interrupts a career."""

from typing import Final

import numpy as np

from declarations.wages.batch import ABSENT, Flags
from declarations.wages.rules.codes import among, are
from declarations.wages.rules.rule import finds
from declarations.wages.rules.view import View

DECLARATION, SUPPLEMENT = "EmployerDeclaration", "ComplementaryIndemnity"
OWED: Final = "ComplIndemnityContribution"
THIRD_PARTY: Final = (b"2", b"3", b"5")
DIFFICULTY: Final = (b"1", b"2", b"3")
DEBTOR_SINCE, RESUMPTION_SINCE = 20102, 20071
WORKERS_PART: Final = 295
WITH_PERIOD: Final = (274, 276, 277, 278, 283, 284, 290)
MONTHS_OF_A_QUARTER: Final = 3
IN_FULL, IN_PART = b"1", b"2"
ENTERPRISE_MARK: Final = 10**10


@finds("001", SUPPLEMENT, "DebtorType")
def debtor_missing(view: View) -> Flags:
    """Who pays is told since the second quarter of 2010."""
    told = view.down(view.quarter, DECLARATION, SUPPLEMENT) >= DEBTOR_SINCE
    return told & (view.words(SUPPLEMENT, "DebtorType") == b"")


@finds("001", SUPPLEMENT, "ResumptionOfWorkMeasure")
def resumption_missing(view: View) -> Flags:
    """What happens when work is taken up again is told since 2007."""
    told = view.down(view.quarter, DECLARATION, SUPPLEMENT) >= RESUMPTION_SINCE
    return told & (view.words(SUPPLEMENT, "ResumptionOfWorkMeasure") == b"")


@finds("008", SUPPLEMENT, "EmployerNotion")
def employer_of_third_party(view: View) -> Flags:
    """A third party, and it alone, names the employer for whom it pays."""
    third = are(view.words(SUPPLEMENT, "DebtorType"), THIRD_PARTY)
    named = view.numbers(SUPPLEMENT, "EmployerNotion")
    return (third & (named == 0)) | (~third & (named > 0))


@finds("383", SUPPLEMENT, "EmployerNotion")
def employer_is_the_declarant(view: View) -> Flags:
    """A third party is not the employer for whom it pays."""
    named = view.numbers(SUPPLEMENT, "EmployerNotion")
    numbers = {"NOSSRegistrationNbr": 0, "CompanyID": ENTERPRISE_MARK}
    own = [
        view.down(view.numbers(DECLARATION, zone), DECLARATION, SUPPLEMENT) + mark
        for zone, mark in numbers.items()
    ]
    return (named > 0) & np.logical_or.reduce([named == number for number in own])


def _recognised(view: View) -> Flags:
    return are(view.words(SUPPLEMENT, "AilingOrReorgCompanyNotion"), DIFFICULTY)


@finds("001", SUPPLEMENT, "AcknowledgementStartDate")
def recognition_start_missing(view: View) -> Flags:
    """A company in difficulty was recognised from a day."""
    return _recognised(view) & np.isnat(view.dates(SUPPLEMENT, "AcknowledgementStartDate"))


@finds("001", SUPPLEMENT, "AcknowledgementEndDate")
def recognition_end_missing(view: View) -> Flags:
    """A company in difficulty was recognised until a day."""
    return _recognised(view) & np.isnat(view.dates(SUPPLEMENT, "AcknowledgementEndDate"))


@finds("008", OWED, "ComplIndemnityNbrMonths")
def months(view: View) -> Flags:
    """More months than a quarter has are paid at once; none, only when a part is."""
    number = view.numbers(OWED, "ComplIndemnityNbrMonths")
    at_once = view.words(OWED, "CapitalizationNotion")
    parts = view.numbers(OWED, "NbrMonthsDecimals")
    many = (number > MONTHS_OF_A_QUARTER) & ~are(at_once, (IN_FULL, IN_PART))
    return many | ((number == 0) & ((at_once != IN_PART) | (parts == 0)))


@finds("001", OWED, "NbrMonthsDecimals")
def part_of_month_missing(view: View) -> Flags:
    """Where a part is paid at once and no whole month is left, the part of a month is told."""
    none = view.numbers(OWED, "ComplIndemnityNbrMonths") == 0
    part = view.words(OWED, "CapitalizationNotion") == IN_PART
    return none & part & (view.numbers(OWED, "NbrMonthsDecimals") == ABSENT)


@finds("001", OWED, "IncompleteMonthNbrDays")
def days_missing(view: View) -> Flags:
    """A month that is not whole has days."""
    reason = view.numbers(OWED, "IncompleteMonthReason") > 0
    return reason & (view.numbers(OWED, "IncompleteMonthNbrDays") == ABSENT)


@finds("001", OWED, "WelfareBenefitTheoreticalAmount")
def benefit_missing(view: View) -> Flags:
    """The part of the worker is held against the benefit."""
    workers = view.numbers(OWED, "ContributionWorkerCode") == WORKERS_PART
    return workers & (view.numbers(OWED, "WelfareBenefitTheoreticalAmount") == ABSENT)


@finds("001", OWED, "IndemnityContributionPeriodCode")
def period_missing(view: View) -> Flags:
    """Some rates depend on when it began."""
    asked = among(view.numbers(OWED, "ContributionWorkerCode"), WITH_PERIOD)
    return asked & (view.numbers(OWED, "IndemnityContributionPeriodCode") == ABSENT)
