"""Sets of files by the interface: FI, FS, then GO; receipts; nothing twice."""

import json
from collections.abc import Callable, Mapping
from typing import Any

import pytest
from lxml import etree

from declarations.channels.models import Declaration
from declarations.files.models import DroppedFile
from declarations.hiring.models import EmploymentPeriod
from portal.exchange.actions import move_outbox
from portal.exchange.models import Message
from tests.api.conftest import HIRING, Application
from tests.api.messages import COLETTE, SOFIA
from tests.files.sets import RESTAURANT, hirings, set_of, signature, stem
from tests.glossary.official import official
from tests.wages.odd_files import SOUND

FILES = "/api/files/v1"


def put(application: Application, name: str, body: bytes) -> Any:
    return application.http.put(
        f"{FILES}/{name}",
        body,
        "application/octet-stream",
        headers={"authorization": f"Bearer {application.token}"},
    )


def drop(application: Application, files: Mapping[str, bytes]) -> dict[str, Any]:
    """Drop the files and return what the last one, the GO file, set to work."""
    for name, body in files.items():
        answer = put(application, name, body)
        assert answer.status_code == 201, answer.content
    sending: dict[str, Any] = json.loads(answer.content)["sending"]
    return sending


def codes(sending: dict[str, Any]) -> list[str]:
    return [error["code"] for error in sending["errors"]]


def results(application: Application, sending: dict[str, Any]) -> list[tuple[str, list[str]]]:
    answer = application.get(f"{HIRING}/messages/{sending['message']}")
    return [
        (status["result"], [anomaly["code"] for anomaly in status["anomalies"]])
        for declaration in json.loads(answer.content)["declarations"]
        for status in [declaration["declarationStatus"]]
    ]


def test_nothing_is_worked_before_the_go_file(payroll: Application) -> None:
    (fi, fs, go) = (files := set_of(stem(), hirings())).keys()
    for name in (fi, fs):
        assert put(payroll, name, files[name]).status_code == 201
        assert json.loads(payroll.get(f"{FILES}/{name}").content)["sending"] is None
    assert not Declaration.objects.filter(message__channel="file").exists()
    sending = json.loads(put(payroll, go, b"").content)["sending"]
    assert (sending["accepted"], sending["errors"]) == (True, [])
    move_outbox()
    assert results(payroll, sending) == [("A", [])]
    assert EmploymentPeriod.objects.filter(person__numbers__number=SOFIA).count() == 1


def test_each_file_can_be_dropped_again(payroll: Application) -> None:
    files = set_of(stem(), hirings())
    sending = drop(payroll, files)
    for name, body in files.items():
        assert put(payroll, name, body).status_code == 200
    assert json.loads(put(payroll, list(files)[-1], b"").content)["sending"] == sending
    assert Message.objects.filter(channel="file").count() == 1
    other = put(payroll, next(iter(files)), b"other")
    assert (other.status_code, json.loads(other.content)["code"]) == (422, "ACRF-133")
    late = put(payroll, f"FI.{stem()}.1.3", b"late")
    assert (late.status_code, json.loads(late.content)["code"]) == (422, "ACRF-133")


def test_parts_are_one_file(payroll: Application) -> None:
    data = hirings(SOFIA, COLETTE)
    middle = len(data) // 2
    sending = drop(payroll, set_of(stem(), data[:middle], data[middle:]))
    move_outbox()
    assert results(payroll, sending) == [("A", []), ("A", [])]


def test_known_rows_under_another_name_and_in_another_order(payroll: Application) -> None:
    first = drop(payroll, set_of(stem("00001"), hirings(SOFIA, COLETTE)))
    again = drop(payroll, set_of(stem("00002"), hirings(SOFIA, COLETTE)))
    turned = drop(payroll, set_of(stem("00003"), hirings(COLETTE, SOFIA)))
    move_outbox()
    assert results(payroll, first) == [("A", []), ("A", [])]
    for sending in (again, turned):
        assert results(payroll, sending) == [("B", ["90373-333"])] * 2
    for number in (SOFIA, COLETTE):
        assert EmploymentPeriod.objects.filter(person__numbers__number=number).count() == 1


@pytest.mark.parametrize(
    ("without", "code"), [("FI", "ACRF-120"), ("FS", "ACRF-122")], ids=["file", "signature"]
)
def test_a_set_that_is_not_whole_is_refused(payroll: Application, without: str, code: str) -> None:
    files = set_of(stem(), hirings())
    sending = drop(payroll, {n: body for n, body in files.items() if not n.startswith(without)})
    assert (sending["accepted"], sending["message"], codes(sending)) == (False, None, [code])


def test_parts_of_another_count_are_numbered_wrongly(payroll: Application) -> None:
    files = dict(set_of(stem(), hirings()))
    sending = drop(payroll, {f"FI.{stem()}.1.2": b"x", f"FS.{stem()}.1.2": b"x", **files})
    assert codes(sending) == ["ACRF-123", "ACRF-124"]


