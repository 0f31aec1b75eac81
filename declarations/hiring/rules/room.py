"""Two periods of the same kind, by the same employer for the same worker, do not overlap."""

from collections.abc import Iterator

from declarations.glossary.findings import Finding
from declarations.hiring.rules.case import Case
from declarations.hiring.standing import state_of


def room(case: Case) -> Iterator[Finding]:
    """Refuse a period that stands already (333) or shares a moment with another one (334).

    Day work by the hour shares a day freely, as long as the hours do not meet.
    """
    if case.after.is_cancelled:
        return
    standing = [state_of(other) for other in case.same_kind]
    others = [state for state in standing if case.after.meets(state)]
    moments = (case.after.starts, case.after.ends)
    if any((other.starts, other.ends) == moments for other in others):
        yield case.problem("333", "StartingDate")
    elif others:
        yield case.problem("334", "StartingDate")
