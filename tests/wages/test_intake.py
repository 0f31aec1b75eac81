"""Taking messages of wages in: once, to the byte, and whatever the bytes are."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path

import pytest

from casework.demo.building import Cast
from declarations.channels.models import Declaration
from declarations.wages.intake import take
from declarations.wages.models import Filing, Form, Load, Piece, WorkerRecord
from declarations.wages.pieces import documents, sent
from portal.access.models import Environment
from portal.exchange.actions import KeyReusedError
from portal.exchange.models import Channel, Event
from tests.wages.loads import (
    QUARTER,
    WORKERS,
    facts,
    in_small_pieces,
    loaded,
    office,
    results,
    wage_file,
)

pytestmark = pytest.mark.django_db


def test_a_file_is_stored_to_the_byte_and_once(
    cast: Cast, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    in_small_pieces(monkeypatch)
    capacity, data = office(), wage_file(tmp_path)
    message, new = take(capacity, Channel.FILE, "key", BytesIO(data))
    assert new
    assert b"".join(sent(message)) == data
    assert Piece.objects.count() > 5
    assert take(capacity, Channel.FILE, "key", BytesIO(data)) == (message, False)
    assert Piece.objects.filter(load__message=message).count() == Piece.objects.count()
    with pytest.raises(KeyReusedError):
        take(capacity, Channel.FILE, "key", BytesIO(data + b"\n"))


def test_forms_and_workers_are_counted_before_anything_is_judged(
    cast: Cast, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    in_small_pieces(monkeypatch)
    take(office(), Channel.FILE, "key", BytesIO(wage_file(tmp_path)))
    forms = Form.objects.order_by("declaration__position").select_related("declaration", "filing")
    assert [form.workers for form in forms] == [18, 18, 18, 6]
    assert {form.quarter for form in forms} == {QUARTER}
    assert [form.declaration.content["Quarter"] for form in forms] == [str(QUARTER)] * 4
    assert len({form.filing_id for form in forms} - {None}) == Filing.objects.count() == 4
    assert Load.objects.get().workers == WORKERS
    assert results() == set()


def test_pieces_give_the_same_facts_as_the_whole(
    cast: Cast, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    capacity = office()
    whole = loaded(capacity, wage_file(tmp_path), "whole")
    assert (whole.pieces, whole.shelves.count()) == (1, 0)
    before = facts()
    assert len(before["WorkerRecord"]) == WORKERS
    assert len(before["Service"]) == len(before["Contribution"]) == 2 * WORKERS
    in_small_pieces(monkeypatch)
    cut = loaded(capacity, wage_file(tmp_path, 20252), "cut")
    assert cut.pieces > 5
    assert cut.shelves.count() == 2
    after = facts()
    for kind, rows in before.items():
        assert len(after[kind]) == 2 * len(rows), kind
    assert results() == {"A"}


def test_each_record_leads_to_its_own_words(
    cast: Cast, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    in_small_pieces(monkeypatch)
    data = wage_file(tmp_path)
    loaded(office(), data)
    records = list(WorkerRecord.objects.order_by("id"))
    for record, words in zip(records, documents(records), strict=True):
        assert words.startswith(b"<WorkerRecord>")
        assert words.endswith(b"</WorkerRecord>")
        person = data[: data.index(words)].rpartition(b"<INSS>")[2]
        assert person.startswith(b"%011d</INSS>" % record.inss)


def test_tests_are_kept_apart(cast: Cast, tmp_path: Path) -> None:
    data = wage_file(tmp_path)
    loaded(office(Environment.TEST), data, "test")
    assert results() <= {"A", "W", "B"}
    assert not WorkerRecord.objects.real().exists()
    assert not WorkerRecord.objects.filter(person__isnull=False).exists()
    assert not Event.objects.filter(topic="wages.declared").exists()
    loaded(office(), data, "real")
    assert WorkerRecord.objects.real().count() == WORKERS
    assert Event.objects.filter(topic="wages.declared").count() == 4


OTHER_WAYS = {
    "comment": lambda data: data.replace(b"<Form>", b"<!-- <Form> --><Form>"),
    "character data": lambda data: data.replace(b">SU<", b"><![CDATA[SU]]><"),
    "instruction": lambda data: data.replace(b"<Form>", b"<?note <Form>?><Form>"),
    "latin letters": lambda data: data.replace(b'"UTF-8"', b'"ISO-8859-1"').replace(
        b"BENCH", b"\xc9t\xe9"
    ),
    "two bytes a letter": lambda data: data.decode().replace("UTF-8", "UTF-16").encode("utf-16"),
    "reference": lambda data: data.replace(b">SU<", b">S&#85;<"),
    "space in tags": lambda data: data.replace(b"</Form>", b"</Form >"),
    "space around a number": lambda data: data.replace(b">495<", b"> 495\n<"),
}


@pytest.mark.parametrize("way", list(OTHER_WAYS))
def test_another_way_of_writing_says_the_same(
    cast: Cast, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, way: str
) -> None:
    in_small_pieces(monkeypatch)
    capacity, plain = office(), wage_file(tmp_path)
    other = OTHER_WAYS[way](plain)
    assert other != plain
    load = loaded(capacity, other)
    assert b"".join(sent(load.message)) == other
    assert results() == {"A"}
    records = list(WorkerRecord.objects.order_by("id"))
    assert len(records) == WORKERS
    assert all(words.startswith(b"<WorkerRecord>") for words in documents(records))


BROKEN = {
    "nothing": (b"", "FILE-008"),
    "no XML": (b"wages", "FILE-001"),
    "another message": (b"<Dimona/>", ""),
    "a DTD": (b'<!DOCTYPE a [<!ENTITY b "c">]><DmfAOriginal>&b;</DmfAOriginal>', "FILE-002"),
    "no form": (b"<DmfAUpdate></DmfAUpdate>", "FILE-008"),
    "no form, and not well-formed": (b"<DmfAOriginal><a>", "FILE-001"),
    "no such letters": (b'<?xml version="1.0" encoding="UTF-7"?><DmfAOriginal/>', "FILE-004"),
}


@pytest.mark.parametrize("broken", list(BROKEN))
def test_what_cannot_be_read_is_kept_with_the_reason(cast: Cast, broken: str) -> None:
    data, code = BROKEN[broken]
    load = loaded(office(), data)
    assert load.finished_at is not None
    assert [finding["code"] for finding in load.findings if code] == [code] * bool(code)
    assert load.findings
    assert b"".join(sent(load.message)) == data
    assert not Declaration.objects.filter(message=load.message).exists()
