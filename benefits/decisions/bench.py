"""What a letter costs: frozen data becomes a sealed PDF, in workers side by side."""

import os
import time
from collections.abc import Sequence
from itertools import cycle, islice, product
from multiprocessing import get_context
from typing import Final

from django.conf import settings
from django.db import connections

from benefits.bench import granted
from benefits.decisions.actions import Cause, decide
from benefits.decisions.models import DecisionOutcome
from benefits.schemes import SCHEMES
from benefits.schemes.single import evaluate
from portal.documents.actions import file_of, words_of
from portal.documents.models import Letter
from portal.documents.pdf import on_paper
from portal.exchange.models import Event
from portal.pages.bench import Result, bench
from portal.people.models import Person

WORKERS: Final = os.cpu_count() or 1
LETTERS: Final = 24  # of each worker
FIRST: Final = 2  # of each worker, for which fonts and keys are read: they do not count


@bench("rights-letters")
def letters() -> Result:
    """Compare making letters with what WeasyPrint takes for the same HTML."""
    written = _written(WORKERS * (FIRST + LETTERS))
    shares = [written[worker::WORKERS] for worker in range(WORKERS)]
    connections.close_all()  # each worker has its own
    begun = time.perf_counter()
    with get_context("fork").Pool(WORKERS) as pool:
        spent = pool.map(_both, shares, chunksize=1)
    ours, theirs = (sum(seconds) for seconds in zip(*spent, strict=True))
    made = WORKERS * LETTERS
    more = {
        "workers": WORKERS,
        "letters": made,
        "letter_ms": round(ours / made * 1000, 1),
        "weasyprint_ms": round(theirs / made * 1000, 1),
        "both_s": round(time.perf_counter() - begun, 1),
    }
    return Result(
        ours / theirs,
        1.3,
        "time of making a letter from its row (read, template, PDF/A-3a, seal, stored) over that of"
        " WeasyPrint alone for the same HTML as PDF/A-3a, by turns, in one process for each"
        f" processor, {FIRST} letters each ahead; decisions of all rights, in four languages",
        more,
    )


def _written(number: int) -> list[int]:
    """Write decisions of all rights, as often as needed; return the keys of their letters."""
    kinds = product(SCHEMES, dict(settings.LANGUAGES))
    return [_decided(*kind) for kind in islice(cycle(kinds), number)]


def _decided(scheme: str, language: str) -> int:
    person = Person.objects.create(first_name="Anna", last_name="Peeters", language=language)
    facts, on = granted(scheme)
    event = Event.objects.create(topic="bench", subject=0, person=person)
    decision = decide(
        person,
        scheme,
        facts,
        on,
        Cause(event=event),
        outcome=DecisionOutcome.GRANTED,
        explanation=evaluate(scheme, facts, on),
    )
    return decision.letter_id


def _both(written: Sequence[int]) -> tuple[float, float]:
    """Return the seconds of our letters, and those of WeasyPrint alone for the same HTML."""
    ours = theirs = 0.0
    for number, key in enumerate(written, -FIRST):
        begun = time.perf_counter()
        letter = Letter.objects.get(pk=key)
        file_of(letter)
        made = time.perf_counter() - begun
        html = words_of(letter)
        begun = time.perf_counter()
        on_paper(html)
        if number >= 0:
            ours += made
            theirs += time.perf_counter() - begun
    return ours, theirs
