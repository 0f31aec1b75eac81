"""Whether an amendment is about what stands: the last situation, the right persons, the right
filing. The codes are those of the official glossary of DmfAUpdate.

Each question is asked of a piece, and what changed since is asked again at the end: see `applying`.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Final

import numpy as np

from declarations.wages.amending.standing import Standing
from declarations.wages.batch import ABSENT, Flags, Ints
from declarations.wages.rules.rule import Question, finds
from declarations.wages.rules.view import View, repeated

DECLARATION: Final = "EmployerDeclaration"
PERSON: Final = "NaturalPerson"
LAST: Final = "LastSituationWR"
UPDATE: Final = "WorkerRecordUpdate"
RECORD: Final = "WorkerRecord"
OCCUPATION: Final = "Occupation"
DELETE: Final = 0
CHANGE: Final = 1
CREATE: Final = 3
KEEP: Final = 9
CODE_BITS: Final = 20  # of an employer category and a worker code together


def in_amendments(problem: str, block: str, zone: str = "") -> Callable[[Question], Question]:
    """Enter a question as a rule that is asked where it is known what stands; see `finds`."""

    def enter(question: Question) -> Question:
        @wraps(question)
        def asked(view: View) -> Flags:
            if view.known.standing is None:
                return np.zeros(len(view[block]), np.bool_)
            return question(view)

        finds(problem, block, zone)(asked)
        return question

    return enter


@in_amendments("182", DECLARATION, "EmployerDeclarationPID")
def no_such_filing(view: View) -> Flags:
    """The quarter that is amended was not declared, or not under this number."""
    return _standing(view).filing == ABSENT


@in_amendments("176", DECLARATION, "NOSSRegistrationNbr")
def filing_of_another(view: View) -> Flags:
    """The filing is that of another employer."""
    standing = _standing(view)
    given = view.numbers(DECLARATION, "NOSSRegistrationNbr")
    enterprise = view.numbers(DECLARATION, "CompanyID")
    other = (given > 0) & (given != standing.nsso)
    other |= (enterprise > 0) & (enterprise != standing.enterprise)
    return other & (standing.filing != ABSENT)


@in_amendments("182", PERSON, "INSS")
def not_declared(view: View) -> Flags:
    """A last situation is given of somebody who is not in the filing."""
    return _new(view) & view.holds(PERSON, LAST)


@in_amendments("001", PERSON, "NaturalPersonPID")
def person_not_named(view: View) -> Flags:
    """Who was declared before is named by his or her permanent number."""
    return _declared(view) & _without(view, PERSON, "NaturalPersonPID")


@in_amendments("001", PERSON, "DeclNaturalPersonPID")
def declared_person_not_named(view: View) -> Flags:
    """Who was declared before is named by the permanent number in the filing."""
    return _declared(view) & _without(view, PERSON, "DeclNaturalPersonPID")


@in_amendments("001", PERSON, "DeclNaturalPersonVersionNbr")
def version_not_named(view: View) -> Flags:
    """What was declared before is named by its version."""
    return _declared(view) & _without(view, PERSON, "DeclNaturalPersonVersionNbr")


@in_amendments("176", PERSON, "NaturalPersonPID")
def another_person(view: View) -> Flags:
    """The permanent number is not that of the person with this national number."""
    given, person = view.numbers(PERSON, "NaturalPersonPID"), _standing(view).person
    return _declared(view) & (given != ABSENT) & (person != ABSENT) & (given != person)


@in_amendments("176", PERSON, "DeclNaturalPersonPID")
def another_declared_person(view: View) -> Flags:
    """The permanent number in the filing is not that of this person."""
    given = view.numbers(PERSON, "DeclNaturalPersonPID")
    other = (given != ABSENT) & (given != _standing(view).first)
    return other & (_declared(view) | _new(view))


@in_amendments("182", PERSON, "DeclNaturalPersonVersionNbr")
def no_such_person_version(view: View) -> Flags:
    """The version is none of what was declared of this person."""
    return (_declared(view) | _new(view)) & ~_earlier(view)


@in_amendments("180", PERSON, "DeclNaturalPersonVersionNbr")
def stale_person(view: View) -> Flags:
    """What was declared of this person changed since."""
    given = view.numbers(PERSON, "DeclNaturalPersonVersionNbr")
    return _declared(view) & _earlier(view) & (given != ABSENT) & (given != _standing(view).last)


@in_amendments("182", LAST, "WorkerRecordVersionNbr")
def no_such_version(view: View) -> Flags:
    """The last situation is none that was declared of this person."""
    return view.down(_declared(view), PERSON, LAST) & (_places(view) == ABSENT)


@in_amendments("180", LAST, "WorkerRecordVersionNbr")
def stale_version(view: View) -> Flags:
    """The last situation is not the last any more."""
    places = _places(view)
    return (places != ABSENT) & ~np.append(_standing(view).current, False)[places]


@in_amendments("006", LAST, "WorkerRecordVersionNbr")
def version_twice(view: View) -> Flags:
    """The same last situation is changed twice."""
    last = view[LAST]
    together = np.zeros(len(last), np.int64)
    return repeated(together, last.numbers("WorkerRecordVersionNbr"))


@in_amendments("176", LAST, "EmployerClass")
def another_class(view: View) -> Flags:
    """The last situation has another employer category."""
    return _differs(view, "EmployerClass", _standing(view).employer_class)


@in_amendments("176", LAST, "WorkerCode")
def another_code(view: View) -> Flags:
    """The last situation has another worker code."""
    return _differs(view, "WorkerCode", _standing(view).worker_code)


@in_amendments("174", RECORD, "UpdateAction")
def wrong_action(view: View) -> Flags:
    """Only what is created has no last situation; what changes says something else than that, and
    what is kept says the same."""
    action, unchanged = view.numbers(RECORD, "UpdateAction"), _standing(view).unchanged
    named = view.down(view.holds(UPDATE, LAST), UPDATE, RECORD)
    wrong = (action == CREATE) == named
    known = np.zeros(len(action), np.bool_)
    known[_records_of_last(view)[_places(view) != ABSENT]] = True
    return (
        wrong | (known & (action == CHANGE) & unchanged) | (known & (action == KEEP) & ~unchanged)
    )


@in_amendments("006", RECORD)
def record_twice(view: View) -> Flags:
    """After the amendment a person has a record of the same category and code that was kept."""
    standing, places = _standing(view), _places(view)
    kept = standing.current.copy()
    kept[places[places != ABSENT]] = False
    keys = _keys(standing.of, standing.employer_class, standing.worker_code)[kept]
    owner = view.owner(RECORD, PERSON)
    there = view.numbers(RECORD, "UpdateAction") != DELETE
    return there & np.isin(_keys(owner, view.employer_class, view.worker_code), keys)


@in_amendments("182", OCCUPATION, "OccupationVersionNbr")
def no_such_occupation(view: View) -> Flags:
    """The version of the occupation is none of the last situation's."""
    return _standing(view).strange_occupation


