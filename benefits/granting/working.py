"""Rights for everyone: begin a run, take up its pieces, end it.

A piece is a range of persons and one transaction: whoever holds its row works it, and who is killed
lets go of it. What a piece would write twice the database refuses, and the piece is tried again.
"""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from math import inf
from time import monotonic
from typing import Any, Final

import numpy as np
from django.db import IntegrityError, connection, transaction
from django.db.models import Max, Min
from django.db.models.functions import Now

from benefits.granting.comparing import Compared, Verdict, compare, reviewed, same_days
from benefits.granting.findings import note, note_dead
from benefits.granting.models import Aim, GrantPiece, GrantRun
from benefits.granting.offers import offer
from benefits.granting.reading import decided_on, standing, unwanted
from benefits.granting.sources import SOURCES, Known
from benefits.granting.tallies import groups, reasons
from benefits.granting.writing import Grants, write
from benefits.schemes import SCHEMES
from benefits.schemes.facts import Facts
from benefits.schemes.many import Columns, amounts
from benefits.schemes.outcome import Outcome
from portal.exchange.actions import publish
from portal.garbage import uncollected
from portal.law.days import NO_DAY, ONE_DAY, Days
from portal.law.figures import MissingFigureError
from portal.law.money import Ints
from portal.law.steps import Flags
from portal.people.models import Person

PIECE: Final = 10_000  # ids of persons
TRIES: Final = 5  # of a piece whose persons others decide about meanwhile


@transaction.atomic
def begin(as_of: date, *, dry: bool = False, size: int = PIECE, aim: Aim = Aim.RIGHTS) -> GrantRun:
    """Begin a run for everybody in pieces of so many ids; or return the one that is not done."""
    with connection.cursor() as cursor:
        cursor.execute("LOCK TABLE benefits_grantrun IN SHARE ROW EXCLUSIVE MODE")
    if begun := GrantRun.objects.filter(as_of=as_of, dry=dry, aim=aim, ended_at=None).first():
        return begun
    event = None if dry else publish("granting.held", 0)
    run = GrantRun.objects.create(as_of=as_of, dry=dry, aim=aim, event=event)
    ends = Person.objects.aggregate(first=Min("pk"), last=Max("pk"))
    if ends["first"] is not None:
        firsts = range(ends["first"], ends["last"] + 1, size)
        GrantPiece.objects.bulk_create(
            GrantPiece(run=run, first=first, last=first + size - 1) for first in firsts
        )
    return run


def work(
    run: GrantRun,
    seen: Callable[[GrantPiece], None] = lambda piece: None,
    seconds: float = inf,
) -> int:
    """Work pieces of a run until none is free, and end it when all are done; return how many.

    `seen` is told of each piece that was done here. After so many seconds none is begun any more.
    """
    done, until = 0, monotonic() + seconds
    while monotonic() < until and (piece := _one(run, grown=done.bit_count() < 2)):
        done += 1
        seen(piece)
    open_ones = GrantPiece.objects.filter(done_at=None).values("run")
    GrantRun.objects.filter(pk=run.pk, ended_at=None).exclude(pk__in=open_ones).update(
        ended_at=Now()
    )
    return done


def _one(run: GrantRun, *, grown: bool) -> GrantPiece | None:
    """Work a piece that nobody holds, and return it; None where none is left to take.

    `grown` says that tables may be twice as large as when statements were planned.
    """
    for number in range(TRIES):
        try:
            with uncollected(), transaction.atomic():
                _wait_for_no_disk()
                if grown:
                    _plan_again()
                free = run.pieces.select_for_update(skip_locked=True).filter(done_at=None)
                piece = free.order_by("pk").first()
                if piece is not None:
                    piece.found = LOOKS[Aim(run.aim)](run, piece)
                    piece.done_at = Now()
                    piece.save(update_fields=["found", "done_at"])
            return piece
        except IntegrityError:
            if number == TRIES - 1:
                raise
    return None


def _plan_again() -> None:
    """Forget how statements were carried out on tables that were nearly empty a while ago."""
    with connection.cursor() as cursor:
        cursor.execute("DISCARD PLANS")


def _wait_for_no_disk() -> None:
    """Let the commit of this piece go on while it is written to the disk.

    A server that falls meanwhile loses the piece as a whole, with the row that says that it is
    done: it is worked again. Whoever commits after it, and waits, waits for it too.
    """
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL synchronous_commit TO off")


