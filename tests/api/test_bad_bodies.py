"""Whatever bytes come: a clear refusal, and never a failure of ours."""

import json
from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from hypothesis import HealthCheck, given
from hypothesis import settings as pace
from hypothesis import strategies as st

from declarations.channels.safe_xml import MAX_BYTES
from portal.exchange import json_body
from portal.exchange.actions import move_outbox
from portal.exchange.models import Delivery, DeliveryStatus, Message
from tests.api.conftest import HIRING, STATUSES, Application
from tests.api.messages import SOFIA, file_of, hiring, start, status

DECLARE, REPORT = f"{HIRING}/declarations", f"{STATUSES}/reports"
JSON, XML = "application/json", "application/xml"
BOMB = b"""<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "0123456789"><!ENTITY c "&b;&b;&b;&b;">]>
<Dimona>&c;</Dimona>"""
OUTSIDE = b'<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]><Dimona>&b;</Dimona>'


def text(value: str) -> bytes:
    """A sound report but for one text, written as JSON escapes it."""
    return json.dumps(status(legalContext="@")).replace("@", value).encode()


BAD_JSON = {
    "nothing": b"",
    "blanks": b"  \n",
    "a word": b"hello",
    "half an object": b'{"ssin": ',
    "two objects": b"{}{}",
    "a list": b"[]",
    "a list of messages": b"[{}]",
    "a text": b'"x"',
    "a number": b"1",
    "null": b"null",
    "true": b"true",
    "NaN": b'{"a": NaN}',
    "infinity": b'{"a": -Infinity}',
    "a single quote": b"{'a': 1}",
    "a comma too many": b'{"a": 1,}',
    "a comment": b"{} // x",
    "not UTF-8": b'{"a": "\xff"}',
    "Latin-1": '{"a": "é"}'.encode("latin-1"),
    "UTF-16": '{"a": 1}'.encode("utf-16"),
    "UTF-32": '{"a": 1}'.encode("utf-32"),
    "an encoded surrogate": b'{"a": "\xed\xa0\x80"}',
    "an overlong NUL": b'{"a": "\xc0\x80"}',
    "a raw NUL": b'{"a": "\x00"}',
    "only NUL": b"\x00" * 10,
    "an escaped NUL": text("a\\u0000b"),
    "half a pair": text("\\ud800"),
    "the other half": text("\\udfff"),
    "halves in the wrong order": text("\\udc00\\ud800"),
    "an escape character": text("\\u001b[31m"),
    "a NUL in a name": b'{"a\\u0000": 1}',
    "half a pair in a name": b'{"\\ud83d": 1}',
    "deep lists": b'{"a":' + b"[" * 30_000,
    "deep closed lists": b'{"a":' + b"[" * 20_000 + b"]" * 20_000 + b"}",
    "deep objects": b'{"a":' * 12_000,
    "a huge whole number": b'{"a": ' + b"9" * 5_000 + b"}",
    "a huge exponent": b'{"a": 1e300000}',
    "a tiny fraction": b'{"a": 1e-300000}',
    "a name twice": b'{"ssin": "1", "ssin": "2"}',
    "prototype": b'{"__proto__": {"admin": true}}',
    "only XML": file_of(),
    "a form": b"ssin=05021126241",
}
HIRING_SHAPES: dict[str, Any] = {
    "no action": {"employer": {}, "worker": {}},
    "two actions": {"dimonaIn": {}, "dimonaOut": {}},
    "an action that is a text": {"dimonaIn": "start"},
    "an action that is a list": {"dimonaIn": [{}]},
    "an action that is a number": {"dimonaOut": 7},
    "an action that is nothing": {"dimonaOut": None},
    "an employer that is a list": {**hiring(), "employer": []},
    "a worker that is a text": {**hiring(), "worker": SOFIA},
    "a number where zeros matter": {**hiring(), "worker": {"ssin": 5021126241}},
    "an object for a text": hiring(startDate={"year": 2026}),
    "a list for a text": hiring(startDate=["2026-12-01"]),
    "true for a text": hiring(plannedHoursNumber=True),
    "a fraction": hiring(plannedHoursNumber=7.5),
    "another case": hiring(startdate="2026-12-01"),
    "a name of the XML": hiring(StartingDate="2026-12-01"),
    "a reference that is too long": {**hiring(), "declarantReference": "x" * 21},
    "a reference of zero width": {**hiring(), "declarantReference": "a\u202eb"},
    "a state": {**hiring(), "status": "accepted"},
    "very many names": {f"n{n}": 1 for n in range(2000)},
}
BAD_XML = {
    "nothing": b"",
    "a word": b"hello",
    "JSON": b"{}",
    "an open tag": b"<Dimona>",
    "another root": b"<Other/>",
    "no form": b"<Dimona/>",
    "a DTD": b"<!DOCTYPE Dimona><Dimona/>",
    "a bomb": BOMB,
    "a file from outside": OUTSIDE,
    "an unknown entity": b"<Dimona>&b;</Dimona>",
    "a NUL": b"<Dimona>\x00</Dimona>",
    "a NUL by number": b"<Dimona>&#0;</Dimona>",
    "half a pair by number": b"<Dimona>&#xD800;</Dimona>",
    "not UTF-8": b"<Dimona>\xff</Dimona>",
    "UTF-16": "<Dimona/>".encode("utf-16"),
    "an unknown encoding": b'<?xml version="1.0" encoding="rot13"?><Dimona/>',
    "deep": b"<Dimona>" + b"<a>" * 50_000,
    "very many attributes": b"<Dimona " + b" ".join(b'a%d=""' % n for n in range(50_000)) + b"/>",
    "loose text": b"<Dimona>text</Dimona>",
    "an inclusion": b'<Dimona xmlns:xi="http://www.w3.org/2001/XInclude">'
    b'<xi:include href="/etc/passwd" parse="text"/></Dimona>',
    "a zip": b"PK\x03\x04" + b"\x00" * 100,
}


