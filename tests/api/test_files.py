"""Official Dimona files: one or many forms, receipts and notifications in the official layout."""

from collections.abc import Callable
from typing import Any

import pytest
from django.utils import timezone
from lxml import etree
from pytest_django import DjangoAssertNumQueries

from declarations.channels.models import Declaration
from declarations.hiring.models import EmploymentPeriod
from portal.exchange.actions import move_outbox
from portal.exchange.models import Message
from tests.api.conftest import HIRING, Application
from tests.api.messages import BUILDER, COLETTE, NOBODY, SOFIA, file_of, hiring, in_days, start
from tests.glossary.official import official

SEND = f"{HIRING}/declarations"
XML = "application/xml"
ASSISTANCE = (
    b"</DimonaFeatures>\n<SmallStatutesInformation><EmploymentNature>EMPLOYEE</EmploymentNature>"
    b"<WorkerStatus>F1</WorkerStatus></SmallStatutesInformation>"
)


def state(application: Application, body: bytes) -> dict[str, Any]:
    """Send a file, let the worker do its work, and read the verdicts."""
    answer = application.post(SEND, body, XML)
    assert answer.status_code == 201, answer.content
    move_outbox()
    found: dict[str, Any] = application.get(f"{HIRING}/messages/{answer.json()['ticket']}").json()
    return found


def verdicts(found: dict[str, Any]) -> list[tuple[str, list[str]]]:
    statuses = [entry["declarationStatus"] for entry in found["declarations"]]
    return [(each["result"], [a["code"] for a in each["anomalies"]]) for each in statuses]


def valid(data: bytes, schema: str) -> etree._Element:
    known = etree.XMLSchema(etree.parse(official(f"schemas/{schema}")))
    root = etree.fromstring(data)
    assert known.validate(root), known.error_log
    return root


def test_the_official_sample_is_taken_in_and_judged_by_the_rules_of_today(
    payroll: Application,
) -> None:
    """It was made in 2023, and before interns had to give the data for their premium."""
    sample = official("examples/Dimona_20231_1.xml").read_bytes()
    found = state(payroll, sample)
    assert verdicts(found) == [("B", ["00218-003", "90594-001"])]
    assert found["declarations"][0]["reference"] == "string"


def test_the_official_sample_made_today_is_accepted_as_late(payroll: Application) -> None:
    sample = official("examples/Dimona_20231_1.xml").read_bytes()
    made = str(timezone.localdate()).encode()
    fresh = sample.replace(b"2023-02-06", made).replace(b"</DimonaFeatures>", ASSISTANCE)
    found = state(payroll, fresh)
    assert verdicts(found) == [("W", ["90373-460"])]
    period = EmploymentPeriod.objects.get(person__numbers__number="01410199955")
    assert found["declarations"][0]["declarationStatus"]["period"] == {"id": period.number}
    assert (str(period.since), period.is_late) == ("2023-02-08", True)


def test_each_form_of_a_file_is_judged_alone(payroll: Application) -> None:
    body = file_of(
        start(SOFIA),
        start(COLETTE, employer=BUILDER),
        start(NOBODY),
        start(COLETTE, day="soon"),
        start(SOFIA),
        start(COLETTE),
    )
    answer = payroll.post(SEND, body, XML)
    ticket = answer.json()["ticket"]
    assert answer["Location"] == f"{HIRING}/messages/{ticket}"
    waiting = payroll.get(answer["Location"]).json()["declarations"]
    assert [entry["declarationStatus"] for entry in waiting] == [None] * 6
    move_outbox()
    found = payroll.get(answer["Location"]).json()
    assert verdicts(found) == [
        ("A", []),
        ("B", ["90256-155"]),
        ("B", ["90017-151"]),
        ("B", ["00910-003"]),
        ("B", ["90373-333"]),
        ("A", []),
    ]
    anomaly = found["declarations"][3]["declarationStatus"]["anomalies"][0]
    assert b"soon" in body.splitlines()[anomaly["line"] - 1]
    for entry in found["declarations"]:
        alone = payroll.get(f"{SEND}/{entry['id']}").json()
        assert alone["declarationStatus"] == entry["declarationStatus"]