@in_amendments("134", DECLARATION)
def nothing_changes(view: View) -> Flags:
    """Every record is kept as it is, and nothing else is changed."""
    changing = view.numbers(RECORD, "UpdateAction") != KEEP
    busy = view.holds(DECLARATION, RECORD, changing)
    for label in ("ContributionUnrelatedToNP", "CompanyVehicle", "EmployerCompensation"):
        busy |= view.holds(DECLARATION, label)
    return ~busy


def _standing(view: View) -> Standing:
    standing = view.known.standing
    assert standing is not None  # noqa: S101 - see `in_amendments`
    return standing


def _filed(view: View) -> Flags:
    """Whether each person stands in an amendment of a filing that there is."""
    return view.down(_standing(view).filing != ABSENT, DECLARATION, PERSON)


def _declared(view: View) -> Flags:
    return _standing(view).first != ABSENT


def _new(view: View) -> Flags:
    return _filed(view) & ~_declared(view)


def _earlier(view: View) -> Flags:
    """Whether the version that is named of each person, if any, is one that was declared."""
    given = view.numbers(PERSON, "DeclNaturalPersonVersionNbr")
    places = _standing(view).find(np.arange(len(given)), given)
    return (given == ABSENT) | (places != ABSENT)


def _places(view: View) -> Ints:
    """Return where each last situation stands among the versions of its person."""
    versions = view.numbers(LAST, "WorkerRecordVersionNbr")
    return _standing(view).find(view.owner(LAST, PERSON), versions)


def _keys(owner: Ints, employer_class: Ints, worker_code: Ints) -> Ints:
    return owner << CODE_BITS | employer_class * 1000 + worker_code


def _records_of_last(view: View) -> Ints:
    """Return the row of the record that becomes of each last situation."""
    rows = np.zeros(len(view[UPDATE]), np.int64)
    rows[view[RECORD].parent] = np.arange(len(view[RECORD]))
    return rows[view[LAST].parent]


def _differs(view: View, zone: str, standing: Ints) -> Flags:
    places = _places(view)
    return (places != ABSENT) & (view.numbers(LAST, zone) != np.append(standing, ABSENT)[places])


def _without(view: View, label: str, zone: str) -> Flags:
    return view.numbers(label, zone) == ABSENT