@pytest.mark.parametrize("said", [b"", b"0" * 64, signature(b"another")])
def test_a_signature_says_the_sha_256_of_its_file(payroll: Application, said: bytes) -> None:
    files = dict(set_of(stem(), hirings()))
    sending = drop(payroll, {**files, f"FS.{stem()}.1.1": said, f"GO.{stem()}.1": b""})
    assert codes(sending) == ["ACRF-125"]


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"<Dimona>", "ACRF-102"),
        (b"", "ACRF-157"),
        (b"<Dimona/>", "ACRF-157"),
        (b"<DmfAOriginal/>", "ACRF-158"),
        (b'<?xml version="1.0" encoding="utf-16"?><Dimona/>', "ACRF-138"),
        (b"<!DOCTYPE Dimona><Dimona/>", "ACRF-312"),
    ],
)
def test_a_file_that_cannot_be_read_is_refused(
    payroll: Application, data: bytes, code: str
) -> None:
    before = Message.objects.count()
    assert codes(drop(payroll, set_of(stem(), data))) == [code]
    assert Message.objects.count() == before


@pytest.mark.parametrize(
    ("name", "code"),
    [
        (f"GO.{stem(sender=RESTAURANT)}.1", "ACRF-108"),
        (f"GO.{stem(environment='T')}.1", "ACRF-119"),
        (f"GO.{stem(environment='S')}.1", "ACRF-257"),
        ("GO.DMPI.1", "ACRF-107"),
    ],
)
def test_a_name_that_is_not_ones_own_is_refused(payroll: Application, name: str, code: str) -> None:
    answer = put(payroll, name, b"")
    assert (answer.status_code, json.loads(answer.content)["code"]) == (422, code)
    assert not DroppedFile.objects.exists()


def test_a_test_set_changes_nothing_real(
    application: Callable[[str], Application], payroll: Application
) -> None:
    tester = application("payroll-software-test")
    sending = drop(tester, set_of(stem(environment="T"), hirings()))
    move_outbox()
    assert results(tester, sending) == [("A", [])]
    assert not EmploymentPeriod.objects.filter(person__numbers__number=SOFIA).exists()
    refused = put(tester, f"GO.{stem()}.1", b"")
    assert json.loads(refused.content)["code"] == "ACRF-118"
    assert payroll.get(f"{FILES}/GO.{stem(environment='T')}.1").status_code == 404


@pytest.mark.parametrize("broken", [False, True])
def test_the_receipt_is_an_official_one(payroll: Application, broken: bool) -> None:
    files = set_of(stem(), hirings())
    sending = drop(payroll, dict(list(files.items())[2:]) if broken else files)
    receipt = etree.fromstring(payroll.get(f"{FILES}/GO.{stem()}.1/acrf").content)
    etree.XMLSchema(etree.parse(official("schemas/ACRF_20231.xsd"))).assertValid(receipt)
    assert receipt.findtext(".//FileName") == f"GO.{stem()}.1"
    assert receipt.findtext(".//ResultCode") == ("0" if broken else "1")
    assert [error.text for error in receipt.iter("ErrorID")] == codes(sending)


def test_files_are_for_those_who_declare(payroll: Application, welfare: Application) -> None:
    drop(payroll, set_of(stem(), hirings()))
    assert put(Application(""), f"GO.{stem()}.1", b"").status_code == 401
    assert put(welfare, f"GO.{stem()}.1", b"").status_code == 403
    assert payroll.get(f"{FILES}/GO.{stem('00009')}.1").status_code == 404
    assert payroll.get(f"{FILES}/FI.{stem()}.1.1/acrf").status_code == 404


def test_a_check_stores_nothing(payroll: Application, welfare: Application) -> None:
    before = Message.objects.count()
    address, xml = f"{HIRING}/checks", "application/xml"
    good = json.loads(payroll.post(address, hirings(), xml).content)
    assert good == {
        "flow": "dimona",
        "accepted": True,
        "passes": {"well_formed": True, "schema": True, "rules": True},
        "anomalies": [],
    }
    bad = json.loads(payroll.post(address, b"<Dimona>", xml).content)
    assert (bad["accepted"], bad["anomalies"][0]["code"]) == (False, "FILE-001")
    assert payroll.post(address, {}).status_code == 415
    assert welfare.post(address, hirings(), xml).status_code == 403
    assert Message.objects.count() == before


@pytest.mark.parametrize("address", [f"{HIRING}/checks", "/api/dmfa/v1/checks"])
def test_quarterly_wages_are_checked_too(
    payroll: Application, welfare: Application, address: str
) -> None:
    wrong, xml = SOUND.replace("<Border>0", "<Border>x"), "application/xml"
    found = json.loads(payroll.post(address, wrong.encode(), xml).content)
    passes = {"well_formed": True, "schema": False, "duplicate_inss": True}
    assert (found["flow"], found["accepted"]) == ("dmfa", False)
    assert found["passes"] == {**passes, "net_owed_amount": True}
    assert [anomaly["code"] for anomaly in found["anomalies"]] == ["00040-002"]
    assert welfare.post(address, wrong.encode(), xml).status_code == 403