def test_a_file_sent_again_is_the_same_message(payroll: Application) -> None:
    body = file_of(start(SOFIA), start(COLETTE))
    first, again = payroll.post(SEND, body, XML), payroll.post(SEND, body, XML)
    assert (first.status_code, again.status_code) == (201, 200)
    assert first.json() == again.json()
    assert Declaration.objects.filter(message__ticket=first.json()["ticket"]).count() == 2
    changed = payroll.post(
        SEND, file_of(start(NOBODY)), XML, idempotency_key=first.json()["sha256"]
    )
    assert changed.json()["code"] == "KEY-REUSED"


def test_a_file_that_cannot_be_read_is_refused_as_a_whole(payroll: Application) -> None:
    before = Message.objects.count()
    body = file_of(start(SOFIA)).replace(b"</Form>", b"</Form><Extra/>")
    answer = payroll.post(SEND, body, XML)
    refusal = answer.json()
    assert (answer.status_code, refusal["code"]) == (422, "FILE")
    (finding,) = refusal["findings"]
    assert (finding["code"], finding["class"]) == ("90372-092", "B")
    assert b"<Extra/>" in body.splitlines()[finding["line"] - 1]
    assert finding["message"] == "Dimona file: unknown element"
    assert Message.objects.count() == before


def test_the_notification_shows_what_each_form_did(payroll: Application) -> None:
    first = state(payroll, file_of(start(SOFIA), start(NOBODY)))
    period = first["declarations"][0]["declarationStatus"]["period"]["id"]
    end = {"DimonaPeriodId": period, "EndingDate": in_days(9)}
    second = state(
        payroll, file_of(("DimonaOut", end), ("DimonaCancel", {"DimonaPeriodId": period}))
    )
    root = valid(notified(payroll, first), "NOTIFICATION_20223.xsd")
    assert texts(root, "HandlingResult/ResultCode") == ["1", "0"]
    assert texts(root, "HandledOriginalForm/Identification") == ["DIMONA"] * 2
    assert texts(root, "HandledReference/ReferenceNbr") == [d["id"] for d in first["declarations"]]
    root = valid(notified(payroll, second), "NOTIFICATION_20223.xsd")
    report = "HandlingResult/ImpactReport/DimonaImpactReport"
    assert texts(root, f"{report}/DimonaPeriodId") == [period] * 2
    assert texts(root, f"{report}/DimonaPeriodBefore/StartingDate") == [in_days(1)] * 2
    assert texts(root, f"{report}/DimonaPeriodBefore/EndingDate") == [in_days(9)]
    assert texts(root, f"{report}/DimonaPeriodAfter/EndingDate") == [in_days(9)]


def notified(application: Application, found: dict[str, Any]) -> bytes:
    answer = application.get(f"{HIRING}/messages/{found['ticket']}", accept=XML)
    assert answer["Content-Type"] == XML
    content: bytes = answer.content
    return content


def texts(root: etree._Element, path: str) -> list[str | None]:
    return [element.text for element in root.findall(f"Form/{path}")]


def test_an_end_that_is_taken_away_leaves_the_notification(payroll: Application) -> None:
    answer = payroll.post(SEND, hiring(endDate=in_days(9)))
    move_outbox()
    period = payroll.get(answer["Location"]).json()["declarationStatus"]["period"]["id"]
    endless = {"periodId": period, "endDate": "9999-12-31"}
    answer = payroll.post(SEND, {"dimonaUpdate": endless})
    move_outbox()
    root = valid(notified(payroll, answer.json()), "NOTIFICATION_20223.xsd")
    report = "HandlingResult/ImpactReport/DimonaImpactReport"
    assert texts(root, f"{report}/DimonaPeriodBefore/EndingDate") == [in_days(9)]
    assert texts(root, f"{report}/DimonaPeriodAfter/EndingDate") == []


