"""What becomes of the forms of a file: accepted, or refused without leaving a fact."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from casework.demo.building import Cast
from declarations.channels.models import Verdict
from declarations.wages.bench_files import inss_of
from declarations.wages.models import Load, WorkerRecord
from portal.access.models import Capacity
from portal.exchange.models import Event
from tests.wages.loads import (
    FACTS,
    WORKERS,
    in_small_pieces,
    loaded,
    office,
    results,
    wage_file,
)

pytestmark = pytest.mark.django_db
PIECES = pytest.mark.parametrize("cut", [False, True], ids=["one piece", "pieces"])
OF_SECOND = 18  # workers of the second employer
OWED = re.compile(rb"<NetOwedAmount>(\d+)</NetOwedAmount>")


def _verdicts(load: Load) -> list[tuple[str, set[str]]]:
    verdicts = Verdict.objects.filter(declaration__message=load.message)
    return [
        (verdict.result, {finding["code"] for finding in verdict.findings})
        for verdict in verdicts.order_by("declaration__position")
    ]


def _spoilt(data: bytes, form: int, old: bytes, new: bytes) -> bytes:
    """Replace something, once, in a form, by its number from 0."""
    parts = data.split(b"<Form>")
    assert old in parts[form + 1]
    parts[form + 1] = parts[form + 1].replace(old, new, 1)
    return b"<Form>".join(parts)


def _only_second_is_missing() -> None:
    left = set(WorkerRecord.objects.values_list("inss", flat=True))
    assert left == {inss_of(n) for n in range(WORKERS)} - {inss_of(n) for n in range(18, 36)}
    records = set(WorkerRecord.objects.values_list("pk", flat=True))
    for model in FACTS[1:]:
        assert set(model._default_manager.values_list("record_id", flat=True)) == records
    assert Event.objects.filter(topic="wages.declared").count() == 3


MISTAKES = {
    "amount owed": (b"<NetOwedAmount>0000", b"<NetOwedAmount>0001", "00015-007"),
    "a field without a value": (b"<WorkerCode>495<", b"<WorkerCode><", "00037-001"),
    "a field too many": (b"<Border>0</Border>", b"<Border>0</Border>" * 2, "00040-090"),
    "letters in a number": (b"<RemunCode>001<", b"<RemunCode>0x1<", "00067-002"),
    "a letter that XML has not": (b"<ReferenceNbr>BENCH", b"<ReferenceNbr>BENC\0", "FILE-001"),
    "an attribute": (b"<Border>", b'<Border a="1">', "00040-255"),
    "a person twice": (
        b"<INSS>%011d<" % inss_of(35),
        b"<INSS>%011d<" % inss_of(18),
        "90017-006",
    ),
}


@PIECES
@pytest.mark.parametrize("mistake", list(MISTAKES))
def test_a_refused_form_leaves_no_facts(
    cast: Cast, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, cut: bool, mistake: str
) -> None:
    if cut:
        in_small_pieces(monkeypatch)
    old, new, code = MISTAKES[mistake]
    load = loaded(office(), _spoilt(wage_file(tmp_path), 1, old, new))
    verdicts = _verdicts(load)
    if code.startswith("FILE"):  # then nothing of the file can be trusted
        assert verdicts == [("B", {code})] * 4
        return
    assert [result for result, _codes in verdicts] == ["A", "B", "A", "A"]
    assert code in verdicts[1][1]
    _only_second_is_missing()


@PIECES
def test_a_finding_tells_its_line(
    cast: Cast, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, cut: bool
) -> None:
    if cut:
        in_small_pieces(monkeypatch)
    data = wage_file(tmp_path)
    last = b"<INSS>%011d</INSS>" % inss_of(33)
    at = data.index(b"<WorkerCode>", data.index(last))
    load = loaded(office(), data[:at] + b"<WorkerCode>x" + data[at + 12 :])
    verdict = Verdict.objects.get(declaration__message=load.message, result="B")
    assert verdict.findings[0]["line"] == data.count(b"\n", 0, at) + 1


@PIECES
def test_a_quarter_is_filed_once(
    cast: Cast, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, cut: bool
) -> None:
    capacity, data = office(), wage_file(tmp_path)
    loaded(capacity, data, "first")
    if cut:
        in_small_pieces(monkeypatch)
    again = loaded(capacity, data, "second")
    assert _verdicts(again) == [("B", {"90007-006"})] * 4
    assert WorkerRecord.objects.count() == WORKERS


def test_another_sender_is_refused(cast: Cast, tmp_path: Path) -> None:
    office()
    stranger = Capacity.objects.get(user__email="nora@payroll.example")
    loaded(stranger, wage_file(tmp_path))
    assert results() == {"B"}
    assert not WorkerRecord.objects.exists()


@PIECES
def test_quarters_are_told_apart(
    cast: Cast, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, cut: bool
) -> None:
    if cut:
        in_small_pieces(monkeypatch)
    first, second = wage_file(tmp_path, 20252), wage_file(tmp_path, 20253)
    both = first.replace(b"</DmfAOriginal>\n", b"") + second.partition(b"<DmfAOriginal>")[2]
    load = loaded(office(), both)
    assert _verdicts(load) == [("A", set())] * 8
    for quarter in (20252, 20253):
        assert WorkerRecord.objects.current().in_quarter(quarter).count() == WORKERS
