"""What a register shows, as a file: for a spreadsheet, and in the official layout."""

import csv
import io
import tracemalloc
from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import translation
from lxml import etree

from casework.demo.building import Cast
from declarations.hiring.export import PIECE, csv_file
from declarations.hiring.models import EmploymentPeriod
from portal.access.models import AccessLine, Purpose
from portal.people.models import Company, Person
from tests.glossary.official import official
from tests.hiring.declaring import declare, employer, hiring, today
from tests.hiring.test_register_pages import lucas_period, seen


def body(response: Any) -> bytes:
    """Return a streamed answer as a whole."""
    return b"".join(response.streaming_content)


def rows(data: bytes) -> list[list[str]]:
    """Return the cells of a CSV as a spreadsheet reads it."""
    return list(csv.reader(io.StringIO(data.decode("utf-8-sig")), delimiter=";"))


def test_a_spreadsheet_holds_what_the_register_shows(cast: Cast, colette: Client) -> None:
    declare(employer(cast), "DimonaIn", hiring(cast, "sofia"))
    response = colette.get("/company/staff.csv?name=Lucas")
    data = body(response)
    assert data.startswith(b"\xef\xbb\xbf")
    headings, *lines = rows(data)
    assert headings[:4] == ["Last name", "First name", "National number", "Kind of work"]
    period = lucas_period(cast)
    (lucas,) = lines
    assert lucas[:3] == ["Dubois", "Lucas", "88.06.09-335.24"]
    assert lucas[5:] == [period.since.isoformat(), "", "", "at work", "no", period.number]
    assert "attachment" in response["Content-Disposition"]
    assert "no-store" in response["Cache-Control"]


def test_a_spreadsheet_speaks_the_language_of_who_asked(colette: Client) -> None:
    colette.cookies.load({"django_language": "fr"})
    response = colette.get("/company/staff.csv")
    translation.activate("en")  # the lines are made after the request
    with translation.override("fr"):
        expected = translation.gettext("National number")
    assert expected != "National number"
    assert rows(body(response))[0][2] == expected


@pytest.mark.parametrize("name", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1"])
def test_no_name_becomes_a_formula(cast: Cast, colette: Client, name: str) -> None:
    Person.objects.filter(pk=cast.persons["lucas"].pk).update(last_name=name)
    assert rows(body(colette.get("/company/staff.csv")))[1][0] == f"'{name}"


def test_a_name_with_quotes_and_separators_stays_one_cell(cast: Cast, colette: Client) -> None:
    name = 'Du;bo"is\n'
    Person.objects.filter(pk=cast.persons["lucas"].pk).update(last_name=name)
    assert rows(body(colette.get("/company/staff.csv")))[1][0] == name


@pytest.mark.parametrize("kind", ["csv", "xml"])
def test_each_person_in_a_file_can_read_who_took_it(cast: Cast, colette: Client, kind: str) -> None:
    declare(employer(cast), "DimonaIn", hiring(cast, "sofia"))
    body(colette.get(f"/company/staff.{kind}"))
    for name in ("lucas", "sofia"):
        assert seen(cast.persons[name], Purpose.STAFF, opened=False) == 1


@pytest.mark.parametrize("kind", ["csv", "xml"])
def test_the_queries_of_a_file_do_not_grow_with_it(
    cast: Cast, colette: Client, django_assert_max_num_queries: Any, kind: str
) -> None:
    for person in ("tom", "marie", "alice", "nora", "sofia"):
        declare(employer(cast), "DimonaIn", hiring(cast, person))
    with django_assert_max_num_queries(10):
        assert body(colette.get(f"/company/staff.{kind}")).count(b"Dubois") == 1


def test_a_file_of_the_office_is_for_who_gave_a_mandate(cast: Cast, nora: Client) -> None:
    restaurant, builder = cast.companies["restaurant"], cast.companies["builder"]
    assert b"Dubois" in body(nora.get(f"/office/{restaurant.reference}/staff.csv"))
    for kind in ("csv", "xml"):
        assert nora.get(f"/office/{builder.reference}/staff.{kind}").status_code == 404
        assert nora.get(f"/company/staff.{kind}").status_code == 403
    assert AccessLine.objects.filter(person=cast.persons["emma"], opened=False).count() == 0


def test_the_official_layout_follows_the_official_schema(cast: Cast, colette: Client) -> None:
    schema = etree.XMLSchema(
        etree.parse(official("schemas/PersonnelFileConsultationAnswer_20223.xsd"))
    )
    tomorrow = (today() + timedelta(days=1)).isoformat()
    kinds: list[dict[str, Any]] = [
        {"DimonaFeatures": {"JointCommissionNbr": "302", "WorkerType": "EXT"}}
        | {"StartingHour": "1800", "EndingDate": tomorrow, "EndingHour": "2300"},
        {"DimonaFeatures": {"JointCommissionNbr": "XXX", "WorkerType": "STU"}}
        | {"EndingDate": tomorrow, "PlannedHoursNbr": "8"},
    ]
    for person, more in zip(("tom", "sofia"), kinds, strict=True):
        assert declare(employer(cast), "DimonaIn", hiring(cast, person, **more)).result == "A"
    Person.objects.filter(pk=cast.persons["tom"].pk).update(first_name="T" * 64)
    data = body(colette.get(f"/company/staff.xml?on={tomorrow}"))
    root = etree.fromstring(data)
    schema.assertValid(root)
    periods = root.findall(".//DimonaPeriod")
    assert [p.findtext("NaturalPerson/WorkerName") for p in periods] == [
        "Lambert",
        "Hendrickx",
        "Dubois",
    ]
    assert [p.findtext("StartingHour") for p in periods] == [None, "1800", None]
    assert [p.findtext("PlannedHoursNbr") for p in periods] == ["8", None, None]
    assert root.findtext(".//RefStartingDate") == tomorrow
    nobody = etree.fromstring(body(colette.get("/company/staff.xml?name=nobody")))
    schema.assertValid(nobody)
    assert nobody.findtext(".//ResultCodeResearch") == "1"


def test_the_memory_of_a_file_does_not_grow_with_it() -> None:
    """Ten times as many pieces cost no more: nothing is kept of what was sent."""
    company, person = Company(name="C"), Person(last_name="Dubois", first_name="Lucas")
    period = EmploymentPeriod(
        company=company, person=person, worker_type="OTH", since=date(2026, 1, 1), number="1"
    )
    period.inss = "88060933524"  # type: ignore[attr-defined]

    def peak(pieces: int) -> int:
        tracemalloc.start()
        for _sent in csv_file(([period] * PIECE for _ in range(pieces)), today()):
            pass
        highest = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        return highest

    peak(3)  # what is loaded and cached once
    assert peak(30) < 1.2 * peak(3)
