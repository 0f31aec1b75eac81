"""The end of a contract (WECH001)."""

from collections.abc import Iterator

from declarations.glossary.findings import Finding
from declarations.social_risk.contents import OCCUPATIONS, blocks_in, employer_of
from declarations.social_risk.rules.case import Case

FLOW = "wech001"


def has_ended(case: Case) -> Iterator[Finding]:
    """One of the occupations that are declared ended (90007-247)."""
    if case.scenario.flow != FLOW:
        return
    ended = (block for _path, block in blocks_in(case.content, *OCCUPATIONS))
    if not any(block.get("OccupationEndingDate") for block in ended):
        yield case.problem("90007-247", employer_of(case.content)[0])
