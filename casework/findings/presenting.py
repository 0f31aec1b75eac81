"""What a finding is about, on the pages of its case."""

from typing import Any

from benefits.granting.contradicting import risk_of
from benefits.granting.models import Finding, FindingKind
from benefits.payments.queries import Balance, balance
from declarations.social_risk.scenarios import scenarios
from portal.pages.own.data import days


def estate(finding: Finding) -> Balance | None:
    """Return what is open for who died, where a finding is about that."""
    if finding.kind != FindingKind.ESTATE:
        return None
    return balance(finding.person, finding.scheme)


def declared(finding: Finding) -> dict[str, Any] | None:
    """Return who declared what of which days, where a finding is about a declaration."""
    risk = risk_of(finding) if finding.declaration_id else None
    if risk is None:
        return None
    return {
        "employer": risk.company,
        "what": scenarios()[risk.flow].kind_words(risk.kind),
        "days": days(risk.since, risk.until),
        "reference": risk.reference,
        "is_cancelled": risk.is_cancelled,
    }
