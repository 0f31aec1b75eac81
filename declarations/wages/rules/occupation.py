"""An occupation: its working-time system, its contract, its measures and its place of work."""

import numpy as np

from declarations.wages.batch import ABSENT, Flags, Ints
from declarations.wages.rules.codes import (
    APPRENTICES,
    CHILDMINDER,
    CLERICAL,
    FEDRIS,
    FLEMISH_CHILDMINDER,
    FRENCH_CHILDMINDER,
    IN_PARLIAMENT,
    MANUAL,
    NO_WORK,
    PERHAPS_WORK,
    SEVERAL_MEASURES,
    SUBSIDISED_PAY,
    THIRD_PARTIES,
    TRAINEE_DOCTORS,
    WITHOUT_HOURS,
    among,
)
from declarations.wages.rules.rule import finds
from declarations.wages.rules.situations import justification, main_committee, part_time
from declarations.wages.rules.view import View

OCCUPATION, RECORD, REORGANISED = "Occupation", "WorkerRecord", "ReorgMeasureInformation"
SYSTEM, HOURS, FULL_HOURS = "WorkingDaysSystem", "MeanWorkingHours", "RefMeanWorkingHours"
NO_WORK_WAS_DUE = b"7"
NO_COMMITTEE = b"999"
USUAL_HOURS, FLEMISH_HOURS, LONGEST_HOURS = 4800, 5000, 6000  # a week, in hundredths
FIVE_DAYS, WHOLE = 500, 10_000
INFORMATION, ACTIVATION = "OccupationInformations", "ActivationInformation"
PERCENTAGE_SINCE, PLACE_SINCE, ONE_KIND_SINCE, MARIBEL_UNTIL = 20231, 20141, 20194, 20224
FORMER_MARIBEL = (1, 2, 4, 5, 7, 9)
EXEMPT_ALL_QUARTER = b"2"


def _measure(view: View) -> Ints:
    return view.numbers(OCCUPATION, "ReorganisationMeasure")


def _may_be_idle(view: View) -> Flags:
    measure = _measure(view)
    return (
        among(measure, NO_WORK)
        | among(measure, PERHAPS_WORK)
        | (justification(view) == NO_WORK_WAS_DUE)
    )


@finds("008", OCCUPATION, SYSTEM)
def system_of_days(view: View) -> Flags:
    """No days a week only without work; five for childminders."""
    system, idle = view.numbers(OCCUPATION, SYSTEM), among(_measure(view), NO_WORK)
    minder = view.down(among(view.worker_code, CHILDMINDER), RECORD, OCCUPATION)
    return (
        ((system == 0) & ~_may_be_idle(view))
        | ((system > 0) & idle)
        | (minder & (system > 0) & (system != FIVE_DAYS))
    )


def _most_hours(view: View) -> Ints:
    status = view.words(OCCUPATION, "WorkerStatus")
    doctor = view.down(among(view.employer_class, TRAINEE_DOCTORS), RECORD, OCCUPATION)
    longest = doctor | (status == FRENCH_CHILDMINDER)
    some = np.where(status == FLEMISH_CHILDMINDER, FLEMISH_HOURS, USUAL_HOURS)
    return np.where(longest, LONGEST_HOURS, some)


@finds("008", OCCUPATION, HOURS)
def hours_of_worker(view: View) -> Flags:
    """Nought with no days a week, and only then; not more than the law lets anyone work."""
    hours, system = view.numbers(OCCUPATION, HOURS), view.numbers(OCCUPATION, SYSTEM)
    idle = (hours != ABSENT) & (system != ABSENT) & ((hours == 0) != (system == 0))
    return idle | ((hours == 0) & ~_may_be_idle(view)) | (hours > _most_hours(view))


@finds("008", OCCUPATION, FULL_HOURS)
def hours_of_full_time(view: View) -> Flags:
    """Not more than the law lets anyone work."""
    return view.numbers(OCCUPATION, FULL_HOURS) > _most_hours(view)


def _hours_missing(view: View, zone: str) -> Flags:
    none = view.down(among(view.employer_class, WITHOUT_HOURS), RECORD, OCCUPATION)
    return (view.numbers(OCCUPATION, zone) == ABSENT) & ~none


@finds("001", OCCUPATION, HOURS)
def hours_of_worker_missing(view: View) -> Flags:
    """The weekly hours of the worker are given, but by third parties."""
    return _hours_missing(view, HOURS)


@finds("001", OCCUPATION, FULL_HOURS)
def hours_of_full_time_missing(view: View) -> Flags:
    """The weekly hours of a full-timer are given, but by third parties."""
    return _hours_missing(view, FULL_HOURS)


@finds("245", OCCUPATION, SYSTEM)
def hours_against_contract(view: View) -> Flags:
    """A part-timer works less than a full-timer, and a full-timer as long, unless a measure says
    otherwise: to be checked."""
    hours, full = view.numbers(OCCUPATION, HOURS), view.numbers(OCCUPATION, FULL_HOURS)
    both = (hours > 0) & (full > 0) & (_measure(view) == ABSENT)
    return both & np.where(part_time(view), hours > full, hours < full)


@finds("008", OCCUPATION, "ContractType")
def contract_of_third_party(view: View) -> Flags:
    """Third parties and members of a parliament declare full time."""
    full = among(view.employer_class, THIRD_PARTIES) | among(view.worker_code, IN_PARLIAMENT)
    return part_time(view) & view.down(full, RECORD, OCCUPATION)


@finds("008", RECORD, "Border")
def border_of_third_party(view: View) -> Flags:
    """Third parties and members of a parliament have no cross-border workers."""
    none = among(view.employer_class, THIRD_PARTIES) | among(view.worker_code, IN_PARLIAMENT)
    return none & (view.numbers(RECORD, "Border") == 1)


