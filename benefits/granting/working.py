"""Rights for everyone: begin a run, take up its pieces, end it.

A piece is a range of persons and one transaction: whoever holds its row works it, and who is killed
lets go of it. What a piece would write twice the database refuses, and the piece is tried again.
"""

from collections.abc import Callable
from datetime import date
from math import inf
from time import monotonic
from typing import Any, Final

import numpy as np
from django.db import IntegrityError, connection, transaction
from django.db.models import Max, Min
from django.db.models.functions import Now

from benefits.granting.comparing import Verdict, compare
from benefits.granting.findings import note
from benefits.granting.models import Aim, GrantPiece, GrantRun
from benefits.granting.offers import offer
from benefits.granting.reading import people, standing, unwanted
from benefits.granting.sources import SOURCES, Known
from benefits.granting.tallies import groups, reasons
from benefits.granting.writing import Grants, write
from benefits.schemes import SCHEMES
from benefits.schemes.many import Columns
from portal.exchange.actions import publish
from portal.law.days import NO_DAY, Days
from portal.law.figures import MissingFigureError
from portal.law.money import Ints
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
    while monotonic() < until and (piece := _one(run)):
        done += 1
        seen(piece)
    open_ones = GrantPiece.objects.filter(done_at=None).values("run")
    GrantRun.objects.filter(pk=run.pk, ended_at=None).exclude(pk__in=open_ones).update(
        ended_at=Now()
    )
    return done


def _one(run: GrantRun) -> GrantPiece | None:
    """Work a piece that nobody holds, and return it; None where none is left to take."""
    for number in range(TRIES):
        try:
            with transaction.atomic():
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


def _looked_at(run: GrantRun, piece: GrantPiece) -> dict[str, Any]:
    """Look at all rights of the persons of a piece; return what came of it."""
    known = Known.of(people(piece.first, piece.last, run.as_of), run.as_of)
    found: dict[str, Any] = {"groups": [], "reasons": []}
    for scheme in SOURCES:
        _look(run, scheme, known, found)
    return found


def _look(run: GrantRun, scheme: str, known: Known, found: dict[str, Any]) -> None:
    """Look at one right of persons: evaluate, compare, write, note, count."""
    ids = known.people["id"]
    stands = standing(scheme, ids)
    told = SOURCES[scheme](known, stands)
    try:
        outcome = SCHEMES[scheme].evaluate(told.facts, run.as_of)
    except MissingFigureError:
        known.given[scheme] = np.full(len(ids), NO_DAY)
        return  # the law of our tables does not reach that day
    some = {name: values[told.places] for name, values in stands.items()}
    compared = compare(outcome, some, unwanted(scheme, ids)[told.places], run.as_of)
    given = compared.are(Verdict.GRANTED, Verdict.CHANGED)
    known.given[scheme] = given_since(known, stands, told.places[given])
    if run.event_id is not None:
        chosen = {name: values[given] for name, values in some.items()}
        write(
            Grants(
                scheme,
                run.as_of,
                ids[told.places[given]],
                np.flatnonzero(given),
                told.facts,
                outcome,
                chosen,
            ),
            run.event_id,
        )
        note(run, scheme, ids, told.places, stands, outcome, compared)
        asked = compared.are(Verdict.UNWANTED) & outcome.granted & ~outcome.needs_person
        offer(scheme, ids[told.places[asked]], some["decision"][asked], run)
    persons = {name: values[told.places] for name, values in known.people.items()}
    found["groups"] += groups(scheme, persons, some, outcome, compared, run.as_of)
    found["reasons"] += reasons(scheme, outcome, compared)


def given_since(known: Known, standing: Columns, granted: Ints) -> Days:
    """Return on which day each right that is given was first decided; these places are granted."""
    today = np.datetime64(known.on)
    runs = standing["granted"] & ~(standing["ends"] < today)
    runs[granted] = True
    first = np.where(np.isnat(standing["decided"]), today, standing["decided"])
    return np.where(runs, first, NO_DAY)


# What is done with a piece; a room that looks for something else adds its own.
LOOKS: Final[dict[Aim, Callable[[GrantRun, GrantPiece], dict[str, Any]]]] = {Aim.RIGHTS: _looked_at}
