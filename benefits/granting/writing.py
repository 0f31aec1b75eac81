"""Decisions of many persons, written by COPY as `decisions.actions.decide` writes one.

All that a piece grants is written together, a COPY for each table. The letter is frozen with the
decision; its PDF is made when somebody first opens it, so that a million decisions do not wait for
a million PDFs.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from itertools import chain, repeat
from typing import Any, Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from benefits.decisions.models import Beneficiary, BeneficiaryRole, Decision, DecisionOutcome
from benefits.granting.covering import BENEFICIARY_ROLES, covered_of
from benefits.granting.lettering import Addressee, addressees, letters_of
from benefits.granting.sources import Known
from benefits.schemes import SCHEMES
from benefits.schemes.facts import Facts
from benefits.schemes.many import Columns
from benefits.schemes.outcome import Outcome
from benefits.schemes.written import accounts, kept
from portal.access.door import open_files_by_rule
from portal.access.models import Purpose
from portal.copying import copy_values, drawn, hold_rows, references, references_held
from portal.documents.actions import copy_letters
from portal.exchange.actions import ring_on_commit
from portal.exchange.models import Event
from portal.law.money import Ints
from portal.people.models import Person

LETTER: Final = "decision"
HOLDER: Final = BENEFICIARY_ROLES.index(BeneficiaryRole.HOLDER)


@dataclass(frozen=True)
class Grants:
    """Grants of one right on a day: the places of the persons among those of the piece, in order,
    and in the outcome.

    `standing` has the decision that each replaces and its version, 0 where there is none.
    """

    scheme: str
    on: date
    persons: Ints
    places: Ints
    facts: Facts
    outcome: Outcome
    standing: Columns

    @cached_property
    def explained(self) -> list[str]:
        """The account of each, as JSON."""
        return accounts(self.outcome, self.places)

    @cached_property
    def grounds(self) -> list[str]:
        """The law for each."""
        texts = np.empty(len(self.outcome.granted), dtype=object)
        for ground in reversed(self.outcome.legal_grounds):
            texts[slice(None) if ground.applies is None else ground.applies] = ground.text
        return texts[self.places].tolist()


def write(all_grants: Sequence[Grants], known: Known, event: int) -> None:
    """Write decisions caused by an event, with letters, whom they cover, and who is told.

    Raises IntegrityError where somebody else decided meanwhile.
    """
    grants = [each for each in all_grants if len(each.persons)]
    if not grants:
        return
    persons = np.concatenate([known.people["id"][each.persons] for each in grants])
    ids, names = drawn(Decision, len(persons)), references(len(persons))
    to = addressees(np.unique(persons), known.on)
    covered = _covered(grants, known, persons)
    hold_rows(Person, np.concatenate([persons, covered.persons]).tolist())
    hold_rows(Event, [event])
    with references_held():
        letters = _letters(grants, persons, names, to)
        _copy_decisions(grants, event, ids, names, persons, letters)
        _copy_covered(ids, persons, covered)
        told = {"topic": "decision.made", "subject": ids, "person_id": persons}
        copy_values(Event, len(ids), told)
        open_files_by_rule(np.sort(persons), Purpose.RIGHTS)
    ring_on_commit()


def _letters(
    grants: Sequence[Grants],
    persons: Ints,
    names: Sequence[str],
    to: dict[int, Addressee],
) -> Ints:
    """Store the letters; return their ids."""
    titles = chain.from_iterable(repeat(SCHEMES[g.scheme].title, len(g.persons)) for g in grants)
    addressed = [to[person] for person in persons.tolist()]
    languages = [each.language for each in addressed]
    said, begin = [], 0
    for some in grants:  # what has to be asked is asked before rows are sent
        end = begin + len(some.persons)
        said.append(letters_of(some, addressed[begin:end], names[begin:end]))
        begin = end
    return copy_letters(LETTER, persons, languages, titles, chain.from_iterable(said))


def _copy_decisions(
    grants: Sequence[Grants],
    event: int,
    ids: Ints,
    names: Sequence[str],
    persons: Ints,
    letters: Ints,
) -> None:
    def all_of(column: Callable[[Grants], Iterable[str]]) -> Iterable[str]:
        return chain.from_iterable(map(column, grants))

    def numbers_of(column: Callable[[Grants], NDArray[Any]]) -> NDArray[Any]:
        return np.ma.concatenate(list(map(column, grants)))

    copy_values(
        Decision,
        len(ids),
        {
            "id": ids,
            "reference": names,
            "person_id": persons,
            "scheme": all_of(lambda each: repeat(each.scheme, len(each.persons))),
            "version": numbers_of(lambda each: each.standing["version"] + 1),
            "replaces_id": numbers_of(lambda e: np.ma.masked_equal(e.standing["decision"], 0)),
            "outcome": DecisionOutcome.GRANTED.value,
            "starts": np.concatenate([each.outcome.starts[each.places] for each in grants]),
            "ends": np.concatenate([each.outcome.ends[each.places] for each in grants]),
            "amount": numbers_of(_amounts),
            "amount_unit": all_of(lambda e: repeat(e.outcome.amount_unit or "", len(e.persons))),
            "legal_ground": all_of(lambda each: each.grounds),
            "facts": all_of(lambda each: kept(each.facts, each.places, each.on)),
            "explanation": all_of(lambda each: each.explained),
            "motivation": "",
            "event_id": event,
            "letter_id": letters,
        },
    )


def _amounts(grants: Grants) -> NDArray[Any]:
    """Return the cents of each; no value where the right is no amount."""
    amounts = grants.outcome.amount[grants.places]
    return np.ma.array(amounts, mask=not grants.outcome.amount_unit)


class Covered(NamedTuple):
    """Whom decisions cover besides the holder: places of decisions, persons, places of roles."""

    decisions: Ints
    persons: Ints
    roles: Ints


def _covered(grants: Sequence[Grants], known: Known, persons: Ints) -> Covered:
    """Return whom the decisions on these persons cover, of all rights one after the other."""
    found, begin = [], 0
    for some in grants:
        holders = persons[begin : begin + len(some.persons)]
        homes = known.people["home"][some.persons]
        holder, person, role = covered_of(some.scheme, holders, homes, known.members)
        found.append((holder + begin, person, role))
        begin += len(holders)
    return Covered(*map(np.concatenate, zip(*found, strict=True)))


def _copy_covered(ids: Ints, persons: Ints, covered: Covered) -> None:
    """Store whom each decision covers: its holder, and others at home."""
    decisions = np.concatenate([ids, ids[covered.decisions]])
    order = np.argsort(decisions, kind="stable")  # a key that ascends is written at its end
    roles = np.concatenate([np.full(len(ids), HOLDER), covered.roles])
    columns = {
        "decision_id": decisions[order],
        "person_id": np.concatenate([persons, covered.persons])[order],
        "role": np.array(BENEFICIARY_ROLES)[roles[order]].tolist(),
    }
    copy_values(Beneficiary, len(decisions), columns)