def refused(application: Application, path: str, body: bytes, media_type: str) -> Any:
    """Send a body that must be refused with a code and a message, and leave nothing behind."""
    before = Message.objects.count()
    answer = application.post(path, body, media_type)
    assert answer.status_code == 422, answer.content
    refusal = answer.json()
    assert refusal["code"]
    assert refusal["message"]
    assert b"Traceback" not in answer.content
    assert len(answer.content) < 20_000
    assert Message.objects.count() == before
    return refusal


@pytest.mark.parametrize("body", BAD_JSON.values(), ids=BAD_JSON)
def test_json_that_cannot_be_read(payroll: Application, welfare: Application, body: bytes) -> None:
    refused(payroll, DECLARE, body, JSON)
    refused(welfare, REPORT, body, JSON)


@pytest.mark.parametrize("body", HIRING_SHAPES.values(), ids=HIRING_SHAPES)
def test_a_declaration_of_another_shape(payroll: Application, body: dict[str, Any]) -> None:
    refusal = refused(payroll, DECLARE, json.dumps(body).encode(), JSON)
    assert refusal["errors"]


@pytest.mark.parametrize("body", BAD_XML.values(), ids=BAD_XML)
def test_a_file_that_cannot_be_read(payroll: Application, body: bytes) -> None:
    refusal = refused(payroll, DECLARE, body, XML)
    assert refusal["findings"]
    assert set(refusal["findings"][0]) == {"code", "class", "path", "line", "message"}


@pytest.mark.parametrize(
    ("path", "media_type", "size"),
    [
        (DECLARE, JSON, json_body.MAX_BYTES + 1),
        (DECLARE, XML, MAX_BYTES + 1),
        (DECLARE, XML, settings.DATA_UPLOAD_MAX_MEMORY_SIZE + 1),
    ],
)
def test_what_is_too_big(payroll: Application, path: str, media_type: str, size: int) -> None:
    answer = payroll.post(path, b" " * size, media_type)
    assert (answer.status_code, answer.json()["code"]) == (413, "TOO-LARGE")


