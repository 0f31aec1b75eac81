"""What a run came to: by right, verdict, region and age; and for which reasons it gave nothing."""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

import numpy as np

from benefits.granting.comparing import VERDICTS, Compared, Verdict
from benefits.granting.models import GrantRun
from benefits.schemes.many import Columns
from benefits.schemes.outcome import Outcome
from portal.law.days import Days, years_of_age
from portal.law.money import Ints

AGES: Final = (0, 18, 25, 50, 65)  # the first year of each group
UNKNOWN: Final = -1  # the group of whose birth is not known
YEARS: Final = 1000  # more than there are ages; so that two numbers are one


@dataclass(frozen=True)
class Group:
    """Persons of one region (0: not known) and age group with one verdict about a right.

    `cents` is what they get more a day, month or once (`unit`) than what stands gives them, less
    what they get less; `winners` and `losers` are those who get more and less.
    """

    scheme: str
    verdict: str
    region: int
    age: int
    persons: int
    winners: int
    losers: int
    cents: int
    unit: str = ""

    @property
    def key(self) -> tuple[str, str, int, int, str]:
        """Return whom it is about."""
        return self.scheme, self.verdict, self.region, self.age, self.unit


def groups(
    scheme: str, people: Columns, standing: Columns, outcome: Outcome, compared: Compared, on: date
) -> Iterator[dict[str, Any]]:
    """Count persons, each with the column of what is known of them and what stands."""
    change = np.where(
        compared.are(Verdict.GRANTED, Verdict.CHANGED),
        outcome.amount - np.where(compared.are(Verdict.CHANGED), standing["amount"], 0),
        0,
    )
    age = _age_groups(people["born"], on)
    code = (compared.verdicts.astype(np.int64) * YEARS + people["region"]) * YEARS + age + 1
    for each in np.unique(code):
        here = code == each
        rest, years = divmod(int(each), YEARS)
        verdict, region = divmod(rest, YEARS)
        more: Ints = change[here]
        yield Group(
            scheme,
            VERDICTS[verdict].value,
            region,
            years - 1,
            int(here.sum()),
            int((more > 0).sum()),
            int((more < 0).sum()),
            int(more.sum()),
            outcome.amount_unit or "",
        ).__dict__


def _age_groups(born: Days, on: date) -> Ints:
    """Return the first year of the age group of each, or UNKNOWN."""
    age = years_of_age(born, on)
    group = np.searchsorted(AGES, age, side="right") - 1
    return np.where(age < 0, UNKNOWN, np.array(AGES)[np.maximum(group, 0)])


def reasons(scheme: str, outcome: Outcome, compared: Compared) -> Iterator[dict[str, Any]]:
    """Count for which reasons nothing was given; a person may have several."""
    without = compared.are(Verdict.LEFT, Verdict.ASKS, Verdict.REVIEW)
    for reason in outcome.reasons:
        if persons := int((reason.applies & without).sum()):
            yield {"scheme": scheme, "reason": reason.text, "persons": persons}


@dataclass(frozen=True)
class Tally:
    """All that a run found so far: groups added up, and reasons, the most frequent first."""

    groups: list[Group]
    reasons: list[tuple[str, str, int]]
    pieces: int
    done: int

    def persons(self, scheme: str, verdict: Verdict) -> int:
        """Return how many persons have a verdict about a right."""
        return sum(g.persons for g in self.groups if (g.scheme, g.verdict) == (scheme, verdict))


def tally_of(run: GrantRun) -> Tally:
    """Return what a run came to, added up over the pieces that are done."""
    pieces = list(run.pieces.values_list("found", "done_at"))
    found = [each for each, _done in pieces]
    counted: Counter[tuple[str, str]] = Counter()
    for each in found:
        for row in each.get("reasons", []):
            counted[row["scheme"], row["reason"]] += row["persons"]
    return Tally(
        list(_added(Group(**row) for each in found for row in each.get("groups", []))),
        [(*key, persons) for key, persons in counted.most_common()],
        len(pieces),
        sum(done is not None for _each, done in pieces),
    )


def _added(rows: Iterable[Group]) -> Iterator[Group]:
    """Add up the groups of pieces."""
    sums: dict[tuple[str, str, int, int, str], Ints] = {}
    for row in rows:
        counts = np.array([row.persons, row.winners, row.losers, row.cents])
        sums[row.key] = sums.get(row.key, np.zeros(4, dtype=np.int64)) + counts
    for (scheme, verdict, region, age, unit), counts in sorted(sums.items()):
        persons, winners, losers, cents = counts.tolist()
        yield Group(scheme, verdict, region, age, persons, winners, losers, cents, unit)
