"""The people of an exercise and how their case came about, by what people would do in earnest.

People, their accounts and the training office are made by the database, for who practises alone and
only in a transaction that cannot be committed (`rehearse`); all else by the same actions as ever.
"""

import json
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from django.db import connection
from django.utils.translation import gettext

from benefits.claims.actions import answer, start, submit
from benefits.claims.models import Claim
from benefits.decisions.models import DecisionOutcome
from benefits.objections.actions import object_to
from benefits.schemes import SCHEMES
from casework.cases.actions import decide_case, take
from casework.cases.models import Case
from casework.notes.actions import write_note
from casework.training.exercises import COLLEAGUE, OFFICE, Exercise
from casework.training.models import Practice
from portal.access.models import Capacity
from portal.people import check_digits

NOBODY: Final = 999  # a day's births are numbered 001 to 998: nobody has this number


@dataclass(frozen=True)
class Scene:
    """An exercise as it begins: the case in hand, and the capacity at the training office."""

    case: Case
    me: Capacity


def set_scene(practice: Practice) -> Scene:
    """Make the people of an exercise, and let happen what led to the case; within `rehearsed`."""
    exercise = practice.told
    acting = _people(practice, exercise)
    claim = _apply(exercise, _act(acting["person"]))
    about: Any = claim
    if exercise.story == "objection":
        about = _contest(exercise, claim, acting)
    me = _act(acting["me"])
    case = take(about, me)
    colleague = _act(acting["colleague"])
    write_note(case, colleague, exercise.note)
    return Scene(Case.objects.with_names().get(pk=case.pk), _act(acting["me"]))


def _apply(exercise: Exercise, citizen: Capacity) -> Claim:
    claim = start(citizen.person, exercise.scheme, citizen.user)
    for step, given in exercise.answers.items():
        answer(claim, step, given, claim.version)
    submit(claim, citizen.user)
    return claim


def _contest(exercise: Exercise, claim: Claim, acting: dict[str, int]) -> Any:
    """Let a colleague decide on an application, and the person object to that."""
    colleague, told = _act(acting["colleague"]), exercise.decided
    decision = decide_case(
        take(claim, colleague),
        colleague,
        DecisionOutcome(told["outcome"]),
        told["words"],
        told["found"],
    )
    citizen = _act(acting["person"])
    objection, _new = object_to(decision, citizen.user, exercise.objects)
    return objection


def _people(practice: Practice, exercise: Exercise) -> dict[str, int]:
    """Make who is in the exercise; return the id of the capacity of each."""
    office = {
        "name": gettext(OFFICE),
        "sector": SCHEMES[exercise.scheme].institution_sector,
    }
    person = {"key": "person", **exercise.person, "address": exercise.address}
    colleague = {"key": "colleague", **COLLEAGUE}
    members = [{**each, **_birth(practice, each["born"])} for each in (person, colleague)]
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT rehearse(%s, %s::jsonb, %s::jsonb)",
            [practice.pk, json.dumps(office), json.dumps(members, default=str)],
        )
        (made,) = cursor.fetchone()
    found: dict[str, int] = json.loads(made) if isinstance(made, str) else made
    return found


def _birth(practice: Practice, born: date) -> dict[str, Any]:
    """Return a birth date and a national number with right check digits that nobody has.

    Who practise at the same time hardly ever wait for each other's number.
    """
    day = born.replace(day=1 + practice.pk % 28)
    first = int(f"{day:%y%m%d}{NOBODY}")
    base = first + (check_digits.BORN_SINCE_2000 if day.year >= 2000 else 0)
    return {"born": day, "inss": f"{first:09d}{check_digits.of_inss(base):02d}"}


def _act(pk: int) -> Capacity:
    """Let somebody act from now on, until the transaction is taken back."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('solida.capacity', %s, false)", [str(pk)])
    return Capacity.objects.select_related("institution", "user__person").get(pk=pk)
