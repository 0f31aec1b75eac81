"""What is said of consultations and of the log: rows as answers."""

from datetime import datetime
from typing import Any, Self
from uuid import UUID

from portal.directory.extent import Extent
from portal.exchange.network.blocks import BLOCKS
from portal.exchange.network.consultation import Consultation
from portal.exchange.network.consulting import Consulted, Given, PersonResult
from portal.exchange.network.envelope import Anomaly, Information, Question, Span, StatusPart
from portal.exchange.network.models import Exchange
from portal.exchange.network.outcomes import description_of
from portal.exchange.problems import Reply


class ExchangePart(Reply):
    """What became of one person or company of a call; its number, where the control passed."""

    ticket: UUID
    customer_ticket: str
    action: str
    legal_context: str
    purpose: str
    ssin: str | None
    enterprise_number: str | None
    case_reference: str
    period: Span | None
    status: StatusPart
    blocks: list[str]
    anomalies: list[str]
    received_at: datetime
    replied_at: datetime

    @classmethod
    def of(cls, row: Exchange) -> Self:
        """Return a row with its number (`with_number`) as the log shows it."""
        period = (
            Span(start_date=row.asked_from, end_date=row.asked_until) if row.asked_from else None
        )
        return cls(
            ticket=row.ticket,
            customer_ticket=row.customer_ticket,
            action=row.action,
            legal_context=row.legal_context,
            purpose=row.quality,
            ssin=row.inss,  # type: ignore[attr-defined]
            enterprise_number=row.company.enterprise_number if row.company else None,
            case_reference=row.case_reference,
            period=period,
            status=StatusPart.of(row.code),
            blocks=row.blocks,
            anomalies=row.anomalies,
            received_at=row.received_at,
            replied_at=row.replied_at,
        )


def consulted(question: Consultation, answer: Consulted) -> dict[str, Any]:
    """Return the answer to a consultation, by the names of its model."""
    parts = {code: StatusPart.of(code) for code in {each.entry.code for each in answer.results}}
    overall = next((code for code in ("DATA", "NO-DATA") if code in parts), min(parts))
    return {
        **head(question, answer, parts[overall]),
        "results": [
            _result(person.ssin, each, parts[each.entry.code])
            for person, each in zip(question.persons, answer.results, strict=True)
        ],
    }


def head(question: Question, answer: Given, status: StatusPart) -> dict[str, Any]:
    """Return what an answer to any consultation begins with."""
    extent = answer.extent
    kept_back = [_anomaly(code, block) for block, code in extent.kept_back.items()]
    return {
        "information_customer": question.information_customer,
        "information_cbss": Information.of(answer.exchange),
        "legal_context": question.legal_context,
        "legal_ground": answer.admission.authorisation.ground,
        "status": status,
        "given": [_given(name, extent) for name in extent.sources],
        "business_anomalies": [_anomaly("PERIOD-CUT")] * extent.cut + kept_back,
    }


def _given(name: str, extent: Extent) -> dict[str, Any]:
    return {
        "block": name,
        "contains": str(BLOCKS[name].contains),
        "sources": sorted({str(source.institution) for source in extent.sources[name]}),
        "period": Span(start_date=extent.since, end_date=extent.until),
    }


def _result(ssin: str, result: PersonResult, status: StatusPart) -> dict[str, Any]:
    data = {name: found.content for name, found in (result.data or {}).items()}
    return {
        "ssin": ssin,
        "case_reference": result.entry.case_reference,
        "replaced_by": (result.passage and result.passage.replaced_by) or None,
        "status": status,
        "business_anomalies": [_anomaly(*each.split(":")) for each in result.entry.anomalies],
        "data": data or None,
    }


def _anomaly(code: str, block: str | None = None) -> Anomaly:
    return Anomaly(code=code, description=description_of(code), block=block)
