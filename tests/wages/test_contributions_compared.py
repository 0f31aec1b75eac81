"""Declared amounts beside what is due: which anomalies are found, and where nothing is said."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from declarations.glossary.catalog import glossary
from declarations.wages.contributions.comparing import compare
from declarations.wages.reading import read
from tests.wages import judging_samples as samples
from tests.wages.judging_samples import OCCUPATION, PAY, SERVICE, Content

EXAMPLES = Path(__file__).parents[3] / "shared" / "reference" / "examples"

Found = list[tuple[str, str, list[int]]]


def occupation(
    pay: int = 400_000, days: int = 1_300, deduction: int = 0, **changes: Any
) -> Content:
    service = SERVICE | {"ServiceNbrDays": str(days)}
    if "hours" in changes:
        service["ServiceNbrHours"] = str(changes.pop("hours"))
    remun = PAY | {"RemunCode": f"{changes.pop('code', 1):03}", "RemunAmount": str(pay)}
    made = OCCUPATION | changes | {"Service": [service], "Remun": [remun]}
    if deduction:
        made["OccupationDeduction"] = [{"DeductionCode": "3000", "DeductionAmount": str(deduction)}]
    return made


def contribution(
    code: str = "495", kind: int = 0, basis: int | None = 400_000, amount: int = 0
) -> Content:
    made: Content = {"ContributionWorkerCode": code, "ContributionType": str(kind)}
    if basis is not None:
        made["ContributionCalculationBasis"] = str(basis)
    return made | {"ContributionAmount": str(amount)}


def record(*parts: Content, code: str = "495", employer: str = "010") -> Content:
    """A worker record; what a part is, is told by what it holds."""
    made: Content = {
        "EmployerClass": employer,
        "WorkerCode": code,
        **samples.QUARTER,
        "Border": "0",
    }
    for part in parts:
        if "Service" in part:
            made.setdefault("Occupation", []).append(part)
        elif "ContributionAmount" in part:
            made.setdefault("WorkerContribution", []).append(part)
        elif "DeductionAmount" in part:
            made.setdefault("WorkerDeduction", []).append(part)
        else:
            made |= part
    return made


def person(*parts: Content, code: str = "495", employer: str = "010") -> Content:
    return samples.person(record(*parts, code=code, employer=employer))


def found(persons: Sequence[Content], quarter: int = 20253, **others: Any) -> Found:
    """Read one declaration and compare it."""
    declared = samples.declaration(*persons, Quarter=str(quarter), NetOwedAmount="0", **others)
    batch = samples.batch_of(samples.document(declared))
    return [(hit.code, hit.zone, hit.at.tolist()) for hit in compare(batch)]


def test_nothing_is_said_of_right_amounts() -> None:
    people = [
        person(occupation(), contribution(amount=152_280)),
        person(
            occupation(),
            contribution(code="015", kind=1, basis=432_000, amount=188_525),
            code="015",
        ),
        person(
            occupation(code=22, pay=123_450),
            contribution(code="050", basis=123_450, amount=34_566),
            code="050",
            employer="017",
        ),
    ]
    assert found(people) == []


@pytest.mark.parametrize("amount", [152_278, 152_282, 0, 99_999_999])
def test_an_amount_that_is_not_the_rate_of_its_basis(amount: int) -> None:
    people = [
        person(occupation(), contribution(amount=152_280)),
        person(occupation(), contribution(amount=amount)),
    ]
    assert found(people) == [("00085-044", "ContributionAmount", [1])]


@pytest.mark.parametrize("amount", [152_279, 152_281])
def test_a_cent_of_rounding_is_nothing(amount: int) -> None:
    assert found([person(occupation(), contribution(amount=amount))]) == []


@pytest.mark.parametrize(
    ("basis", "amount", "problem"), [(390_000, 148_473, "046"), (440_000, 167_508, "045")]
)
def test_a_basis_that_is_not_the_pay(basis: int, amount: int, problem: str) -> None:
    hits = found([person(occupation(), contribution(basis=basis, amount=amount))])
    assert hits == [(f"00084-{problem}", "ContributionCalculationBasis", [0])]


@pytest.mark.parametrize(
    ("code", "employer", "committee"),
    [("484", "010", "200"), ("495", "001", "200"), ("495", "014", "301"), ("675", "010", "200")],
)
def test_nothing_is_said_where_no_rate_is_held(code: str, employer: str, committee: str) -> None:
    parts = (occupation(JointCommissionNbr=committee), contribution(code=code, amount=1))
    assert found([person(*parts, code=code, employer=employer)]) == []


def test_nothing_is_said_of_the_contribution_to_a_fund() -> None:
    parts = (occupation(), contribution(amount=152_280), contribution(code="831", amount=1))
    assert found([person(*parts)]) == []


def test_an_employer_of_the_social_maribel_has_its_own_rate() -> None:
    committee: dict[str, Any] = {"JointCommissionNbr": "330.01"}
    assert found([person(occupation(**committee), contribution(amount=181_880))]) == []
    wrong = found([person(occupation(**committee), contribution(amount=152_280))])
    assert wrong == [("00085-044", "ContributionAmount", [0])]


def test_occupations_of_two_categories_leave_the_rate_open() -> None:
    parts = (occupation(pay=200_000), occupation(pay=200_000, JointCommissionNbr="330"))
    assert found([person(*parts, contribution(amount=152_280))]) == []


def test_above_the_ceiling_the_employer_owes_nothing_more() -> None:
    pay = occupation(pay=9_000_000, days=6_500)
    right = contribution(basis=9_000_000, amount=3_343_800)
    assert found([person(pay, right)], 20261) == []
    uncapped = contribution(basis=9_000_000, amount=3_426_300)
    assert found([person(pay, uncapped)], 20261) == [("00085-044", "ContributionAmount", [0])]


def test_the_special_contribution_has_a_most() -> None:
    own = contribution(amount=152_280)
    at_most = contribution(code="856", basis=None, amount=18_282)
    above = contribution(code="856", basis=None, amount=18_300)
    assert found([person(occupation(), own, at_most)]) == []
    assert found([person(occupation(), own, above)]) == [("00085-045", "ContributionAmount", [1])]


@pytest.mark.parametrize(("amount", "wrong"), [(8_130, False), (8_100, True), (13_070, True)])
def test_the_solidarity_contribution_of_a_student(amount: int, wrong: bool) -> None:
    student = samples.changed(
        samples.person(samples.STUDENT),
        WorkerRecord__StudentContribution__StudentContributionAmount=str(amount),
    )
    expected = [("00077-044", "StudentContributionAmount", [0])]
    assert found([student]) == (expected if wrong else [])


@pytest.mark.parametrize(("amount", "wrong"), [(11_110, False), (12_024, True)])
def test_double_holiday_pay(amount: int, wrong: bool) -> None:
    unrelated = {
        "UnrelatedEmployerClass": "010",
        "UnrelatedWorkerCode": "870",
        "UnrelatedCalculationBasis": "85000",
        "UnrelatedAmount": str(amount),
    }
    own = person(occupation(), contribution(amount=152_280))
    expected = [("00022-044", "UnrelatedAmount", [0])]
    hits = found([own], ContributionUnrelatedToNP=[unrelated])
    assert hits == (expected if wrong else [])


@pytest.mark.parametrize(
    ("deduction", "wrong"), [(50_203, False), (50_205, True), (40_000, False), (1, False)]
)
def test_a_structural_reduction_is_not_more_than_the_right(deduction: int, wrong: bool) -> None:
    parts = (
        occupation(pay=700_000, days=6_500, deduction=deduction),
        contribution(basis=700_000, amount=266_490),
    )
    expected = [("00089-044", "DeductionAmount", [0])]
    assert found([person(*parts)], 20231) == (expected if wrong else [])


def test_the_share_of_a_part_timer_is_reckoned_in_hours() -> None:
    half = {"ContractType": "1", "MeanWorkingHours": "1900", "hours": 24_700}
    for deduction, hits in ((29_620, []), (29_622, [("00089-044", "DeductionAmount", [0])])):
        parts = (
            occupation(pay=350_000, days=6_500, deduction=deduction, **half),
            contribution(basis=350_000, amount=133_245),
        )
        assert found([person(*parts)], 20231) == hits


def test_the_occupations_of_a_worker_are_summed_over_records() -> None:
    """Two occupations of 0.40 each make 0.80: each has half of the reduction."""
    own = record(
        occupation(pay=280_000, days=2_600, deduction=25_102),
        contribution(basis=280_000, amount=106_596),
    )
    together = samples.person(own) | {"WorkerRecord": [own, own]}
    assert found([together], 20231) == []
    alone = found([samples.person(own)], 20231)
    assert alone == [("00089-044", "DeductionAmount", [0])]  # 0.40 alone: factor 1.18


@pytest.mark.parametrize(("amount", "wrong"), [(310_000, False), (310_002, True)])
def test_a_first_hire_is_not_more_than_its_amount(amount: int, wrong: bool) -> None:
    own = occupation(pay=1_200_000, days=6_500)
    own["OccupationDeduction"] = [{"DeductionCode": "3315", "DeductionAmount": str(amount)}]
    right = contribution(basis=1_200_000, amount=456_840)
    expected = [("00089-044", "DeductionAmount", [0])]
    assert found([person(own, right)]) == (expected if wrong else [])
    assert found([person(own, right)], 20231) == []  # its amount was not found


def test_severance_pay_shuts_the_structural_reduction_out() -> None:
    parts = (
        occupation(pay=700_000, days=6_500, deduction=100, code=3),
        contribution(basis=700_000, amount=266_490),
    )
    assert found([person(*parts)], 20231) == [("00089-044", "DeductionAmount", [0])]


@pytest.mark.parametrize(("amount", "wrong"), [(84_963, False), (84_965, True)])
def test_a_work_bonus_is_not_more_than_three_months_bring(amount: int, wrong: bool) -> None:
    """At most 120.59 + 162.62 a month."""
    asked = {"DeductionCode": "0001", "DeductionAmount": str(amount)}
    parts = (occupation(), contribution(amount=152_280), asked)
    expected = [("00089-044", "DeductionAmount", [0])]
    assert found([person(*parts)]) == (expected if wrong else [])


def test_a_quarter_before_the_tables_is_left_alone() -> None:
    assert found([person(occupation(), contribution(amount=1))], 20031) == []


def test_each_declaration_is_compared_by_its_own_quarter() -> None:
    """28 % for a flexi-job since 2024, 25 % before."""
    own = person(
        occupation(code=22, pay=123_450),
        contribution(code="050", basis=123_450, amount=34_566),
        code="050",
    )
    forms = [samples.declaration(own, Quarter=quarter) for quarter in ("20234", "20241")]
    hits = list(compare(samples.batch_of(samples.document(*forms))))
    assert [(hit.code, hit.at.tolist()) for hit in hits] == [("00085-044", [0])]


@pytest.mark.skipif(not EXAMPLES.exists(), reason="the official examples are not here")
@pytest.mark.parametrize(
    ("name", "flow"),
    [("DmfAOriginal_20223_1_Corrected.xml", "dmfa"), ("DmfAUpdate_20223_1.xml", "dmfa_update")],
)
def test_official_examples_can_be_compared(name: str, flow: str) -> None:
    """Their amounts are 9s: what is found are amounts, at rows that exist."""
    batch = read((EXAMPLES / name).read_bytes(), glossary(flow, "2022/3"))
    hits = list(compare(batch))
    assert {hit.code.rpartition("-")[2] for hit in hits} <= {"044", "045", "046"}
    for hit in hits:
        assert np.all(hit.at < len(batch[hit.rows]))
    assert hits