@finds("001", OCCUPATION, missing=REORGANISED)
def measures_missing(view: View) -> Flags:
    """Where several measures hold at once (599), they are listed."""
    return (_measure(view) == SEVERAL_MEASURES) & ~view.holds(OCCUPATION, REORGANISED)


@finds("053", REORGANISED)
def measures_not_asked(view: View) -> Flags:
    """Measures are listed only where several hold at once."""
    return view.down(_measure(view), OCCUPATION, REORGANISED) != SEVERAL_MEASURES


@finds("008", REORGANISED, "ReorganisationMeasure")
def measure_of_several(view: View) -> Flags:
    """Several at once is no measure of its own."""
    return view.numbers(REORGANISED, "ReorganisationMeasure") == SEVERAL_MEASURES


@finds("440", REORGANISED, "ReorganisationMeasurePercentage")
def parts_of_measures(view: View) -> Flags:
    """The parts of several measures add up to the whole."""
    parts = view.numbers(REORGANISED, "ReorganisationMeasurePercentage")
    total = view.total(REORGANISED, OCCUPATION, np.maximum(parts, 0))
    return view.down(total, OCCUPATION, REORGANISED) != WHOLE


@finds("001", OCCUPATION, "Apprenticeship")
def apprenticeship_missing(view: View) -> Flags:
    """The kind of apprenticeship of an apprentice is given."""
    apprentice = view.down(among(view.worker_code, APPRENTICES), RECORD, OCCUPATION)
    return apprentice & (view.numbers(OCCUPATION, "Apprenticeship") == ABSENT)


@finds("022", OCCUPATION, "JointCommissionNbr")
def committee_of_another(view: View) -> Flags:
    """The directory knows the joint committee of an employer that has one of those it tells apart;
    its sub-committees are as good."""
    known = view.down(view.known.committee, "EmployerDeclaration", OCCUPATION).astype("S3")
    given = main_committee(view)
    return (known != b"") & (given != b"") & (given != NO_COMMITTEE) & (given != known)


def _exempted(view: View) -> Flags:
    exempt = view.words(INFORMATION, "ServiceExemptionNotion") == EXEMPT_ALL_QUARTER
    return view.holds(RECORD, INFORMATION, exempt)


@finds("314", OCCUPATION, "JointCommissionNbr")
def committee_left_out(view: View) -> Flags:
    """Whose employer has a joint committee is under one."""
    known = view.down(view.known.committee, "EmployerDeclaration", OCCUPATION)
    return (known != b"") & (main_committee(view) == NO_COMMITTEE)


@finds("053", ACTIVATION)
def activation_not_asked(view: View) -> Flags:
    """Details of an activation go with an exemption for the whole quarter."""
    return ~view.down(_exempted(view), RECORD, ACTIVATION)


@finds("001", RECORD, missing=ACTIVATION)
def activation_missing(view: View) -> Flags:
    """An exemption for the whole quarter has details."""
    return _exempted(view) & ~view.holds(RECORD, ACTIVATION)


@finds("001", ACTIVATION, "ActivationPercentageStatus")
def activation_percentage_missing(view: View) -> Flags:
    """How much of an activation was spent on training is told since 2023."""
    told = view.down(view.quarter, "EmployerDeclaration", ACTIVATION) >= PERCENTAGE_SINCE
    return told & (view.numbers(ACTIVATION, "ActivationPercentageStatus") == ABSENT)


@finds("001", OCCUPATION, "LocalUnitID")
def place_missing(view: View) -> Flags:
    """Where the worker works is told since 2014, but by third parties and insurers."""
    told = view.down(view.quarter, "EmployerDeclaration", OCCUPATION) >= PLACE_SINCE
    without = among(view.employer_class, (*WITHOUT_HOURS, *FEDRIS))
    absent = view.numbers(OCCUPATION, "LocalUnitID") == ABSENT
    return told & absent & ~view.down(without, RECORD, OCCUPATION)


@finds("008", OCCUPATION, "Apprenticeship")
def apprenticeship_of_the_past(view: View) -> Flags:
    """Since the last quarter of 2019 there is one kind of apprenticeship."""
    today = view.down(view.quarter, "EmployerDeclaration", OCCUPATION) >= ONE_KIND_SINCE
    return today & (view.numbers(OCCUPATION, "Apprenticeship") > 1)


@finds("030", RECORD, "ActivityWithRisk")
def risk_of_other_workers(view: View) -> Flags:
    """Activities below 400 are those of manual workers, the others those of clerks."""
    activity = view.numbers(RECORD, "ActivityWithRisk")
    of_clerks, clerk = activity >= CLERICAL.start, among(view.worker_code, CLERICAL)
    manual = among(view.worker_code, MANUAL)
    return (activity > 0) & ((of_clerks & manual) | (~of_clerks & clerk))


@finds("001", OCCUPATION, "SubsidizedMeanWorkingHours")
def subsidised_hours_missing(view: View) -> Flags:
    """Pay that counts for subsidies goes with the hours that are subsidised."""
    subsidised = among(view.numbers("Remun", "RemunCode"), SUBSIDISED_PAY)
    absent = view.numbers(OCCUPATION, "SubsidizedMeanWorkingHours") == ABSENT
    return absent & view.holds(OCCUPATION, "Remun", subsidised)


@finds("008", INFORMATION, "NOSSLPASocialMaribel")
def maribel_of_the_past(view: View) -> Flags:
    """Some kinds of posts of the social Maribel ended in the last quarter of 2022."""
    kind = view.numbers(INFORMATION, "NOSSLPASocialMaribel")
    today = view.down(view.quarter, "EmployerDeclaration", INFORMATION) >= MARIBEL_UNTIL
    return today & among(kind, FORMER_MARIBEL)
