"""Judging against the registers: employers, mandates, persons and hirings of the cast."""

from collections import Counter
from collections.abc import Callable
from datetime import date, datetime, time
from typing import Any

import pytest
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from casework.demo.building import Cast
from declarations.channels.models import Result
from declarations.hiring.models import EmploymentPeriod
from declarations.wages.judging import Diagnosis, decide, findings_of, judge, tally
from declarations.wages.known import Known
from portal.access.mandates.models import Mandate
from portal.access.models import Capacity, CapacityKind, Environment
from portal.people.models import Company, PersonNumber
from tests.wages.judging_samples import (
    CALCULATED,
    CLERK,
    INSS,
    STUDENT,
    TODAY,
    Content,
    batch_of,
    changed,
    declaration,
    document,
    person,
)

QUERIES = 5
NOW = timezone.make_aware(datetime.combine(TODAY, time(9)))


@pytest.fixture
def office(cast: Cast) -> Capacity:
    """The payroll office, which has the mandate of the restaurant; nobody is on the staff there."""
    EmploymentPeriod.every.update(is_cancelled=True)
    return cast.applications["payroll-software"]


@pytest.fixture
def staff(cast: Cast) -> Callable[..., EmploymentPeriod]:
    """Hire one of the cast at the restaurant, since a day."""

    def hire(name: str, since: date, worker_type: str = "OTH", **given: Any) -> EmploymentPeriod:
        fields = {"company": cast.companies["restaurant"], "joint_committee": "302", **given}
        return EmploymentPeriod.every.create(
            number=f"9{EmploymentPeriod.every.count():011}",
            person=cast.persons[name],
            worker_type=worker_type,
            since=since,
            **fields,
        )

    return hire


@pytest.fixture
def hired(staff: Callable[..., EmploymentPeriod]) -> None:
    """The clerk and the student of the samples, hired; the student for 100 hours."""
    staff("colette", date(2020, 2, 3))
    staff("sofia", date(2026, 1, 5), "STU", until=date(2026, 3, 31), planned_hours=100)


def clerk(**changes: Any) -> Content:
    """The clerk, in the joint committee of the restaurant, whose time is counted in hours."""
    return person(
        changed(
            CLERK,
            Occupation__JointCommissionNbr="302",
            Occupation__Service__ServiceNbrHours="0048640",
            **changes,
        )
    )


def found(capacity: Capacity, *declarations: Content) -> list[str]:
    """The codes of what is found, but for amounts."""
    both = declaration(clerk(), person(STUDENT, 2))
    batch = batch_of(document(*declarations or (both,)))
    hits = judge(batch, Known.load(batch, capacity, NOW))
    codes = [finding.code for finding in findings_of(batch, hits)]
    return sorted(code for code in codes if not code.endswith(CALCULATED))


def test_what_was_hired_and_mandated_is_accepted(office: Capacity, hired: None) -> None:
    assert found(office) == []


def test_the_employer_declares_for_itself(cast: Cast, office: Capacity, hired: None) -> None:
    own = Capacity.objects.get(company=cast.companies["restaurant"], kind=CapacityKind.COMPANY)
    assert found(own) == []


def test_another_employer_does_not(cast: Cast, office: Capacity, hired: None) -> None:
    other = Capacity.objects.get(company=cast.companies["builder"], kind=CapacityKind.COMPANY)
    assert found(other) == ["00011-155"]


def test_each_form_is_judged_by_the_mandate_of_its_own_quarter(
    office: Capacity, hired: None
) -> None:
    Mandate.objects.filter(holder_company=office.company, service="wages").update(
        quarters_from=20254, quarters_until=20254
    )
    earlier = declaration(
        person(
            changed(
                STUDENT,
                NOSSQuarterStartingDate="2025-10-01",
                NOSSQuarterEndingDate="2025-12-31",
            ),
            2,
        ),
        Quarter="20254",
    )
    last = declaration(clerk(), person(STUDENT, 2))
    assert "00011-155" not in found(office, earlier)
    both = batch_of(document(earlier, last))
    assert Known.load(both, office, NOW).may_declare.tolist() == [True, False]


def test_a_mandate_of_next_quarter_is_none_for_this_one(office: Capacity, hired: None) -> None:
    Mandate.objects.filter(holder_company=office.company).update(quarters_from=20262)
    assert found(office) == ["00011-155"]


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"NOSSRegistrationNbr": "199999934"}, ["00011-041"]),
        ({"NOSSRegistrationNbr": "0", "CompanyID": "0403019261"}, ["00014-235"]),
        ({"NOSSRegistrationNbr": "0"}, []),
        ({"CompanyID": "0"}, []),
        ({"CompanyID": "0712345630"}, ["00014-022"]),
    ],
)
def test_an_employer_is_known_by_either_number(
    office: Capacity, hired: None, changes: dict[str, str], expected: list[str]
) -> None:
    declared = declaration(clerk(), person(STUDENT, 2), **changes)
    codes = found(office, declared)
    assert [code for code in codes if code.startswith(("00011", "00014"))] == expected


def test_an_employer_that_stopped_before_the_quarter(cast: Cast, office: Capacity) -> None:
    Company.objects.filter(pk=cast.companies["restaurant"].pk).update(until=date(2025, 12, 31))
    assert "00011-051" in found(office)


def test_an_employer_that_began_after_the_occupation(
    cast: Cast, office: Capacity, hired: None
) -> None:
    Company.objects.filter(pk=cast.companies["restaurant"].pk).update(since=date(2020, 2, 4))
    assert found(office) == ["00044-278"]


def test_a_joint_committee_that_is_not_the_employers(office: Capacity, hired: None) -> None:
    other = changed(clerk(), WorkerRecord__Occupation__JointCommissionNbr="200")
    assert found(office, declaration(other, person(STUDENT, 2))) == ["00046-022"]


