"""A flexi-job asks for four fifths three quarters earlier: by the wages that were declared."""

from __future__ import annotations

from typing import Any

import pytest

from casework.demo.building import Cast
from declarations.channels.models import Result, Verdict
from tests.hiring.declaring import codes, declare, employer, hiring
from tests.wages.filing import hire, send
from tests.wages.judging_samples import CLERK, INSS, changed, declaration, document, person

WARNING = "90017-510"
FLEXI = {"DimonaFeatures": {"JointCommissionNbr": "302", "WorkerType": "FLX"}}
LATER = {"OccupationStartingDate": "2026-01-19", "Service__ServiceNbrDays": "05000"}
# In the first quarter of 2026, at the restaurant; a full week has 38 hours. With the contract alone
# each of them has worked enough.
SITUATIONS: list[tuple[str, dict[str, Any], list[str]]] = [
    ("She works full-time.", {}, []),
    ("She works four days of five: 30.40 hours.", {"MeanWorkingHours": "3040"}, []),
    ("She works a minute a week less than that.", {"MeanWorkingHours": "3038"}, [WARNING]),
    ("She works half-time.", {"MeanWorkingHours": "1900"}, [WARNING]),
    ("She came on the 19th day: 72 of 90 are left.", LATER, []),
    ("She came a day later.", LATER | {"OccupationStartingDate": "2026-01-20"}, [WARNING]),
]


def _flexi(cast: Cast, company: str) -> Verdict:
    """Hire the worker for a flexi-job of a day in the fourth quarter of 2026."""
    content = hiring(
        cast,
        "sofia",
        company,
        NaturalPerson={"INSS": INSS[0]},
        StartingDate="2026-12-01",
        EndingDate="2026-12-31",
        **FLEXI,
    )
    return declare(employer(cast, company), "DimonaIn", content)


def _declared(cast: Cast, **job: Any) -> None:
    """Declare the wages of the first quarter at the restaurant, with this in the job."""
    office = cast.applications["payroll-software"]
    record = changed(CLERK, **{f"Occupation__{label}": value for label, value in job.items()})
    (form,) = send(office, document(declaration(person(record))))
    assert form.verdict.result != Result.REFUSED, form.verdict.findings


@pytest.mark.parametrize(
    ("job", "found"), [each[1:] for each in SITUATIONS], ids=[each[0] for each in SITUATIONS]
)
def test_declared_wages_say_how_much_was_worked(
    cast: Cast, job: dict[str, Any], found: list[str]
) -> None:
    hire(cast.companies["restaurant"], INSS)
    _declared(cast, **job)
    other = next(name for name in cast.companies if name != "restaurant")
    verdict = _flexi(cast, other)
    assert [code for code in codes(verdict) if code == WARNING] == found


def test_work_at_the_same_employer_does_not_count(cast: Cast) -> None:
    hire(cast.companies["restaurant"], INSS)
    _declared(cast)
    assert WARNING in codes(_flexi(cast, "restaurant"))


def test_where_nothing_is_declared_the_contract_counts(cast: Cast) -> None:
    hire(cast.companies["restaurant"], INSS)
    other = next(name for name in cast.companies if name != "restaurant")
    assert WARNING not in codes(_flexi(cast, other))
