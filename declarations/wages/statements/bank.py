"""The bank's double: it pays what is open, and writes the statement; by its seed it misbehaves."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import date
from random import Random
from typing import Final

from lxml import etree

from declarations.wages.statements.queries import Account
from declarations.wages.statements.references import ACCOUNT

NAMESPACE: Final = "urn:iso:std:iso:20022:tech:xsd:camt.053.001.08"


@dataclass(frozen=True)
class Transfer:
    """Money that came in; `reference` as the payer wrote it, `note` where it was written freely."""

    cents: int
    reference: str
    bank_reference: str
    payer: str = "Example payer"
    note: str = ""


def pay(accounts: Iterable[Account], seed: int) -> list[Transfer]:
    """Return transfers that pay the balance of accounts, as well and as badly as people pay."""
    random = Random(seed)  # noqa: S311 - a double, not a secret
    found = []
    for number, account in enumerate(accounts, start=1):
        transfer = Transfer(account.balance, account.reference, f"{seed:08}{number:08}")
        found += random.choice(WAYS)(transfer, random)
    return found


def _well(transfer: Transfer, _random: Random) -> list[Transfer]:
    return [transfer]


def _doubled(transfer: Transfer, _random: Random) -> list[Transfer]:
    return [transfer, transfer]


def _mistyped(transfer: Transfer, random: Random) -> list[Transfer]:
    """A digit is another: the check digits tell."""
    place = random.choice([at for at, each in enumerate(transfer.reference) if each.isdigit()])
    digit = str((int(transfer.reference[place]) + random.randint(1, 9)) % 10)
    written = transfer.reference[:place] + digit + transfer.reference[place + 1 :]
    return [replace(transfer, reference=written)]


def _in_parts(transfer: Transfer, random: Random) -> list[Transfer]:
    first = random.randint(1, max(transfer.cents - 1, 1))
    rest = replace(
        transfer, cents=transfer.cents - first, bank_reference=f"{transfer.bank_reference}R"
    )
    return [replace(transfer, cents=first), *([rest] if rest.cents else [])]


def _in_a_note(transfer: Transfer, _random: Random) -> list[Transfer]:
    return [replace(transfer, reference="", note=f"Contributions {transfer.reference}")]


def _without_reference(transfer: Transfer, _random: Random) -> list[Transfer]:
    return [replace(transfer, reference="", note="for the quarter")]


Way = Callable[[Transfer, Random], list[Transfer]]
WAYS: Final[tuple[Way, ...]] = (
    _well,
    _doubled,
    _mistyped,
    _in_parts,
    _in_a_note,
    _without_reference,
)


def statement(transfers: Iterable[Transfer], identification: str, day: date) -> bytes:
    """Return a statement of our account (camt.053) that tells of these transfers."""
    header = _make("GrpHdr", _make("MsgId", identification), _make("CreDtTm", f"{day}T06:00:00"))
    account = _make("Acct", _make("Id", _make("IBAN", ACCOUNT)))
    entries = [_entry(each, day) for each in transfers]
    told = _make("Stmt", _make("Id", identification), account, *entries)
    document = _make("Document", _make("BkToCstmrStmt", header, told))
    return etree.tostring(document, xml_declaration=True, encoding="UTF-8")


def _entry(transfer: Transfer, day: date) -> etree._Element:
    said = _make("Ustrd", transfer.note)
    if transfer.reference:
        said = _make("Strd", _make("CdtrRefInf", _make("Ref", transfer.reference)))
    payer = _make("Dbtr", _make("Pty", _make("Nm", transfer.payer)))
    told = _make("TxDtls", _make("RltdPties", payer), _make("RmtInf", said))
    return _make(
        "Ntry",
        _make("Amt", f"{transfer.cents // 100}.{transfer.cents % 100:02}", Ccy="EUR"),
        _make("CdtDbtInd", "CRDT"),
        _make("Sts", _make("Cd", "BOOK")),
        _make("BookgDt", _make("Dt", day.isoformat())),
        _make("AcctSvcrRef", transfer.bank_reference),
        _make("NtryDtls", told),
    )


def _make(name: str, *inside: etree._Element | str, **attributes: str) -> etree._Element:
    default = {None: NAMESPACE}
    element = etree.Element(f"{{{NAMESPACE}}}{name}", attributes, nsmap=default)  # type: ignore[arg-type]
    for each in inside:
        if isinstance(each, str):
            element.text = each
        else:
            element.append(each)
    return element
