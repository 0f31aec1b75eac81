"""The personnel file for applications: asked and answered in the official layouts."""

import json
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from lxml import etree

from casework.demo.building import CAST, Cast
from declarations.channels.requests import RefusedError
from declarations.channels.writing import document
from declarations.glossary.catalog import glossary
from declarations.hiring.consultation import read_request
from declarations.hiring.models import EmploymentPeriod
from portal.access.mandates.models import Mandate
from portal.access.models import AccessLine, Purpose
from portal.exchange.models import Message
from tests.api.conftest import Application, token_of
from tests.glossary.official import official
from tests.hiring.declaring import declare, employer, hiring, today
from tests.hiring.test_register_pages import lucas_period, seen

ADDRESS = "/api/dimona/v2/personnel-files"
MODEL = glossary("personnel_file_request", "2023/1")


def software(name: str) -> Application:
    """Return an application of the cast with a token."""
    reply = token_of(name, CAST["applications"][name]["secret"])
    return Application(json.loads(reply.content)["access_token"])


@pytest.fixture
def payroll(cast: Cast) -> Application:
    """Return the software of the payroll office."""
    return software("payroll-software")


def asking(cast: Cast, company: str = "restaurant", **more: Any) -> bytes:
    """Return a request about a company of the cast."""
    asked = cast.companies[company]
    numbers = {"NOSSRegistrationNbr": asked.nsso_number, "CompanyID": asked.enterprise_number}
    form = {
        "Identification": "PFREQ",
        "FormCreationDate": today().isoformat(),
        "FormCreationHour": "12:12:00.000",
        "AttestationStatus": "0",
        "TypeForm": "RE",
        "Reference": {"ReferenceType": "1", "ReferenceOrigin": "1", "ReferenceNbr": "FILE-7"},
        "EmployerId": numbers,
        **more,
    }
    return etree.tostring(document(MODEL, form))


def ask(application: Application, body: bytes) -> Any:
    """Send a request; return the root of the answer."""
    response = application.post(ADDRESS, body, "application/xml")
    assert response.status_code == 200, response.content
    assert response["Cache-Control"] == "no-store"
    return etree.fromstring(b"".join(response.streaming_content))


def codes(application: Application, body: bytes) -> list[str]:
    """Return why a request is refused."""
    response = application.post(ADDRESS, body, "application/xml")
    assert response.status_code == 422
    return [finding["code"] for finding in response.json()["findings"]]


def days(since: int | None = None, until: int | None = None) -> dict[str, Any]:
    """Return a period to ask about, in days from today."""
    bounds = {"RefStartingDate": since, "RefEndingDate": until}
    found = {
        k: (today() + timedelta(days=n)).isoformat() for k, n in bounds.items() if n is not None
    }
    return {"ReferencePeriod": found}


def test_a_request_is_answered_with_the_periods(cast: Cast, payroll: Application) -> None:
    root = ask(payroll, asking(cast))
    assert root.findtext(".//Reference/ReferenceNbr") == "FILE-7"
    assert root.findtext(".//HandledOriginalForm/FormCreationHour") == "12:12:00.000"
    assert root.findtext(".//ResultCodeResearch") == "0"
    (period,) = root.findall(".//DimonaPeriod")
    assert period.findtext("DimonaPeriodId") == lucas_period(cast).number
    assert period.findtext("NaturalPerson/INSS") == "88060933524"
    assert period.findtext("DimonaFeatures/JointCommissionNbr") == "302"
    assert seen(cast.persons["lucas"], Purpose.STAFF, opened=False) == 1
    assert period.find("NaturalPerson/WorkerBirthdate") is None  # more than the asker needs


def test_questions_and_answers_follow_the_official_schemas(
    cast: Cast, payroll: Application
) -> None:
    names = ("PersonnelFileConsultationRequest_20231", "PersonnelFileConsultationAnswer_20223")
    request, answer = (etree.XMLSchema(etree.parse(official(f"schemas/{n}.xsd"))) for n in names)
    body = asking(cast, **days(-1, 1))
    request.assertValid(etree.fromstring(body))
    answer.assertValid(ask(payroll, body))
    nobody = ask(payroll, asking(cast, **days(until=-30_000)))
    answer.assertValid(nobody)
    assert nobody.findtext(".//ResultCodeResearch") == "1"


def test_the_official_sample_is_read(cast: Cast) -> None:
    """Its employer is in no directory of ours: all else of it is in order."""
    sample = official("examples/PersonnelFileConsultationRequest_20231_1.xml").read_bytes()
    with pytest.raises(RefusedError) as refusal:
        read_request(sample, employer(cast))
    assert [finding.code for finding in refusal.value.findings] == ["00011-235"]


