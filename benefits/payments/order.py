"""The order to the bank: ISO 20022 pain.001.001.09, written as a stream in flat memory."""

import re
from collections.abc import Iterable
from copy import deepcopy
from dataclasses import dataclass
from datetime import date, datetime
from typing import IO, Any, Final, NamedTuple
from uuid import UUID
from xml.sax.saxutils import escape

from lxml import etree

NAMESPACE: Final = "urn:iso:std:iso:20022:tech:xsd:pain.001.001.09"
CURRENCY: Final = "EUR"
LONGEST_NAME: Final = 70
LONGEST_NOTE: Final = 140
LONGEST_IBAN: Final = 34
CLOSING: Final = b"</PmtInf></CstmrCdtTrfInitn></Document>"
STRANGE: Final = re.compile("[^ -\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


@dataclass(frozen=True)
class Payer:
    """Who pays: the name and the account from which it is paid."""

    name: str
    iban: str


class Transfer(NamedTuple):
    """One payment of an order; `reference` comes back in the bank's answer."""

    reference: UUID
    name: str
    iban: str
    cents: int
    note: str


@dataclass(frozen=True)
class Order:
    """An order as a whole: its name, when it was made, when it is paid, how much and how many."""

    reference: UUID
    made_at: datetime
    pay_on: date
    payments: int
    cents: int


def write(file: IO[bytes], payer: Payer, order: Order, transfers: Iterable[Transfer]) -> None:
    """Write an order to a file, transfer by transfer; the same again is the same bytes.

    A transfer is written as text, several times as quick as a tree of elements is made and written;
    what stands around them is a tree.
    """
    around = _tree("Document", _tree("CstmrCdtTrfInitn", *_around(payer, order)))
    opened = etree.tostring(around, xml_declaration=True, encoding="utf-8")
    file.write(opened.removesuffix(CLOSING))
    file.writelines(map(_transfer, transfers))
    file.write(CLOSING)


def euros(cents: int) -> str:
    """Return an amount as the format wants it: "1234.56"."""
    return f"{cents // 100}.{cents % 100:02}"


def _around(payer: Payer, order: Order) -> tuple[Any, Any]:
    """Return the header, and the information on all payments without any of them."""
    name = _tree("Nm", payer.name[:LONGEST_NAME])
    how_many, sum_ = str(order.payments), euros(order.cents)
    header = _tree(
        "GrpHdr",
        _tree("MsgId", order.reference.hex),
        _tree("CreDtTm", order.made_at.replace(microsecond=0).isoformat()),
        _tree("NbOfTxs", how_many),
        _tree("CtrlSum", sum_),
        _tree("InitgPty", deepcopy(name)),
    )
    information = _tree(
        "PmtInf",
        _tree("PmtInfId", order.reference.hex),
        _tree("PmtMtd", "TRF"),
        _tree("BtchBookg", "true"),
        _tree("NbOfTxs", how_many),
        _tree("CtrlSum", sum_),
        _tree("PmtTpInf", _tree("SvcLvl", _tree("Cd", "SEPA"))),
        _tree("ReqdExctnDt", _tree("Dt", order.pay_on.isoformat())),
        _tree("Dbtr", name),
        _tree("DbtrAcct", _tree("Id", _tree("IBAN", payer.iban))),
        _tree("DbtrAgt", _tree("FinInstnId", _tree("Othr", _tree("Id", "NOTPROVIDED")))),
        _tree("ChrgBr", "SLEV"),
    )
    return header, information


def _transfer(transfer: Transfer) -> bytes:
    return (
        "<CdtTrfTxInf>"
        f"<PmtId><EndToEndId>{transfer.reference.hex}</EndToEndId></PmtId>"
        f'<Amt><InstdAmt Ccy="{CURRENCY}">{euros(transfer.cents)}</InstdAmt></Amt>'
        f"<Cdtr><Nm>{_text(transfer.name, LONGEST_NAME)}</Nm></Cdtr>"
        f"<CdtrAcct><Id><IBAN>{_text(transfer.iban, LONGEST_IBAN)}</IBAN></Id></CdtrAcct>"
        f"<RmtInf><Ustrd>{_text(transfer.note, LONGEST_NOTE)}</Ustrd></RmtInf>"
        "</CdtTrfTxInf>"
    ).encode()


def _text(value: str, longest: int) -> str:
    """Return a text as XML holds it; a character that XML does not know becomes a blank."""
    return escape(STRANGE.sub(" ", value[:longest]))


def _tree(name: str, *contents: Any) -> Any:
    element: Any = etree.Element(f"{{{NAMESPACE}}}{name}", nsmap={None: NAMESPACE})  # type: ignore[dict-item]
    for content in contents:
        if isinstance(content, str):
            element.text = content
        else:
            element.append(content)
    return element