@pytest.mark.parametrize(
    "media_type",
    [
        "",
        "text/plain",
        "text/xml",
        "application/x-www-form-urlencoded",
        "multipart/form-data",
        "multipart/form-data; boundary=",
        "application/pdf",
        "/",
        "é",
    ],
)
def test_another_kind_of_content(
    payroll: Application, welfare: Application, media_type: str
) -> None:
    for application, path in ((payroll, DECLARE), (welfare, REPORT)):
        answer = application.post(path, b"a=1", media_type)
        assert (answer.status_code, answer.json()["code"]) == (415, "MEDIA-TYPE")


def test_compressed_content(payroll: Application) -> None:
    answer = payroll.post(DECLARE, b"\x1f\x8b", content_encoding="gzip")
    assert answer.status_code == 415


@pytest.mark.parametrize("method", ["PUT", "PATCH", "DELETE", "GET", "TRACE", "MADE-UP"])
def test_another_method(payroll: Application, method: str) -> None:
    answer = payroll.http.generic(
        method, DECLARE, b"{}", JSON, headers={"authorization": f"Bearer {payroll.token}"}
    )
    assert (answer.status_code, answer.json()["code"]) == (405, "NOT-THAT-WAY")
    assert answer["Allow"] == "POST"


@pytest.mark.parametrize(
    "path",
    ["/api/", "/api/dimona", "/api/dimona/v2/declaration", "/api/%F0%9F%90%9F", "/api/files/v1/"],
)
def test_an_unknown_address_is_refused_in_json(db: None, path: str) -> None:
    answer = Client().get(path, headers={"accept-language": "nl"})
    assert (answer.status_code, answer.json()["code"]) == (404, "NOT-FOUND")
    assert answer["Content-Language"] == "nl"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert not answer.cookies


VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner),
    max_leaves=8,
)
often = pace(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


def taken_or_refused(application: Application, path: str, body: bytes, media_type: str) -> None:
    answer = application.post(path, body, media_type)
    assert answer.status_code in (200, 201, 403, 404, 422), answer.content
    assert answer.json()


def nothing_stuck() -> None:
    move_outbox()
    assert not Delivery.objects.exclude(status=DeliveryStatus.DONE).exists()


@often
@given(body=st.binary(max_size=200), media_type=st.sampled_from([JSON, XML]))
def test_any_bytes(payroll: Application, body: bytes, media_type: str) -> None:
    taken_or_refused(payroll, DECLARE, body, media_type)


@often
@given(name=st.sampled_from(["ssin", "status", "since", "until", "legalContext"]), value=VALUES)
def test_any_value_in_a_report(welfare: Application, name: str, value: Any) -> None:
    taken_or_refused(welfare, REPORT, json.dumps(status(**{name: value})).encode(), JSON)
    nothing_stuck()


@often
@given(
    name=st.sampled_from(["startDate", "endDate", "startHour", "plannedHoursNumber", "features"]),
    value=VALUES,
)
def test_any_value_in_a_declaration(payroll: Application, name: str, value: Any) -> None:
    taken_or_refused(payroll, DECLARE, json.dumps(hiring(**{name: value})).encode(), JSON)
    nothing_stuck()


@often
@given(
    value=st.text(st.characters(codec="utf-8", exclude_categories=["Cc"], exclude_characters="￾￿"))
)
def test_any_text_in_a_file(payroll: Application, value: str) -> None:
    action, content = start()
    for label in ("StartingDate", "EndingDate"):
        taken_or_refused(payroll, DECLARE, file_of((action, {**content, label: value})), XML)
    nothing_stuck()


@often
@given(action=st.sampled_from(["dimonaOut", "dimonaUpdate", "dimonaCancel"]), number=VALUES)
def test_any_period_number(payroll: Application, action: str, number: Any) -> None:
    body = json.dumps({action: {"periodId": number, "endDate": "2026-12-01"}}).encode()
    taken_or_refused(payroll, DECLARE, body, JSON)
    nothing_stuck()
