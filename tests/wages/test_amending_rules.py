"""An amendment must be about what stands: the filing, the person, the last situation."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from declarations.wages.amending.standing import Entry, Standing
from declarations.wages.judging import findings_of, judge
from declarations.wages.known import Known
from declarations.wages.reading import read
from tests.wages.amending_samples import LATER, MODEL, amendment, person, update
from tests.wages.judging_samples import CLERK, INSS, STUDENT, TODAY, changed

FILING, PERSON, OTHER = 70, 5, 6
# Of the clerk version 100 was replaced by 120; beside it stands a student's record, 101.
KNOWN = {"pid": PERSON, "declared": 100, "version": 120}
RIGHT = person(update(LATER, CLERK, 120), named=KNOWN)
ENTRIES = {
    31: Entry(FILING, "C", ("000", "862"), current=False),
    32: Entry(FILING, "C", ("000", "862"), current=True),
    33: Entry(FILING, "V", ("1ABC250",), current=True),
    41: Entry(99, "C", ("000", "870"), current=True),
}


def numbers(*values: int) -> Any:
    """Return a column."""
    return np.array(values, np.int64)


def standing(**given: Any) -> Standing:
    """Return what stands: one filing, and in it one person with two records of today."""
    columns: dict[str, Any] = {
        "filing": numbers(FILING),
        "nsso": numbers(175110801),
        "enterprise": numbers(461234505),
        "person": numbers(PERSON),
        "first": numbers(100),
        "last": numbers(120),
        "of": numbers(0, 0, 0),
        "version": numbers(100, 101, 120),
        "employer_class": numbers(10, 10, 10),
        "worker_code": numbers(495, 841, 495),
        "current": np.array([False, True, True]),
        "strange_occupation": numbers(),
        "unchanged": numbers(),
        "entries": ENTRIES,
    }
    return Standing(**columns | given)


def codes(data: bytes, stands: Standing, *, unchanged: bool = False) -> set[str]:
    """Return what is found in an amendment that has to do with what stands."""
    batch = read(data, MODEL)
    stands = replace(
        stands,
        strange_occupation=np.zeros(len(batch["Occupation"]), np.bool_),
        unchanged=np.full(len(batch["WorkerRecord"]), unchanged),
    )
    known = replace(Known.without_registers(batch, TODAY), standing=stands)
    found = {finding.code for finding in findings_of(batch, judge(batch, known))}
    plain = {f.code for f in findings_of(batch, judge(batch, replace(known, standing=None)))}
    return found - plain


NOBODY = standing(
    person=numbers(-1),
    first=numbers(-1),
    last=numbers(-1),
    of=numbers(),
    version=numbers(),
    employer_class=numbers(),
    worker_code=numbers(),
    current=np.array([], np.bool_),
)


def test_an_amendment_of_the_last_situation_is_left_in_peace() -> None:
    """Nothing is found that has to do with what stands."""
    assert codes(amendment(FILING, RIGHT), standing()) == set()


def test_somebody_who_was_forgotten() -> None:
    """Who was not declared has no numbers to name."""
    new = person(update(CLERK, action="3"))
    assert codes(amendment(FILING, new), NOBODY) == set()


@pytest.mark.parametrize(
    ("updates", "named", "expected"),
    [
        ([update(LATER, CLERK, 100)], KNOWN, {"00610-180", "90225-006"}),
        ([update(LATER, CLERK, 999)], KNOWN, {"00610-182", "90225-006"}),
        ([update(LATER, STUDENT, 120)], KNOWN, {"00037-176"}),
        ([update(LATER, changed(CLERK, EmployerClass="011"), 120)], KNOWN, {"00036-176"}),
        ([update(LATER)], KNOWN, {"00618-174", "90225-006"}),
        ([update(CLERK, CLERK, 120, action="3")], KNOWN, {"00618-174"}),
        ([update(CLERK, action="3")], KNOWN, {"90225-006"}),
        ([update(LATER, CLERK, 120)], {"declared": 100, "version": 120}, {"00549-001"}),
        ([update(LATER, CLERK, 120)], {"pid": PERSON, "version": 120}, {"00548-001"}),
        ([update(LATER, CLERK, 120)], {"pid": PERSON, "declared": 100}, {"00620-001"}),
        ([update(LATER, CLERK, 120)], KNOWN | {"pid": OTHER}, {"00549-176"}),
        ([update(LATER, CLERK, 120)], KNOWN | {"declared": 101}, {"00548-176"}),
        ([update(LATER, CLERK, 120)], KNOWN | {"version": 101}, {"00620-180"}),
        ([update(LATER, CLERK, 120)], KNOWN | {"version": 121}, {"00620-182"}),
    ],
    ids=[
        "a version that was replaced",
        "a version that never was",
        "another code",
        "another class",
        "a change without last situation",
        "a creation with last situation",
        "a creation beside what stands",
        "a person without number",
        "a person without number in the filing",
        "a person without version",
        "another person",
        "another person in the filing",
        "a person who changed since",
        "a version of a person that never was",
    ],
)
def test_what_is_not_about_what_stands(
    updates: list[Any], named: dict[str, int], expected: set[str]
) -> None:
    """Each mistake has its own official code."""
    assert codes(amendment(FILING, person(*updates, named=named)), standing()) == expected


def test_a_change_that_changes_nothing() -> None:
    """What says the same is kept, not changed; an amendment that keeps everything is none."""
    idle = person(update(CLERK, CLERK, 120), named=KNOWN)
    assert codes(amendment(FILING, idle), standing(), unchanged=True) == {"00618-174"}
    kept = person(update(CLERK, CLERK, 120, action="9"), named=KNOWN)
    assert codes(amendment(FILING, kept), standing(), unchanged=True) == {"90219-134"}
    assert "00618-174" in codes(amendment(FILING, kept), standing(), unchanged=False)


def test_one_version_changed_twice() -> None:
    """The same last situation has two futures; the second becomes another kind of record."""
    second = changed(LATER, WorkerCode="027")
    twice = person(update(LATER, CLERK, 120), update(second, CLERK, 120), named=KNOWN)
    assert codes(amendment(FILING, twice), standing()) == {"00610-006"}


def test_a_record_is_deleted_and_another_takes_its_place() -> None:
    """What is deleted makes room."""
    moved = person(
        update(CLERK, CLERK, 120, action="0"),
        update(changed(CLERK, WorkerCode="027"), action="3"),
        named=KNOWN,
    )
    assert codes(amendment(FILING, moved), standing()) == set()


def test_a_filing_that_is_not_there() -> None:
    """Nothing else is said of an amendment of nothing."""
    nowhere = replace(NOBODY, filing=numbers(-1), nsso=numbers(-1), enterprise=numbers(-1))
    assert codes(amendment(71, RIGHT), nowhere) == {"00534-182"}


def test_a_filing_of_another_employer() -> None:
    """The numbers of the employer are not those of the filing."""
    assert codes(amendment(FILING, RIGHT), standing(nsso=numbers(100009))) == {"00011-176"}


def test_a_change_to_somebody_who_was_not_declared() -> None:
    """There is no last situation of who is not there."""
    stranger = person(update(LATER, CLERK, 120), inss=INSS[1])
    assert codes(amendment(FILING, stranger), NOBODY) == {"00024-182"}


def contribution(code: str, version: int | None, action: str = "1") -> dict[str, Any]:
    """What is done to a contribution that concerns no worker."""
    key = {"UnrelatedEmployerClass": "000", "UnrelatedWorkerCode": code}
    content: dict[str, Any] = {
        "CUNPUpdateAction": key | {"UnrelatedAmount": "1000", "UpdateAction": action}
    }
    if version is not None:
        content["LastSituationCUNP"] = key | {"ContUnrelatedToNPVersionNbr": str(version)}
    return {"ContributionUnrelatedToNPUpdate": [content]}


def vehicle(plate: str, version: int, action: str) -> dict[str, Any]:
    """What is done to a company vehicle."""
    content = {
        "CompanyVehicleSequenceNbr": "1",
        "LicensePlate": plate,
        "CompanyVehicleVersionNbr": str(version),
        "UpdateAction": action,
    }
    return {"CompanyVehicleUpdateAction": [content]}


@pytest.mark.parametrize(
    ("entry", "expected"),
    [
        (contribution("862", 32), set()),
        (contribution("862", 31), {"00611-180", "90237-006"}),
        (contribution("862", 99), {"00611-182", "90237-006"}),
        (contribution("870", 41), {"00611-182"}),
        (contribution("862", None), {"00618-174", "90237-006"}),
        (contribution("870", None, "3"), set()),
        (contribution("862", None, "3"), {"90237-006"}),
        (contribution("862", 32, "0"), set()),
        (vehicle("1ABC250", 33, "0"), set()),
        (vehicle("1ABC251", 99, "3"), set()),
        (vehicle("1ABC250", 99, "3"), {"90312-006"}),
        (vehicle("1ABC250", 32, "0"), {"00782-182"}),
    ],
)
def test_what_concerns_no_worker(entry: dict[str, Any], expected: set[str]) -> None:
    """Contributions and vehicles have versions of their own."""
    assert codes(amendment(FILING, **entry), NOBODY) == expected
