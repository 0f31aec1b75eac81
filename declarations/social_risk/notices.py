"""The official XML about a message of social risks: the result of each form (NOTI)."""

from __future__ import annotations

from collections.abc import Sequence

from lxml import etree

from declarations.channels.answers import HEADER, notification
from declarations.channels.models import Declaration, Result
from declarations.social_risk.contents import employer_of
from declarations.social_risk.scenarios import scenarios


def risk_notices(declarations: Sequence[Declaration], file_name: str = "") -> bytes:
    """Return one NOTIFICATION with a form for each of these judged declarations, at least one.

    `file_name` is the official name of the file that held them, if it had one.
    """
    first, *others = (_notice(each, file_name) for each in declarations)
    for other in others:
        first.extend(list(other))
    return etree.tostring(first, xml_declaration=True, encoding="UTF-8", pretty_print=True)


def _notice(declaration: Declaration, file_name: str) -> etree._Element:
    verdict, content = declaration.verdict, declaration.content
    employer = {name: str(value) for name, value in employer_of(content)[1].items()}
    return etree.fromstring(
        notification(
            ticket=str(declaration.reference),
            accepted=verdict.result != Result.REFUSED,
            at=verdict.decided_at,
            findings=verdict.anomalies,
            header={name: str(content[name]) for name in HEADER if name in content},
            employer=employer,
            own_reference=declaration.declarant_reference,
            file_name=file_name,
            model=scenarios()[declaration.flow].model,
        )
    )
