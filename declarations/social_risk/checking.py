"""Check a file of social risks without sending it: only the information model is asked."""

from __future__ import annotations

from functools import cache

from declarations.channels.verifying import MAX_SCHEMA_FINDINGS, Check
from declarations.social_risk.reading import open_risks
from declarations.social_risk.scenarios import scenarios


@cache
def roots() -> set[str]:
    """Return how the files of all scenarios begin."""
    return {each.code for each in scenarios().values()}


def check_risks(data: bytes) -> Check:
    """Say what is wrong with each form by itself. Never raises, and stores nothing."""
    opened = open_risks(data)
    if opened.findings or opened.scenario is None:
        well_formed = not any(each.code.startswith("FILE-") for each in opened.findings)
        passes = {"well_formed": well_formed} | ({"schema": False} if well_formed else {})
        return Check(passes=passes, findings=opened.findings)
    findings = tuple(each for form in opened.forms() for each in form.findings)
    passes = {"well_formed": True, "schema": not any(each.blocking for each in findings)}
    return Check(opened.scenario.flow, passes, findings[:MAX_SCHEMA_FINDINGS])