def _looked_at(run: GrantRun, piece: GrantPiece) -> dict[str, Any]:
    """Look at all rights of the persons of a piece; return what came of it."""
    whom = range(piece.first, piece.last + 1)
    known = Known.of(whom, run.as_of)
    stands = standing(list(SOURCES), known.people["id"])
    found: dict[str, Any] = {"groups": [], "reasons": []}
    grants = [_look(run, scheme, known, stands[scheme], found) for scheme in SOURCES]
    if run.event_id is not None:
        note_dead(whom, run.as_of, run)
        write([each for each in grants if each], known, run.event_id)
    return found


def _look(
    run: GrantRun, scheme: str, known: Known, stands: Columns, found: dict[str, Any]
) -> Grants | None:
    """Look at one right of persons: evaluate, compare, note, count; return what to grant."""
    ids = known.people["id"]
    told = SOURCES[scheme](known, stands)
    try:
        outcome = SCHEMES[scheme].evaluate(told.facts, run.as_of)
    except MissingFigureError:
        known.given[scheme] = np.full(len(ids), NO_DAY)
        return None  # the law of our tables does not reach that day
    some = {name: values[told.places] for name, values in stands.items()}
    compared = compare(outcome, some, unwanted(scheme, ids)[told.places], run.as_of)
    compared = reviewed(compared, _moved(scheme, some, outcome, compared, run.as_of))
    follows = _follows(scheme, told.facts, some, compared)
    compared = replace(compared, ending=compared.ending & ~follows)
    given = compared.are(Verdict.GRANTED, Verdict.CHANGED)
    known.given[scheme] = given_since(known, stands, told.places[given])
    if run.event_id is not None:
        note(run, scheme, ids, told.places, stands, outcome, compared)
        asked = compared.are(Verdict.UNWANTED) & outcome.granted & ~outcome.needs_person
        offer(scheme, ids[told.places[asked]], some["decision"][asked], run)
    persons = {name: values[told.places] for name, values in known.people.items()}
    found["groups"] += groups(scheme, persons, some, outcome, compared, run.as_of)
    found["reasons"] += reasons(scheme, outcome, compared)
    chosen = {name: values[given] for name, values in some.items()}
    places = np.flatnonzero(given)
    return Grants(scheme, run.as_of, told.places[given], places, told.facts, outcome, chosen)


def _follows(scheme: str, facts: Facts, standing: Columns, compared: Compared) -> Flags:
    """Say whose right, of those that end soon, is given again on the day after, as things are: it
    is then decided on for the next year, and nobody is told that it ends."""
    found = np.zeros(len(compared.ending), dtype=bool)
    for last in np.unique(standing["ends"][compared.ending]):
        here = compared.ending & (standing["ends"] == last)
        try:
            after = SCHEMES[scheme].evaluate(facts.of(here), (last + ONE_DAY).item())
        except MissingFigureError:
            continue  # nothing that we know of follows
        found[here] = after.granted
    return found


def given_since(known: Known, standing: Columns, granted: Ints) -> Days:
    """Return on which day each right that is given was first decided; these places are granted.

    Who looks at a day that is over again is told what was told then: no later day than that one.
    """
    today = np.datetime64(known.on)
    runs = standing["granted"] & ~(standing["ends"] < today)
    runs[granted] = True
    return np.where(runs, np.fmin(standing["decided"], today), NO_DAY)


# What is done with a piece; a room that looks for something else adds its own.
LOOKS: Final[dict[Aim, Callable[[GrantRun, GrantPiece], dict[str, Any]]]] = {Aim.RIGHTS: _looked_at}


def _moved(scheme: str, standing: Columns, outcome: Outcome, compared: Compared, on: date) -> Flags:
    """Say whose right would have another amount because other facts count than those decided on.

    An event lets them count from the next month (`deciding.py`); what no event told of, a run does
    not date. Another law or another age is paid by the month as it is.
    """
    found = np.zeros(len(outcome.amount), dtype=bool)
    began = standing["starts"] <= np.datetime64(on)
    paid = (outcome.amount > 0) & (standing["amount"] > 0) & same_days(outcome, standing)
    places = np.flatnonzero(compared.are(Verdict.CHANGED) & began & paid)
    if len(places):
        before = decided_on(scheme, standing["decision"][places])
        found[places] = amounts(scheme, before, on) != outcome.amount[places]
    return found
