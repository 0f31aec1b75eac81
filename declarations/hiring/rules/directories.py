"""What the directory says of the employer who is named."""

from collections.abc import Iterator

from declarations.glossary.findings import Finding
from declarations.hiring.rules.case import Case


def employer_active(case: Case) -> Iterator[Finding]:
    """The employer is registered and active on the first day (343)."""
    first = case.after.since
    if case.before is not None and case.before.since == first:
        return
    if case.company.since > first or (case.company.until and case.company.until < first):
        label = "EmployerId" if case.before is None else "StartingDate"
        yield case.problem("343", label)
