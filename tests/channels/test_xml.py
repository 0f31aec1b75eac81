"""Reading files: what comes out of sound ones, and that nothing else does any harm."""

from __future__ import annotations

import time
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from declarations.channels.safe_xml import MAX_BYTES, MAX_DEPTH, MAX_ELEMENTS, MAX_GAP
from declarations.channels.tree import MAX_FINDINGS
from declarations.channels.xml import MAX_FORMS, read_dimona
from tests.channels.forms import HEADER, dimona_file
from tests.glossary.official import official
from tests.glossary.samples import FULL, ORDINARY, TODAY, changed

SOUND = dimona_file(("DimonaIn", ORDINARY))
BOMB = (
    b'<!DOCTYPE d [<!ENTITY a "ha">'
    + b"".join(b'<!ENTITY %c "&%c;&%c;">' % (n + 1, n, n) for n in range(97, 120))
    + b"]><Dimona>&x;</Dimona>"
)


def file_codes(data: bytes) -> list[str]:
    return [finding.code for finding in read_dimona(data, on=TODAY).findings]


@pytest.mark.parametrize("action", FULL)
def test_what_was_written_is_read(action: str) -> None:
    read = read_dimona(dimona_file((action, FULL[action])), on=TODAY)
    (form,) = read.forms
    assert (form.action, form.content, form.reference) == (action, FULL[action], "PAY-0001")
    assert form.header == {name: text for name, text in HEADER.items() if name != "Reference"}
    assert (read.findings, form.findings) == ((), ())


def test_the_official_example_is_read() -> None:
    example = official("examples/Dimona_20231_1.xml").read_bytes()
    (form,) = read_dimona(example, on=TODAY.replace(year=2023)).forms
    assert form.content["NaturalPerson"] == {"INSS": "01410199955"}
    # It dates from before interns had to give the data for their premium.
    found = form.check(on=TODAY.replace(year=2023))
    assert [(f.code, f.line) for f in found] == [("90594-001", 14)]


def test_findings_name_the_line() -> None:
    data = dimona_file(("DimonaIn", ORDINARY), ("DimonaIn", changed(ORDINARY, StartingDate="now")))
    sound, wrong = read_dimona(data, on=TODAY).forms
    assert sound.check(on=TODAY) == []
    (finding,) = wrong.check(on=TODAY)
    assert finding.code == "00910-003"
    assert data.splitlines()[(finding.line or 0) - 1].strip() == b"<StartingDate>now</StartingDate>"


def test_lines_count_on_in_long_files() -> None:
    form = SOUND[SOUND.index(b"  <Form>") : SOUND.index(b"</Dimona>")].replace(b">\n", b">\n\n")
    forms = read_dimona(b"<Dimona>\n" + form * 2000 + b"</Dimona>", on=TODAY).forms
    lines = [form.lines["DimonaIn/DimonaFeatures/WorkerType"] for form in forms]
    assert {after - before for before, after in pairwise(lines)} == {form.count(b"\n")}
    assert lines[-1] > 2**16


@pytest.mark.parametrize(
    ("header", "code"),
    [
        ({**HEADER, "FormCreationDate": "2026-11-21"}, "00218-003"),
        ({**HEADER, "FormCreationDate": "2024-12-31"}, "00218-003"),
        ({**HEADER, "AttestationStatus": "1"}, "00110-003"),
        ({**HEADER, "Reference": HEADER["Reference"] * 5}, "90082-090"),
        ({**HEADER, "TypeForm": "RE"}, "00297-003"),
    ],
)
def test_the_header_of_a_form_is_checked(header: dict[str, object], code: str) -> None:
    (form,) = read_dimona(dimona_file(("DimonaIn", ORDINARY), header=header), on=TODAY).forms
    assert [finding.code for finding in form.findings] == [code]


@pytest.mark.parametrize("given", ["", "x" * 21, "a\u202eb"])
def test_a_reference_that_is_not_valid_is_not_handed_on(given: str) -> None:
    header = {**HEADER, "Reference": [{**HEADER["Reference"][0], "ReferenceNbr": given}]}
    (form,) = read_dimona(dimona_file(("DimonaIn", ORDINARY), header=header), on=TODAY).forms
    assert form.reference == ""
    assert [finding.path for finding in form.findings] == ["Form/Reference/ReferenceNbr"]


def test_a_form_holds_one_declaration() -> None:
    data = SOUND.replace(b"</DimonaIn>", b"</DimonaIn><DimonaCancel/>")
    (form,) = read_dimona(data, on=TODAY).forms
    assert [finding.code for finding in form.findings] == ["90059-090"]
    (empty,) = read_dimona(b"<Dimona><Form/></Dimona>", on=TODAY).forms
    assert empty.action == ""
    assert "90059-134" in [finding.code for finding in empty.check(on=TODAY)]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "iso-8859-1", "windows-1252"])
def test_the_usual_encodings_are_read(encoding: str) -> None:
    content = changed(ORDINARY, NaturalPerson__WorkerName="Çelik-Noël")
    text = dimona_file(("DimonaIn", content)).decode()
    declared = encoding.removesuffix("-sig").upper()
    data = text.replace("encoding='UTF-8'", f"encoding='{declared}'").encode(encoding)
    (form,) = read_dimona(data, on=TODAY).forms
    assert form.content == content


