"""Reading statements of the bank."""

from datetime import date

import pytest

from declarations.wages.statements.camt import Line, StatementError, read

HEAD = (
    '<Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.053.001.{version}"><BkToCstmrStmt><Stmt>'
)
OWN = "<Id>S1</Id><Acct><Id><IBAN>BE68539007547034</IBAN></Id></Acct>"
TAIL = "</Stmt></BkToCstmrStmt></Document>"
DAY = "<BookgDt><Dt>2026-04-20</Dt></BookgDt>"
STRUCTURED = (
    "<RmtInf><Strd><CdtrRefInf><Tp><CdOrPrtry><Cd>SCOR</Cd></CdOrPrtry></Tp>"
    "<Ref>000000009797</Ref></CdtrRefInf></Strd></RmtInf>"
)


def entry(
    inside: str = "",
    amount: str = "10.50",
    currency: str = "EUR",
    sign: str = "CRDT",
    status: str = "<Sts><Cd>BOOK</Cd></Sts>",
    day: str = DAY,
) -> str:
    return (
        f'<Ntry><Amt Ccy="{currency}">{amount}</Amt><CdtDbtInd>{sign}</CdtDbtInd>{status}{day}'
        f"<AcctSvcrRef>B1</AcctSvcrRef><NtryDtls>{inside}</NtryDtls></Ntry>"
    )


def lines(*entries: str, own: str = OWN, version: str = "08") -> tuple[Line, ...]:
    document = HEAD.format(version=version) + own + "".join(entries) + TAIL
    (found,) = read(document.encode())
    return found.lines


def test_a_line_with_a_structured_reference() -> None:
    party = "<RltdPties><Dbtr><Pty><Nm>Chez  Colette</Nm></Pty></Dbtr></RltdPties>"
    (line,) = lines(entry(f"<TxDtls>{party}{STRUCTURED}</TxDtls>"))
    assert line == Line(1050, date(2026, 4, 20), "000000009797", "", "Chez Colette", "B1")


@pytest.mark.parametrize("version", ["02", "08", "13"])
def test_older_and_newer_versions_are_read(version: str) -> None:
    older = entry(
        f"<TxDtls><RltdPties><Dbtr><Nm>Colette</Nm></Dbtr></RltdPties>{STRUCTURED}</TxDtls>",
        status="<Sts>BOOK</Sts>",
        day="<BookgDt><DtTm>2026-04-20T08:00:00</DtTm></BookgDt>",
    )
    (line,) = lines(older, version=version)
    assert (line.payer, line.reference, line.booked_on) == (
        "Colette",
        "000000009797",
        date(2026, 4, 20),
    )


@pytest.mark.parametrize(
    ("note", "reference"),
    [
        ("for +++000/0000/09797+++ thanks", "000000009797"),
        ("***000/0000/09797***", "000000009797"),
        ("000000009797", ""),
        ("+++000/0000/0979+++", ""),
    ],
)
def test_a_reference_that_was_written_as_a_note(note: str, reference: str) -> None:
    (line,) = lines(entry(f"<TxDtls><RmtInf><Ustrd>{note}</Ustrd></RmtInf></TxDtls>"))
    assert (line.reference, line.note) == (reference, note)


@pytest.mark.parametrize(
    ("sign", "status", "reversal", "cents"),
    [
        ("CRDT", "BOOK", "", [1050]),
        ("DBIT", "BOOK", "", []),
        ("DBIT", "BOOK", "<RvslInd>true</RvslInd>", [-1050]),
        ("CRDT", "BOOK", "<RvslInd>true</RvslInd>", []),
        ("CRDT", "PDNG", "", []),
    ],
)
def test_only_what_came_in_or_was_taken_back(
    sign: str, status: str, reversal: str, cents: list[int]
) -> None:
    told = entry(sign=sign, status=f"{reversal}<Sts><Cd>{status}</Cd></Sts>")
    assert [line.cents for line in lines(told)] == cents


def test_a_batch_is_its_transactions() -> None:
    parts = "".join(
        f'<TxDtls><Amt Ccy="EUR">{amount}</Amt>{STRUCTURED}</TxDtls>' for amount in ("4.00", "6.50")
    )
    found = lines(entry(parts))
    assert [(line.cents, line.bank_reference) for line in found] == [(400, "B1/1"), (650, "B1/2")]
    with pytest.raises(StatementError, match="do not add up"):
        lines(entry(parts, amount="10.51"))


@pytest.mark.parametrize(
    ("changes", "why"),
    [
        ({"currency": "USD"}, "euros"),
        ({"amount": "10.505"}, "euros"),
        ({"amount": "-10.50"}, "euros"),
        ({"amount": "1e3"}, "euros"),
        ({"amount": ""}, "euros"),
        ({"day": ""}, "day of booking"),
        ({"day": "<BookgDt><Dt>2026-02-30</Dt></BookgDt>"}, "day of booking"),
    ],
)
def test_a_line_that_cannot_be_taken_refuses_the_file(changes: dict[str, str], why: str) -> None:
    with pytest.raises(StatementError, match=why):
        lines(entry(), entry(**changes))


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (b"", "FILE-008"),
        (b"<Document>", "FILE-001"),
        (b'<!DOCTYPE d [<!ENTITY e "x">]><Document>&e;</Document>', "FILE-002"),
        (b"<Document/>", "no statement"),
        ((HEAD.format(version="08") + TAIL).encode(), "without its number"),
        (b"<a>" * 30 + b"</a>" * 30, "FILE-005"),
    ],
)
def test_what_is_no_statement_is_refused(data: bytes, why: str) -> None:
    with pytest.raises(StatementError, match=why):
        read(data)


def test_a_party_may_say_in_many_levels_who_it_is() -> None:
    number = (
        "<Id><OrgId><Othr><Id>0400000000</Id><SchmeNm><Cd>TXID</Cd></SchmeNm></Othr></OrgId></Id>"
    )
    party = f"<RltdPties><Dbtr><Pty><Nm>Colette</Nm>{number}</Pty></Dbtr></RltdPties>"
    (line,) = lines(entry(f"<TxDtls>{party}{STRUCTURED}</TxDtls>"))
    assert line.payer == "Colette"
