"""Which kinds of work go with which joint committee, and when each may be declared."""

from datetime import date
from typing import Any

import pytest

from declarations.glossary.checks import check_fields
from tests.glossary.samples import INSS, NSSO

COMMITTEES = ("XXX", "124", "140", "144", "145", "149", "302", "320", "322")
EVERYWHERE = frozenset(COMMITTEES)
ALLOWED = {
    "OTH": EVERYWHERE - {"124"},
    "STU": EVERYWHERE,
    "EXT": frozenset({"144", "145", "302", "320", "322"}),
    "FLX": EVERYWHERE,
    "O17": EVERYWHERE,
    "S17": EVERYWHERE,
    "T17": EVERYWHERE,
    "ALT": EVERYWHERE,
    "BCW": frozenset({"124", "322"}),
    "RTA": frozenset({"124"}),
    "IVT": EVERYWHERE,
    "TRI": EVERYWHERE,
    "STG": EVERYWHERE,
    "DWD": EVERYWHERE,
    "PMP": EVERYWHERE,
}
CARDS = {"FirstMonthC32ANbr": "100000000001", "NextMonthC32ANbr": "100000000002"}
USER = {"JointCommissionNbr": "302", "UsingEmployerCompanyID": "0206731645"}


def content(worker_type: str, committee: str, start: str = "2026-12-01") -> dict[str, Any]:
    """Return a hiring for a day with all that its kind and its committee ask for."""
    features: dict[str, Any] = {"JointCommissionNbr": committee, "WorkerType": worker_type}
    declared: dict[str, Any] = {
        "StartingDate": start,
        "EndingDate": start,
        "EmployerId": {"NOSSRegistrationNbr": NSSO},
        "NaturalPerson": {"INSS": INSS},
        "DimonaFeatures": features,
    }
    if committee == "322":
        features["UsingEmployer"] = USER
    if committee == "124":
        declared["ConstructionControlCards"] = CARDS
    if worker_type in ("EXT", "FLX"):
        declared |= {"StartingHour": "1000", "EndingHour": "1600"}
    if worker_type in ("STU", "O17", "S17"):
        declared["PlannedHoursNbr"] = "6"
    if worker_type in ("IVT", "TRI", "STG"):
        declared["SmallStatutesInformation"] = {
            "EmploymentNature": "EMPLOYEE",
            "WorkerStatus": "F1",
        }
    return declared


def codes(declared: dict[str, Any], on: date = date(2026, 12, 1)) -> list[str]:
    return [found.code for found in check_fields("DimonaIn", declared, on=on)]


@pytest.mark.parametrize("worker_type", ALLOWED)
@pytest.mark.parametrize("committee", COMMITTEES)
def test_each_kind_has_its_committees(worker_type: str, committee: str) -> None:
    found = codes(content(worker_type, committee))
    assert found == ([] if committee in ALLOWED[worker_type] else ["90374-349"])


@pytest.mark.parametrize("worker_type", ["A17", "TEA"])
def test_closed_kinds_are_declared_for_their_own_time_alone(worker_type: str) -> None:
    assert codes(content(worker_type, "XXX", "2021-12-31")) == []
    assert codes(content(worker_type, "XXX", "2022-01-01")) == ["00910-008"]


@pytest.mark.parametrize("worker_type", ["QUA", "STX"])
def test_kinds_that_are_no_more_are_unknown(worker_type: str) -> None:
    assert "00655-003" in codes(content(worker_type, "XXX", "2013-12-31"))


@pytest.mark.parametrize(
    ("worker_type", "first"),
    [("O17", "2022-01-01"), ("S17", "2022-01-01"), ("T17", "2022-01-01"), ("ALT", "2023-09-01")],
)
def test_new_kinds_have_a_first_day(worker_type: str, first: str) -> None:
    before = date.fromordinal(date.fromisoformat(first).toordinal() - 1)
    assert codes(content(worker_type, "XXX", first)) == []
    assert "00910-008" in codes(content(worker_type, "XXX", before.isoformat()))


def test_construction_carries_two_cards_and_other_work_none() -> None:
    without = content("BCW", "124")
    del without["ConstructionControlCards"]
    assert codes(without) == ["90375-001"]
    same = content("BCW", "124")
    same["ConstructionControlCards"] = {**CARDS, "NextMonthC32ANbr": CARDS["FirstMonthC32ANbr"]}
    assert codes(same) == ["00664-353"]
    assert codes({**content("OTH", "XXX"), "ConstructionControlCards": CARDS}) == ["90375-005"]
    assert codes(content("BCW", "322")) == []


def test_agency_work_names_who_uses_it() -> None:
    without = content("OTH", "322")
    del without["DimonaFeatures"]["UsingEmployer"]
    assert codes(without) == ["90107-001"]
    elsewhere = content("OTH", "XXX")
    elsewhere["DimonaFeatures"]["UsingEmployer"] = USER
    assert codes(elsewhere) == ["90107-005"]
