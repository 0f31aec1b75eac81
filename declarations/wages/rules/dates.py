"""Dates: in order, within their quarter, and within what they belong to."""

import numpy as np

from declarations.wages.batch import ABSENT, Dates, Flags
from declarations.wages.quarters import moved, quarter_of
from declarations.wages.rules.codes import PAID_BY_THIRD, STUDENTS, among
from declarations.wages.rules.rule import finds
from declarations.wages.rules.situations import (
    casual,
    covered_by_severance,
    flexi_jobs,
    quarter_of_record,
    volunteers,
)
from declarations.wages.rules.view import ONE_DAY, View, years

RECORD, START, END = "WorkerRecord", "NOSSQuarterStartingDate", "NOSSQuarterEndingDate"
OCCUPATION, BEGINS, ENDS = "Occupation", "OccupationStartingDate", "OccupationEndingDate"
DECLARATION = "EmployerDeclaration"
CAREER_YEARS = 100
ACTIVATION_SINCE = np.datetime64("2017-09-28")
MARIBEL_SINCE = np.datetime64("2020-01-01")


@finds("008", DECLARATION, "Quarter")
def quarter_to_come(view: View) -> Flags:
    """A quarter is declared when it is over."""
    declared = view.numbers(DECLARATION, "Quarter")
    return (declared != ABSENT) & (declared >= quarter_of(view.known.day))


@finds("313", DECLARATION, "Quarter")
def prescribed(view: View) -> Flags:
    """Contributions of long ago are prescribed."""
    oldest = moved(quarter_of(view.known.day), -4 * view.known.prescribed_after - 1)
    return (view.quarter != ABSENT) & (view.quarter < oldest)


