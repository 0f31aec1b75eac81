"""The bank's double: it answers orders, and by its seed it loses, repeats, delays and refuses."""

from collections.abc import Iterator, Sequence
from pathlib import Path
from random import Random
from typing import Any, Final

from lxml import etree

ANSWER: Final = "urn:iso:std:iso:20022:tech:xsd:pain.002.001.10"
NOTICE: Final = "urn:iso:std:iso:20022:tech:xsd:camt.054.001.08"
CLOSED: Final = "AC04"  # of ISO 20022: the account is closed

# What becomes of a payment: its statuses in a report, and whether it comes back later.
Fate = tuple[tuple[str, ...], bool]
WELL: Final[Fate] = (("ACSC",), False)
FATES: Final[Sequence[Fate]] = (
    WELL,
    (("ACSP", "ACSC"), False),  # on the way first
    (("ACSC", "ACSC"), False),  # told twice
    (("RJCT",), False),
    (("ACSC",), True),  # paid, and sent back
    ((), False),  # no word of it
)


def answers(order: Path, seed: int) -> Iterator[bytes]:
    """Return the messages that answer an order, as they come: some twice, in any order.

    The seed 0 is a bank that pays everybody and says so once.
    """
    random = Random(seed)  # noqa: S311 - a double, not a secret
    references = _references(order)
    fates = [WELL if seed == 0 else random.choice(FATES) for _each in references]
    messages = [_report(references, fates, seed)]
    if returned := [each for each, fate in zip(references, fates, strict=True) if fate[1]]:
        messages.append(_notice(returned, seed))
    if seed:
        messages += random.sample(messages, random.randint(0, len(messages)))
        random.shuffle(messages)
    yield from messages


def _references(order: Path) -> list[str]:
    """Return the names of an order's payments."""
    return [element.text or "" for _event, element in etree.iterparse(order, tag="{*}EndToEndId")]


def _report(references: Sequence[str], fates: Sequence[Fate], seed: int) -> bytes:
    lines = [
        _transaction(reference, status)
        for reference, (statuses, _returned) in zip(references, fates, strict=True)
        for status in statuses
    ]
    return _message(
        ANSWER,
        "CstmrPmtStsRpt",
        ("GrpHdr", [("MsgId", f"REPORT{seed:08}")]),
        ("OrgnlPmtInfAndSts", lines),
    )


def _transaction(reference: str, status: str) -> Any:
    reason = [("StsRsnInf", [("Rsn", [("Cd", CLOSED)])])] if status == "RJCT" else []
    return ("TxInfAndSts", [("OrgnlEndToEndId", reference), ("TxSts", status), *reason])


def _notice(references: Sequence[str], seed: int) -> bytes:
    details = [
        (
            "TxDtls",
            [("Refs", [("EndToEndId", each)]), ("RtrInf", [("Rsn", [("Cd", CLOSED)])])],
        )
        for each in references
    ]
    entry = ("Ntry", [("CdtDbtInd", "CRDT"), ("NtryDtls", details)])
    return _message(
        NOTICE,
        "BkToCstmrDbtCdtNtfctn",
        ("GrpHdr", [("MsgId", f"NOTICE{seed:08}")]),
        ("Ntfctn", [entry]),
    )


def _message(namespace: str, name: str, *contents: Any) -> bytes:
    root = etree.Element(f"{{{namespace}}}Document")
    _write(root, namespace, (name, list(contents)))
    return etree.tostring(root, xml_declaration=True, encoding="utf-8")


def _write(parent: Any, namespace: str, tree: tuple[str, Any]) -> None:
    name, contents = tree
    element = etree.SubElement(parent, f"{{{namespace}}}{name}")
    if isinstance(contents, str):
        element.text = contents
    else:
        for content in contents:
            _write(element, namespace, content)
