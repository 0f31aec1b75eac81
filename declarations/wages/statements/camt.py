"""Reading what the bank booked: ISO 20022, camt.053 and camt.054, any version of the message."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import Final

from lxml import etree

from declarations.channels.safe_xml import DEEP, UnreadableError, parse
from portal.law.money import parse_euros

STRUCTURED: Final = re.compile(r"(?:\+{3}|\*{3})(\d{3}/?\d{4}/?\d{5})(?:\+{3}|\*{3})")
NAME, NOTE, REFERENCE, ACCOUNT = 140, 140, 35, 34  # longest texts of the message
AMOUNT: Final = re.compile(r"\d{1,13}(\.\d{1,2})?")
BOOKED: Final = "BOOK"
TOLD: Final = ("{*}BkToCstmrStmt/{*}Stmt", "{*}BkToCstmrDbtCdtNtfctn/{*}Ntfctn")


class StatementError(ValueError):
    """A file that is no statement which can be taken over; the message says why."""


@dataclass(frozen=True)
class Line:
    """Money that came in, or went back: cents, the day, and by what it may be recognised.

    `reference` holds 12 digits or nothing.
    """

    cents: int
    booked_on: date
    reference: str
    note: str
    payer: str
    bank_reference: str
    # From which it came, where the bank says so. Statements are told apart by the rest.
    payer_account: str = field(default="", repr=False)


@dataclass(frozen=True)
class Statement:
    """A statement of one account, with what was booked on it."""

    identification: str
    account: str
    lines: tuple[Line, ...]


def read(data: bytes) -> list[Statement]:
    """Return the statements of a file; `StatementError` if any of it cannot be taken over.

    Money that went out is passed over, but for payments that were taken back; so is money that we
    paid and that comes back to us.
    """
    try:
        root = parse(data, DEEP)
    except UnreadableError as error:
        raise StatementError(f"not readable: {error.code}, line {error.line}") from None
    told = [each for path in TOLD for each in root.findall(path)]
    if not told:
        raise StatementError("no statement (camt.053) or notification (camt.054) in this file")
    return [_statement(each) for each in told]


def _statement(element: etree._Element) -> Statement:
    identification = _text(element, "Id", REFERENCE)
    account = _text(element, "Acct/Id/IBAN", 34)
    if not identification or not account:
        raise StatementError("a statement without its number or account")
    lines = [line for entry in element.findall("{*}Ntry") for line in _lines(entry)]
    return Statement(identification, account, tuple(lines))


def _lines(entry: etree._Element) -> Iterator[Line]:
    """Yield what an entry books: itself, or each transaction of a batch."""
    status = _text(entry, "Sts/Cd", 4) or _text(entry, "Sts", 4)
    sign = _sign(entry)
    if status != BOOKED or not sign:
        return
    booked_on = _day(entry)
    total, bank = _cents(entry, "Amt"), _text(entry, "AcctSvcrRef", REFERENCE)
    parts = entry.findall("{*}NtryDtls/{*}TxDtls")
    if len(parts) < 2:
        part = parts[0] if parts else entry
        if not _comes_back(part):
            yield _line(part, sign * total, booked_on, bank)
        return
    amounts = [_cents(each, "Amt", "AmtDtls/TxAmt/Amt") for each in parts]
    if sum(amounts) != total:
        raise StatementError(f"the parts of {bank or 'an entry'} do not add up")
    for number, (part, cents) in enumerate(zip(parts, amounts, strict=True), start=1):
        if _comes_back(part):
            continue
        own = bank and f"{bank[: REFERENCE - 7]}/{number}"
        yield _line(part, sign * cents, booked_on, own)


def _comes_back(part: etree._Element) -> bool:
    """Say whether it is a payment of ours that the other bank sent back."""
    return _find(part, "RtrInf") is not None


def _sign(entry: etree._Element) -> int:
    """Return 1 for what came in, -1 for what was taken back, 0 for what we paid."""
    credit = _text(entry, "CdtDbtInd", 4) == "CRDT"
    reversed_ = _text(entry, "RvslInd", 5) in ("true", "1")
    if credit:
        return 0 if reversed_ else 1
    return -1 if reversed_ else 0


def _line(part: etree._Element, cents: int, booked_on: date, bank: str) -> Line:
    note = _text(part, "RmtInf/Ustrd", NOTE)
    structured = _text(part, "RmtInf/Strd/CdtrRefInf/Ref", REFERENCE)
    written = STRUCTURED.search(structured) or STRUCTURED.search(note)
    digits = re.sub(r"\D", "", written[1] if written else structured)
    payer = _text(part, "RltdPties/Dbtr/Pty/Nm", NAME) or _text(part, "RltdPties/Dbtr/Nm", NAME)
    own = _text(part, "Refs/AcctSvcrRef", REFERENCE)
    reference = digits if len(digits) == 12 else ""
    account = _text(part, "RltdPties/DbtrAcct/Id/IBAN", ACCOUNT)
    return Line(cents, booked_on, reference, note, payer, own or bank, account)


def _cents(element: etree._Element, *paths: str) -> int:
    for path in paths:
        found = _find(element, path)
        if found is not None:
            text = (found.text or "").strip()
            if found.get("Ccy") != "EUR" or not AMOUNT.fullmatch(text):
                raise StatementError(f"not an amount in euros: {text[:20]}")
            return parse_euros(text)
    raise StatementError("an entry without an amount")


def _day(entry: etree._Element) -> date:
    text = _text(entry, "BookgDt/Dt", 10) or _text(entry, "BookgDt/DtTm", 35)[:10]
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise StatementError(f"not a day of booking: {text}") from None


def _text(element: etree._Element, path: str, longest: int) -> str:
    found = _find(element, path)
    return "" if found is None else " ".join((found.text or "").split())[:longest]


def _find(element: etree._Element, path: str) -> etree._Element | None:
    return element.find("/".join(f"{{*}}{step}" for step in path.split("/")))
