"""The order to the bank: ISO 20022 pain.001.001.09, written as a stream in flat memory."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import IO, Any, Final
from uuid import UUID

from lxml import etree

NAMESPACE: Final = "urn:iso:std:iso:20022:tech:xsd:pain.001.001.09"
CURRENCY: Final = "EUR"
LONGEST_NAME: Final = 70
LONGEST_NOTE: Final = 140


@dataclass(frozen=True)
class Payer:
    """Who pays: the name and the account from which it is paid."""

    name: str
    iban: str


@dataclass(frozen=True)
class Transfer:
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
    """Write an order to a file, transfer by transfer; the same again is the same bytes."""
    with etree.xmlfile(file, encoding="utf-8") as xml:
        xml.write_declaration()
        with xml.element("Document", nsmap={None: NAMESPACE}), xml.element("CstmrCdtTrfInitn"):
            xml.write(_header(payer, order))
            with xml.element("PmtInf"):
                for element in _information(payer, order):
                    xml.write(element)
                for transfer in transfers:
                    xml.write(_transfer(transfer))


def euros(cents: int) -> str:
    """Return an amount as the format wants it: "1234.56"."""
    return f"{cents // 100}.{cents % 100:02}"


def _header(payer: Payer, order: Order) -> Any:
    return _tree(
        "GrpHdr",
        _tree("MsgId", order.reference.hex),
        _tree("CreDtTm", order.made_at.replace(microsecond=0).isoformat()),
        _tree("NbOfTxs", str(order.payments)),
        _tree("CtrlSum", euros(order.cents)),
        _tree("InitgPty", _tree("Nm", payer.name[:LONGEST_NAME])),
    )


def _information(payer: Payer, order: Order) -> list[Any]:
    return [
        _tree("PmtInfId", order.reference.hex),
        _tree("PmtMtd", "TRF"),
        _tree("BtchBookg", "true"),
        _tree("NbOfTxs", str(order.payments)),
        _tree("CtrlSum", euros(order.cents)),
        _tree("PmtTpInf", _tree("SvcLvl", _tree("Cd", "SEPA"))),
        _tree("ReqdExctnDt", _tree("Dt", order.pay_on.isoformat())),
        _tree("Dbtr", _tree("Nm", payer.name[:LONGEST_NAME])),
        _tree("DbtrAcct", _account(payer.iban)),
        _tree("DbtrAgt", _tree("FinInstnId", _tree("Othr", _tree("Id", "NOTPROVIDED")))),
        _tree("ChrgBr", "SLEV"),
    ]


def _transfer(transfer: Transfer) -> Any:
    amount = _tree("InstdAmt", euros(transfer.cents))
    amount.set("Ccy", CURRENCY)
    return _tree(
        "CdtTrfTxInf",
        _tree("PmtId", _tree("EndToEndId", transfer.reference.hex)),
        _tree("Amt", amount),
        _tree("Cdtr", _tree("Nm", transfer.name[:LONGEST_NAME])),
        _tree("CdtrAcct", _account(transfer.iban)),
        _tree("RmtInf", _tree("Ustrd", transfer.note[:LONGEST_NOTE])),
    )


def _account(iban: str) -> Any:
    return _tree("Id", _tree("IBAN", iban))


def _tree(name: str, *contents: Any) -> Any:
    element: Any = etree.Element(f"{{{NAMESPACE}}}{name}", nsmap={None: NAMESPACE})  # type: ignore[dict-item]
    for content in contents:
        if isinstance(content, str):
            element.text = content
        else:
            element.append(content)
    return element