def test_comments_and_sections_do_not_split_a_value() -> None:
    data = SOUND.replace(b"<WorkerType>OTH", b"<WorkerType><!-- x -->O<?y?><![CDATA[T]]>H")
    (form,) = read_dimona(data, on=TODAY).forms
    assert form.content == ORDINARY


@pytest.mark.parametrize(
    ("data", "code", "line"),
    [
        (b"", "FILE-008", None),
        (b" \n\t ", "FILE-008", None),
        (b"not xml", "FILE-001", 1),
        (b"<Dimona>\n\n<Form></Dimona>", "FILE-001", 3),
        (b"<Dimona>&unknown;</Dimona>", "FILE-001", 1),
        (b"<Dimona>\x01</Dimona>", "FILE-001", 1),
        (SOUND + SOUND, "FILE-001", SOUND.count(b"\n") + 1),
        (b"<Dimona>\n\x00</Dimona>", "FILE-004", 2),
        (b"<Dimona>\n\xe9</Dimona>", "FILE-004", 2),
        ("<Dimona/>".encode("utf-16"), "FILE-004", 1),
        (b'<?xml version="1.0" encoding="utf-7"?><Dimona/>', "FILE-004", 1),
        (b'<?xml version="1.0" encoding="ebcdic-cp-be"?><Dimona/>', "FILE-004", 1),
        (bytes(range(256)) * 64, "FILE-004", 2),
        (BOMB, "FILE-002", 1),
        (b'<!DOCTYPE d SYSTEM "file:///etc/passwd"><Dimona/>', "FILE-002", 1),
        (b"<Dimona>" + b" " * MAX_BYTES, "FILE-003", None),
        (b"<Dimona>" * (MAX_DEPTH + 1) + b"</Dimona>" * (MAX_DEPTH + 1), "FILE-005", 1),
        (b"<Dimona>" * 20_000, "FILE-005", 1),
        (b"<Dimona>" + b"<a/>" * 2 * MAX_ELEMENTS, "FILE-006", None),
        (b"<Dimona>" + b"<Form/>" * (MAX_FORMS + 1) + b"</Dimona>", "FILE-006", 1),
        (b"<" * MAX_BYTES, "FILE-006", None),
        (b"<Dimona " + b" ".join(b'a%d=""' % n for n in range(9)) + b"/>", "FILE-007", 1),
        (b"<Dimona " + b" ".join(b'a%d=">"' % n for n in range(200_000)) + b"/>", "FILE-007", 1),
        (b"<Dimona>\n" + b"x" * (MAX_GAP + 1) + b"</Dimona>", "FILE-007", 1),
        (b"<DmfA/>", "90372-089", 1),
        (b'<x:Dimona xmlns:x="urn:x"/>', "90372-089", 1),
        (b"<Dimona/>", "90059-134", 1),
    ],
    ids=lambda value: None if isinstance(value, bytes) else str(value),
)
def test_a_file_that_cannot_be_read_gives_one_finding(
    data: bytes, code: str, line: int | None
) -> None:
    started = time.process_time()
    read = read_dimona(data, on=TODAY)
    assert time.process_time() - started < 1
    assert read.forms == ()
    assert [(finding.code, finding.line) for finding in read.findings] == [(code, line)]
    assert read.findings[0].title
    assert read.findings[0].explanation


def test_nothing_is_included() -> None:
    data = SOUND.replace(
        b"<WorkerType>OTH</WorkerType>",
        b'<WorkerType><i:include xmlns:i="http://www.w3.org/2001/XInclude" parse="text"'
        b' href="file:///etc/hostname"/></WorkerType>',
    )
    (form,) = read_dimona(data, on=TODAY).forms
    assert form.content == changed(ORDINARY, DimonaFeatures__WorkerType="")
    assert {finding.code for finding in form.check(on=TODAY)} == {"00655-092", "00655-001"}


def test_a_flood_of_mistakes_is_cut_off() -> None:
    data = SOUND.replace(b"<DimonaIn>", b"<DimonaIn>" + b"<x/>" * 50_000)
    (form,) = read_dimona(data, on=TODAY).forms
    assert len(form.findings) == MAX_FINDINGS
    assert form.content == ORDINARY


def test_a_full_file_is_read_and_checked_in_seconds() -> None:
    form = etree.tostring(etree.fromstring(SOUND)[0])
    data = b"<Dimona>" + form * (MAX_ELEMENTS // form.count(b"</") // 2) + b"</Dimona>"
    started = time.process_time()
    read = read_dimona(data, on=TODAY)
    assert time.process_time() - started < 2
    assert len(read.forms) > 2000
    assert not any(form.findings for form in read.forms)


@given(st.binary(max_size=400))
def test_any_bytes_are_read_or_refused(data: bytes) -> None:
    assert file_codes(data)


@settings(max_examples=300)
@given(st.data())
def test_damaged_files_are_read_or_refused(data: st.DataObject) -> None:
    start = data.draw(st.integers(min_value=0, max_value=len(SOUND)))
    end = data.draw(st.integers(min_value=start, max_value=min(len(SOUND), start + 40)))
    damaged = SOUND[:start] + data.draw(st.binary(max_size=20)) + SOUND[end:]
    read = read_dimona(damaged, on=TODAY)
    assert read.findings or read.forms
    for form in read.forms:
        assert all(finding.title for finding in form.check(on=TODAY))