@pytest.mark.parametrize(
    ("since", "until", "found"),
    [(None, 0, 1), (0, None, 2), (1, 1, 2), (5, 6, 1), (None, -30_000, 0)],
)
def test_a_period_leaves_who_worked_in_it(
    cast: Cast, payroll: Application, since: int | None, until: int | None, found: int
) -> None:
    tomorrow = (today() + timedelta(days=1)).isoformat()
    declare(employer(cast), "DimonaIn", hiring(cast, "sofia", EndingDate=tomorrow))
    root = ask(payroll, asking(cast, **days(since, until)))
    assert len(root.findall(".//DimonaPeriod")) == found


@pytest.mark.parametrize(("asked", "beyond"), [({}, []), ({"Location": "QuotaFeatures"}, ["3"])])
def test_hours_beyond_the_quota_are_told_on_request(
    cast: Cast, payroll: Application, asked: dict[str, str], beyond: list[str]
) -> None:
    tomorrow = (today() + timedelta(days=1)).isoformat()
    student: dict[str, Any] = {"EndingDate": tomorrow, "PlannedHoursNbr": "8"}
    student["DimonaFeatures"] = {"JointCommissionNbr": "XXX", "WorkerType": "STU"}
    declare(employer(cast), "DimonaIn", hiring(cast, "sofia", **student))
    EmploymentPeriod.objects.filter(person=cast.persons["sofia"]).update(reserved_hours=5)
    option: dict[str, Any] = {"DataOption": asked} if asked else {}
    root = ask(payroll, asking(cast, **option))
    schema = official("schemas/PersonnelFileConsultationAnswer_20223.xsd")
    etree.XMLSchema(etree.parse(schema)).assertValid(root)
    assert [each.text for each in root.iter("ExceedingHoursNbr")] == beyond


def test_a_cancelled_period_is_said_to_be_cancelled(cast: Cast, payroll: Application) -> None:
    declare(employer(cast), "DimonaCancel", {"DimonaPeriodId": lucas_period(cast).number})
    assert ask(payroll, asking(cast)).findtext(".//DimonaPeriod/IsCancelled") == "1"


WRONG: list[tuple[Callable[[bytes], bytes], str]] = [
    (lambda body: b"", "FILE-008"),
    (lambda body: body.replace(b"<Form>", b"<Form"), "FILE-001"),
    (lambda body: b"<!DOCTYPE x []>" + body, "FILE-002"),
    (lambda body: b"<Dimona/>", "90426-089"),
    (lambda body: b"<PersonnelFileConsultationRequest/>", "90059-001"),
    (lambda body: body.replace(b"<TypeForm>RE", b"<TypeForm>FA"), "00297-003"),
    (lambda body: body.replace(b"175110801", b"175110802"), "00011-004"),
    (lambda body: body.replace(b"</Form>", b"<ReferencePeriod/></Form>"), "90077-360"),
    (lambda body: body.replace(b"<TypeForm>", b"<X/><TypeForm>"), "90059-092"),
]


@pytest.mark.parametrize(("spoil", "code"), WRONG, ids=[code for _spoil, code in WRONG])
def test_what_is_wrong_with_a_request_has_its_code(
    cast: Cast, payroll: Application, spoil: Callable[[bytes], bytes], code: str
) -> None:
    assert code in codes(payroll, spoil(asking(cast)))


def test_a_period_that_ends_before_it_starts_is_refused(cast: Cast, payroll: Application) -> None:
    assert codes(payroll, asking(cast, **days(1, 0))) == ["00075-014"]


def test_two_numbers_of_different_employers_are_refused(cast: Cast, payroll: Application) -> None:
    builder = cast.companies["builder"].enterprise_number.encode()
    restaurant = cast.companies["restaurant"].enterprise_number.encode()
    assert codes(payroll, asking(cast).replace(restaurant, builder)) == ["00011-041"]


def test_only_who_gave_a_mandate_is_answered_about(cast: Cast, payroll: Application) -> None:
    assert codes(payroll, asking(cast, "builder")) == ["00011-155"]
    Mandate.objects.update(until=today() - timedelta(days=1))
    before = AccessLine.objects.count()
    assert codes(payroll, asking(cast)) == ["00011-155"]
    assert AccessLine.objects.count() == before


def test_the_software_of_testers_sees_no_real_person(cast: Cast) -> None:
    root = ask(software("payroll-software-test"), asking(cast))
    assert root.findtext(".//ResultCodeResearch") == "1"


def test_a_request_is_xml_and_stores_no_message(cast: Cast, payroll: Application) -> None:
    before = Message.objects.count()
    assert payroll.post(ADDRESS, {}).status_code == 415
    ask(payroll, asking(cast))
    assert Message.objects.count() == before
    assert Application("").post(ADDRESS, b"", "application/xml").status_code == 401
