"""References to other declarations by their tickets: one of each type, and those that must be."""

from collections import Counter
from collections.abc import Iterator

from declarations.glossary.findings import Finding
from declarations.social_risk.contents import blocks_in
from declarations.social_risk.context import OURS, RELATED
from declarations.social_risk.rules.case import Case

PATH = "Form/Reference"


def one_of_each_type(case: Case) -> Iterator[Finding]:
    """No two tickets have the same type (90082-006)."""
    for kind, times in _tickets(case).items():
        if times > 1 and case.has("90082-006"):
            yield case.problem("90082-006", PATH, kind)


def what_it_began_with(case: Case) -> Iterator[Finding]:
    """What follows an accident names the ticket of its declaration (90082-001)."""
    if case.scenario.related and not _tickets(case)[RELATED]:
        yield case.problem("90082-001", PATH)


def _tickets(case: Case) -> Counter[str]:
    """How many tickets there are of each type."""
    references = (block for _path, block in blocks_in(case.content, "Reference"))
    return Counter(
        each.get("ReferenceType", "") for each in references if each.get("ReferenceOrigin") == OURS
    )