@finds("008", DECLARATION, "HolidayStartingDate")
def holidays(view: View) -> Flags:
    """The holidays of manual workers begin from May to December of the next year; told in Q4."""
    starts = view.dates(DECLARATION, "HolidayStartingDate")
    month = starts.astype("datetime64[M]").astype(np.int64) % 12 + 1
    right = (view.quarter % 10 == 4) & (years(starts) == view.quarter // 10 + 1) & (month >= 5)
    return ~np.isnat(starts) & ~right


@finds("014", RECORD, END)
def record_ends_first(view: View) -> Flags:
    """The NSSO quarter ends after it starts."""
    return view.record_last < view.record_first


def _other_year(view: View, days: Dates) -> Flags:
    year = view.down(view.quarter, DECLARATION, RECORD) // 10
    return ~np.isnat(days) & (year > 0) & (years(days) != year)


@finds("008", RECORD, START)
def record_starts_in_another_year(view: View) -> Flags:
    """The NSSO quarter lies in the year of the declaration."""
    return _other_year(view, view.record_first)


@finds("008", RECORD, END)
def record_ends_in_another_year(view: View) -> Flags:
    """The NSSO quarter lies in the year of the declaration."""
    return _other_year(view, view.record_last)


@finds("034", RECORD, START)
def record_starts_beside_the_quarter(view: View) -> Flags:
    """The NSSO quarter follows the calendar quarter; that of a student is the calendar quarter."""
    first, last = _calendar_quarter(view)
    student = among(view.worker_code, STUDENTS)
    return (view.record_first > last) | (student & _differs(view.record_first, first))


@finds("034", RECORD, END)
def record_ends_beside_the_quarter(view: View) -> Flags:
    """The NSSO quarter follows the calendar quarter; that of a student is the calendar quarter."""
    first, last = _calendar_quarter(view)
    student = among(view.worker_code, STUDENTS)
    return (view.record_last < first) | (student & _differs(view.record_last, last))


def _calendar_quarter(view: View) -> tuple[Dates, Dates]:
    first = view.down(view.first_day, DECLARATION, RECORD)
    return first, view.down(view.last_day, DECLARATION, RECORD)


def _differs(one: Dates, other: Dates) -> Flags:
    return ~np.isnat(one) & ~np.isnat(other) & (one != other)


@finds("001", OCCUPATION, BEGINS)
def start_missing(view: View) -> Flags:
    """Only those who are paid by a third party need no start."""
    third = view.down(among(view.employer_class, PAID_BY_THIRD), RECORD, OCCUPATION)
    return np.isnat(view.dates(OCCUPATION, BEGINS)) & (~third | covered_by_severance(view))


@finds("008", OCCUPATION, BEGINS)
def start_outside(view: View) -> Flags:
    """Work starts before the quarter ends, within a career; severance, in the quarter or later;
    that of volunteers, in the quarter."""
    start, (first, last) = view.dates(OCCUPATION, BEGINS), quarter_of_record(view)
    long_ago = years(first) - years(start) > CAREER_YEARS
    work = (start > last) | (~np.isnat(start) & long_ago) | (volunteers(view) & (start < first))
    return np.where(covered_by_severance(view), start < first, work)


@finds("278", OCCUPATION, BEGINS)
def start_before_the_employer(view: View) -> Flags:
    """An employer does not employ before it is in the directory."""
    return view.dates(OCCUPATION, BEGINS) < view.down(view.known.since, DECLARATION, OCCUPATION)


@finds("014", OCCUPATION, ENDS)
def end_first(view: View) -> Flags:
    """An occupation ends after it starts."""
    return view.dates(OCCUPATION, ENDS) < view.dates(OCCUPATION, BEGINS)


@finds("008", OCCUPATION, ENDS)
def end_outside(view: View) -> Flags:
    """Work ends in the quarter; severance, in the year in which it starts."""
    start, end = view.dates(OCCUPATION, BEGINS), view.dates(OCCUPATION, ENDS)
    first, last = quarter_of_record(view)
    other_year = ~np.isnat(start) & ~np.isnat(end) & (years(start) != years(end))
    severance = covered_by_severance(view)
    return (end < first) | np.where(severance, other_year, end > last)


@finds("001", OCCUPATION, ENDS)
def end_missing(view: View) -> Flags:
    """Severance, flexi-jobs, casual work and volunteering have a last day."""
    ends = covered_by_severance(view) | flexi_jobs(view) | casual(view) | volunteers(view)
    return np.isnat(view.dates(OCCUPATION, ENDS)) & ends


@finds("242", RECORD)
def severance_without_end_of_work(view: View) -> Flags:
    """Where severance is paid, the work has ended."""
    severance = covered_by_severance(view)
    open_ended = np.isnat(view.dates(OCCUPATION, ENDS)) & ~severance
    paid = view.holds(RECORD, OCCUPATION, severance)
    return paid & view.holds(RECORD, OCCUPATION, open_ended)


@finds("478", RECORD)
def severance_during_work(view: View) -> Flags:
    """Severance covers days after the last day of work."""
    severance, size = covered_by_severance(view), len(view[RECORD])
    start, end = view.dates(OCCUPATION, BEGINS), view.dates(OCCUPATION, ENDS)
    owner = view.owner(OCCUPATION, RECORD)
    first = np.full(size, np.datetime64("9999-12-31"))
    last = np.full(size, np.datetime64("0001-01-01"))
    begins, ends = severance & ~np.isnat(start), ~severance & ~np.isnat(end)
    np.minimum.at(first, owner[begins], start[begins])
    np.maximum.at(last, owner[ends], end[ends])
    return first <= last


@finds("008", "WorkerContribution", "FirstHiringDate")
def hired_after_the_quarter(view: View) -> Flags:
    """A first hiring lies in the past."""
    last = view.down(view.last_day, DECLARATION, "WorkerContribution")
    return view.dates("WorkerContribution", "FirstHiringDate") > last


@finds("008", "ActivationInformation", "ServiceExemptionStartDate")
def exempted_too_early(view: View) -> Flags:
    """The contribution for activation exists since 28 September 2017."""
    return view.dates("ActivationInformation", "ServiceExemptionStartDate") < ACTIVATION_SINCE


@finds("008", "ActivationInformation", "TrainingSituationStartDate")
def trained_too_early(view: View) -> Flags:
    """Training starts with the exemption from work, or later."""
    block = "ActivationInformation"
    training = view.dates(block, "TrainingSituationStartDate")
    exempted = view.dates(block, "ServiceExemptionStartDate")
    return (training < ACTIVATION_SINCE) | (training < exempted)


@finds("008", "OccupationInformations", "NewMaribelEmploymentDate")
def maribel_outside(view: View) -> Flags:
    """A post of the social Maribel was given since 2020, and not after the quarter."""
    given = view.dates("OccupationInformations", "NewMaribelEmploymentDate")
    last = view.down(view.last_day, DECLARATION, "OccupationInformations")
    return (given < MARIBEL_SINCE) | (given > last)


@finds("008", "OccupationInformations", "SixMonthsIllnessDate")
def ill_outside(view: View) -> Flags:
    """An illness lies within a career, and not after the year of the declaration."""
    since = view.dates("OccupationInformations", "SixMonthsIllnessDate")
    year = view.down(view.quarter, DECLARATION, "OccupationInformations") // 10
    away = (years(since) > year) | (years(since) < year - CAREER_YEARS)
    return ~np.isnat(since) & (year > 0) & away


@finds("008", "SecondPillarInformation", "ReferenceYearMonth")
def pension_month_outside(view: View) -> Flags:
    """The month of reference is one of the quarter, as YYYY-MM."""
    block = "SecondPillarInformation"
    first = view.down(view.first_day, DECLARATION, block).astype("datetime64[M]")
    months = first[:, None] + np.arange(3, dtype="timedelta64[M]")
    known = np.datetime_as_string(months).astype("S7")
    given = view.words(block, "ReferenceYearMonth")
    return (given != b"") & ~(given[:, None] == known).any(axis=1) & ~np.isnat(first)


@finds("014", "DismissedStatutoryWorkerContribution", "SubjectionEndingDate")
def subjected_backwards(view: View) -> Flags:
    """A period of subjection ends after it starts."""
    block = "DismissedStatutoryWorkerContribution"
    return view.dates(block, "SubjectionEndingDate") < view.dates(block, "SubjectionStartingDate")


@finds("008", "DismissedStatutoryWorkerContribution", "SubjectionEndingDate")
def subjected_elsewhere(view: View) -> Flags:
    """A period of subjection ends in the quarter, or with the last day of the one before."""
    block = "DismissedStatutoryWorkerContribution"
    end = view.dates(block, "SubjectionEndingDate")
    first = view.down(view.first_day, DECLARATION, block)
    return (end < first - ONE_DAY) | (end > view.down(view.last_day, DECLARATION, block))


@finds("008", "ComplementaryIndemnity", "NoticeDate")
def notice_after_the_supplement(view: View) -> Flags:
    """Notice is given before the first supplement is granted."""
    block = "ComplementaryIndemnity"
    return view.dates(block, "NoticeDate") >= view.dates(block, "FirstComplIndemnityDate")


@finds("008", "ComplementaryIndemnity", "AcknowledgementEndDate")
def recognised_backwards(view: View) -> Flags:
    """A recognition as a company in difficulty ends after it starts."""
    block = "ComplementaryIndemnity"
    start, end = (view.dates(block, f"Acknowledgement{side}Date") for side in ("Start", "End"))
    return end <= start


@finds("008", "Form", "FormCreationDate")
def made_at_another_time(view: View) -> Flags:
    """A form was made this year or last year, and not after it came in."""
    made, today = view.dates("Form", "FormCreationDate"), np.datetime64(view.known.day)
    return (made > today) | (~np.isnat(made) & (years(made) < view.known.day.year - 1))
