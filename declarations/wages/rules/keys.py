"""Keys: what may be there once below the same block, and sequence numbers."""

from collections.abc import Callable
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from declarations.wages.batch import ABSENT, Flags
from declarations.wages.layout import DATE, TEXT
from declarations.wages.rules.rule import finds
from declarations.wages.rules.view import View, repeated

# The zones that make an entry unique below its parent. Source: glossary, extra restrictions.
KEYS: Final = {
    "WorkerRecord": ("EmployerClass", "WorkerCode"),
    "Service": ("ServiceCode",),
    "Remun": ("RemunCode", "BonusPaymentFrequency", "PercentagePaid"),
    "ReorgMeasureInformation": ("ReorganisationMeasure",),
    "OccupationDeduction": ("DeductionCode",),
    "WorkerDeduction": ("DeductionCode",),
    "DeductionDetail": ("DeductionDetailSequenceNbr",),
    "WorkerContribution": ("ContributionWorkerCode", "ContributionType"),
    "EarlyRetirementContribution": ("EarlyRetirementCode",),
    "ComplementaryIndemnity": (
        "EmployerNotion",
        "JointCommissionNbr",
        "ActivityCode",
        "ComplIndemnityAgreementNotion",
        "HalfTimeCareerInterruptionNotion",
        "ServiceExemptionNotion",
    ),
    "ComplIndemnityContribution": (
        "ContributionWorkerCode",
        "ContributionType",
        "ComplIndemnityAmountAdjustNotion",
        "ContributionSequenceNbr",
    ),
    "IndemnityWAPM": ("IndemnityNature", "IncapacityDegree"),
    "CompanyVehicle": ("LicensePlate",),
    "ContributionUnrelatedToNP": ("UnrelatedEmployerClass", "UnrelatedWorkerCode"),
    "OccupationPublicServiceData": (
        "OccupationPSDStartDate",
        "PublicSectorInstitutionType",
        "PublicSectorPersonnelCategory",
        "AssignmentType",
        "FunctionNature",
    ),
    "ScaleSalary": (
        "ScaleSalaryStartDate",
        "PecuniarySeniorityStartDate",
        "SalaryScaleReference",
    ),
    "AdditionalScaleSalary": (
        "AdditionalScaleSalaryReference",
        "AdditionalScaleSalaryStartDate",
    ),
}
SEQUENCES: Final = {
    "NaturalPerson": "NaturalPersonSequenceNbr",
    "Occupation": "OccupationSequenceNbr",
    "Service": "ServiceSequenceNbr",
    "Remun": "RemunSequenceNbr",
    "CompanyVehicle": "CompanyVehicleSequenceNbr",
}
LONGEST_KEY: Final = 16  # bytes of the longest text in a key


def _key(view: View, label: str, zone: str) -> NDArray[Any]:
    kind = view[label].node.kinds[zone]
    if kind == TEXT:
        return view.words(label, zone, LONGEST_KEY)
    return view.dates(label, zone) if kind == DATE else view.numbers(label, zone)


def _given_twice(label: str, zones: tuple[str, ...]) -> Callable[[View], Flags]:
    def question(view: View) -> Flags:
        keys = [_key(view, label, zone) for zone in zones]
        return repeated(_above(view, label), *keys)

    return question


def _above(view: View, label: str) -> NDArray[np.int64]:
    """Return the parents; worker records of an amendment stand alone, each below its own."""
    if label == "WorkerRecord":
        return view.owner(label, "NaturalPerson")
    return view[label].parent


def _numbered_twice(label: str, zone: str) -> Callable[[View], Flags]:
    def question(view: View) -> Flags:
        numbers = view.numbers(label, zone)
        return repeated(_above(view, label), numbers) & (numbers != ABSENT)

    return question


for _label, _zones in KEYS.items():
    finds("006", _label)(_given_twice(_label, _zones))
for _label, _zone in SEQUENCES.items():
    finds("006", _label, _zone)(_numbered_twice(_label, _zone))