def test_there_is_no_notification_before_a_verdict(payroll: Application) -> None:
    ticket = payroll.post(SEND, hiring()).json()["ticket"]
    answer = payroll.get(f"{HIRING}/messages/{ticket}", accept=XML)
    assert (answer.status_code, answer.json()["code"]) == (404, "NOT-JUDGED")


def test_the_receipt_comes_in_the_official_layout(payroll: Application) -> None:
    ticket = payroll.post(SEND, file_of(start()), XML).json()["ticket"]
    answer = payroll.get(f"{HIRING}/messages/{ticket}/acrf")
    root = valid(answer.content, "ACRF_20231.xsd")
    assert texts(root, "FileReference/ReferenceNbr") == [ticket.replace("-", "")[:20]]
    assert texts(root, "ReceptionResult/ResultCode") == ["1"]


@pytest.mark.parametrize(
    ("accept", "given"),
    [
        ("", "application/json; charset=utf-8"),
        ("*/*", "application/json; charset=utf-8"),
        ("application/json", "application/json; charset=utf-8"),
        ("application/xml;q=0.9, application/json", "application/json; charset=utf-8"),
        ("application/xml", XML),
        ("application/xml, application/json;q=0.5", XML),
    ],
)
def test_the_reader_chooses_the_layout(payroll: Application, accept: str, given: str) -> None:
    ticket = payroll.post(SEND, hiring()).json()["ticket"]
    move_outbox()
    headers = {"accept": accept} if accept else {}
    answer = payroll.get(f"{HIRING}/messages/{ticket}", **headers)
    assert (answer.status_code, answer["Content-Type"]) == (200, given)


def test_another_layout_there_is_not(payroll: Application) -> None:
    ticket = payroll.post(SEND, hiring()).json()["ticket"]
    answer = payroll.get(f"{HIRING}/messages/{ticket}", accept="text/csv")
    assert (answer.status_code, answer.json()["code"]) == (406, "NOT-ACCEPTABLE")


@pytest.mark.parametrize("accept", ["application/json", XML])
def test_many_forms_are_read_with_few_queries(
    payroll: Application, accept: str, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    forms = [start(SOFIA, day=in_days(n)) for n in range(1, 30)]
    closed = [
        (action, {**content, "EndingDate": content["StartingDate"]}) for action, content in forms
    ]
    ticket = state(payroll, file_of(*closed))["ticket"]
    with django_assert_max_num_queries(7):
        answer = payroll.get(f"{HIRING}/messages/{ticket}", accept=accept)
    assert answer.content.count(b"DimonaPeriodId>" if accept == XML else b'"result": "A"') >= 29


def test_one_verdict_is_read_with_few_queries(
    payroll: Application, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    answer = payroll.post(SEND, hiring())
    move_outbox()
    with django_assert_max_num_queries(5):
        payroll.get(answer["Location"])


def test_a_large_file_has_its_receipt_before_it_is_read(
    payroll: Application, application: Callable[[str], Application]
) -> None:
    body = file_of(*[start(SOFIA)] * 60)
    first, again = payroll.post(SEND, body, XML), payroll.post(SEND, body, XML)
    assert (first.status_code, again.status_code) == (201, 200)
    assert first.json() == again.json()
    assert first.json()["declarations"] == []
    here = first["Location"]
    assert payroll.get(here).json()["declarations"] == []
    assert payroll.get(here, accept=XML).json()["code"] == "NOT-JUDGED"
    assert payroll.get(f"{here}/acrf").status_code == 200
    assert application("payroll-software-test").get(here).status_code == 404
    move_outbox()
    results = [e["declarationStatus"]["result"] for e in payroll.get(here).json()["declarations"]]
    assert results == ["A", *["B"] * 59]


def test_of_a_large_file_that_is_none_nothing_is_stored(payroll: Application) -> None:
    before = Message.objects.count()
    body = file_of(*[start(SOFIA)] * 60).replace(b"</Dimona>", b"<Extra/></Dimona>")
    assert payroll.post(SEND, body, XML).json()["code"] == "FILE"
    assert Message.objects.count() == before