def test_who_was_not_hired_is_told(office: Capacity) -> None:
    # Hours of a student are planned when hiring, and nobody of the two is on the staff.
    assert found(office) == ["00024-269", "00024-269", "90007-262", "90017-504"]


def test_who_is_on_the_staff_and_not_declared_is_told(office: Capacity, hired: None) -> None:
    assert found(office, declaration(clerk())) == ["90007-263"]


def test_hirings_of_other_quarters_and_tests_do_not_count(
    office: Capacity, staff: Callable[..., EmploymentPeriod]
) -> None:
    staff("colette", date(2026, 4, 1))
    staff("colette", date(2020, 2, 3), until=date(2025, 12, 31))
    staff("colette", date(2020, 2, 3), environment=Environment.TEST)
    staff("colette", date(2020, 2, 3), "FLX", is_cancelled=True)
    assert found(office, declaration(clerk())) == ["00024-269", "90007-262"]


def test_a_student_who_works_more_than_was_planned(
    office: Capacity, staff: Callable[..., EmploymentPeriod]
) -> None:
    staff("sofia", date(2026, 1, 5), "STU", until=date(2026, 2, 27), planned_hours=40)
    staff("sofia", date(2026, 3, 2), "STU", until=date(2026, 3, 31), planned_hours=39)
    assert found(office, declaration(person(STUDENT, 2))) == ["90017-502"]


def test_a_number_that_nobody_has(office: Capacity, hired: None) -> None:
    stranger = changed(clerk(), INSS="85073003328")
    assert found(office, declaration(stranger)) == ["00024-070", "90007-263"]


def test_a_number_that_was_replaced(cast: Cast, office: Capacity, hired: None) -> None:
    PersonNumber.objects.filter(number=INSS[0]).update(until=date(2026, 1, 31))
    colette = cast.persons["colette"]
    PersonNumber.objects.create(person=colette, number="85073003328", since=date(2026, 2, 1))
    assert found(office) == ["90017-252"]
    renumbered = changed(clerk(), INSS="85073003328")
    assert found(office, declaration(renumbered, person(STUDENT, 2))) == []


def test_the_registers_are_asked_as_often_for_many_as_for_one(
    office: Capacity, hired: None, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    many = [declaration(*(person(CLERK, number) for number in range(1, 6))) for _ in range(4)]
    for declared in ([declaration(clerk())], many):
        batch = batch_of(document(*declared))
        with django_assert_num_queries(QUERIES):
            Known.load(batch, office, NOW)


@pytest.mark.parametrize(
    ("anomalies", "workers", "result", "diagnosis"),
    [
        ({}, 1, Result.ACCEPTED, None),
        ({"90017-252": 1}, 1, Result.WARNING, None),
        ({"00011-155": 1, "00024-269": 9}, 10, Result.REFUSED, Diagnosis.BLOCKING),
        ({"00024-269": 5}, 10, Result.WARNING, None),
        ({"00024-269": 6}, 10, Result.REFUSED, Diagnosis.MISSING_HIRINGS),
        ({"00024-070": 6}, 10, Result.REFUSED, Diagnosis.UNKNOWN_PERSONS),
        ({"90015-096": 3, "90015-243": 2}, 10, Result.WARNING, None),
        ({"90015-096": 3, "90015-243": 3}, 10, Result.REFUSED, Diagnosis.TOO_MANY_ANOMALIES),
        ({"90007-263": 1}, 0, Result.WARNING, None),
    ],
)
def test_a_form_is_refused_for_the_first_reason(
    anomalies: dict[str, int], workers: int, result: Result, diagnosis: Diagnosis | None
) -> None:
    assert decide(Counter(anomalies), workers, TODAY) == (result, diagnosis)


def test_anomalies_are_counted_by_declaration() -> None:
    wrong = changed(CLERK, Occupation__LocalUnitID="2000000142")
    batch = batch_of(document(declaration(person(CLERK)), declaration(person(wrong, 3))))
    hits = judge(batch, Known.without_registers(batch, TODAY))
    assert tally(batch, hits) == [Counter(), Counter({"00042-004": 1, "90007-006": 1})]


def test_the_gravest_findings_come_first_and_no_more_than_are_asked() -> None:
    late = changed(CLERK, Occupation__Service__ServiceNbrDays="06600")
    wrong = changed(CLERK, Occupation__LocalUnitID="2000000142")
    batch = batch_of(document(declaration(person(late), person(wrong, 3), person(late, 4))))
    hits = judge(batch, Known.without_registers(batch, TODAY))
    findings = findings_of(batch, hits)
    assert [(f.code, f.anomaly_class) for f in findings] == [
        ("00042-004", "B"),
        ("90015-096", "P"),
        ("90015-096", "P"),
    ]
    place = findings[0]
    assert place.value == "2000000142"
    assert place.path.endswith("NaturalPerson/WorkerRecord/Occupation/LocalUnitID")
    # An anomaly is on the line of the block in which it is.
    source = batch.source.decode().splitlines()
    assert [source[f.line - 1] for f in findings if f.line] == ["<Occupation>"] * 3
    assert [f.code for f in findings_of(batch, hits, limit=2)] == ["00042-004", "90015-096"]


def test_a_piece_of_a_form_is_not_held_to_its_total() -> None:
    batch = batch_of(document(declaration(person(CLERK), NetOwedAmount="1")))
    known = Known.without_registers(batch, TODAY)
    assert "00015-007" in {hit.code for hit in judge(batch, known)}
    assert "00015-007" not in {hit.code for hit in judge(batch, known, whole=False)}
