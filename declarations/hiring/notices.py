"""The official XML about a message: its receipt (ACRF), and the result of each form (NOTI)."""

from collections.abc import Sequence
from typing import Any

from lxml import etree

from declarations.channels.answers import PERIOD, PLANNED, Impact, acrf, notification
from declarations.channels.models import Declaration, Result
from declarations.channels.xml import read_dimona
from declarations.hiring.context import act_of
from declarations.hiring.folding import NEVER, effective
from declarations.hiring.rules import admits
from portal.exchange.models import Message

TICKET_LENGTH = 20  # of the official receipt: the first digits of our ticket
END = ("EndingDate", "EndingHour")


def receipt_notice(message: Message) -> bytes:
    """Return the receipt of a message as an ACRF."""
    return acrf(
        file_name=f"{message.ticket}.xml",
        ticket=message.ticket.hex[:TICKET_LENGTH],
        accepted=True,
        at=message.received_at,
    )


def result_notices(
    message: Message, declarations: Sequence[Declaration], file_name: str = ""
) -> bytes:
    """Return one NOTIFICATION with a form for each of these judged declarations, at least one.

    `file_name` is the official name of the file that held them, if it had one.
    """
    forms = read_dimona(bytes(message.body)).forms  # none when the message was JSON
    headers = {place: form.header for place, form in enumerate(forms, start=1)}
    first, *others = (_notice(each, headers.get(each.position), file_name) for each in declarations)
    for other in others:
        first.extend(list(other))
    return etree.tostring(first, xml_declaration=True, encoding="UTF-8", pretty_print=True)


def _notice(
    declaration: Declaration, header: dict[str, str] | None, file_name: str
) -> etree._Element:
    verdict = declaration.verdict
    employer = declaration.content.get("EmployerId")
    return etree.fromstring(
        notification(
            ticket=str(declaration.reference),
            accepted=verdict.result != Result.REFUSED,
            at=verdict.decided_at,
            findings=verdict.anomalies,
            header=header,
            employer=employer if isinstance(employer, dict) else None,
            own_reference=declaration.declarant_reference,
            file_name=file_name,
            impact=_impact(declaration),
        )
    )


def _impact(declaration: Declaration) -> Impact | None:
    """Return what an accepted declaration did to its period, from the period's history."""
    effect = getattr(declaration, "effect", None)
    if effect is None:
        return None
    until_now = [
        part.declaration
        for part in effect.period.history.all()
        if part.declaration_id <= declaration.pk
    ]
    return Impact(
        period_id=effect.period.number,
        before=situation(until_now[:-1]),
        after=situation(until_now),
        features=until_now[0].content,
    )


def situation(history: Sequence[Declaration]) -> dict[str, Any] | None:
    """Return dates, hours and plan after these declarations; None when no period is left.

    In the order in which they were made, and without those that came too late to have an effect.
    """
    if not history:
        return None
    acts = [act for act, _state in effective(map(act_of, history), admits)]
    if acts[-1].action == "DimonaCancel":
        return None
    merged: dict[str, Any] = {}
    for act in acts:
        merged |= act.content
    reopened = merged.get("EndingDate") == NEVER
    shown = [label for label in (*PERIOD, *PLANNED) if not (reopened and label in END)]
    return {label: merged[label] for label in shown if label in merged}
