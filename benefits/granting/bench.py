"""What it costs to look at the rights of everybody, beside moving the same rows and no more."""

import os
import time
from collections.abc import Iterable, Mapping
from statistics import quantiles
from typing import Any

import numpy as np
from django.db import connection

from benefits.granting.bench_event import COUNTED, RATE, WARM, measured
from benefits.granting.bench_hosts import HOSTS, SIZE, alone_and_together
from benefits.granting.bench_night import TURN, Turns, total
from benefits.granting.bench_plain import PLAIN, Reimbursement, Said, Tariff, told_of
from benefits.granting.bench_town import AT_ONCE, DAY, PERSONS, fill
from benefits.granting.hosts import can_be_apart
from benefits.granting.reading import standing
from benefits.granting.sources import SOURCES, Known
from benefits.granting.working import begin, work
from benefits.schemes import SCHEMES
from benefits.schemes.facts import Facts
from portal.documents.checking import addresses
from portal.law.days import NO_DAY
from portal.pages.bench import Result, bench, medians


@bench("granting-night")
def night() -> Result:
    """Compare a night in which many rights are granted with a COPY of what it reads and writes."""
    work(begin(DAY))  # of nobody: what is loaded once for a worker is loaded
    addresses("")  # and so are the pages to which letters lead
    with connection.cursor() as cursor:
        fill(cursor)
        run = begin(DAY)
        turns = Turns(cursor, run.pieces.count())
        work(run, turns)
        cursor.execute("SELECT count(*) FROM benefits_decision WHERE event_id = %s", [run.event_id])
        decisions = cursor.fetchone()[0]
    if not decisions:
        raise RuntimeError("nothing was granted: there is nothing to compare")
    ours, out, back = total(turns.night), total(turns.out), total(turns.back)
    begun = time.perf_counter()
    work(begin(DAY))
    more = {
        "persons": PERSONS,
        "decisions": decisions,
        "night_s": round(ours.clock, 2),
        "copy_out_s": round(out.clock, 2),
        "copy_in_s": round(back.clock, 2),
        "processor_ratio": round(ours.processor / (out.processor + back.processor), 2),
        "night_without_change_s": round(time.perf_counter() - begun, 2),
        "last_turn_over_first": round(turns.night[-1].processor / turns.night[0].processor, 2),
        "memory_after_first_turn_mb": round((turns.memory[-1] - turns.memory[0]) / 1024, 1),
    }
    return Result(
        ours.clock / (out.clock + back.clock),
        2.5,
        f"reading {PERSONS} persons, evaluating, comparing and writing decisions with steps,"
        " letters, beneficiaries, findings, events and access lines, by one worker, durable, over a"
        " binary COPY out of the rows read and into tables without keys or checks of the rows"
        f" written; by turns, of {TURN} pieces each",
        more,
    )


@bench("granting-evaluation")
def evaluation() -> Result:
    """Compare rules over arrays with a loop over Python objects that comes to the same."""
    with connection.cursor() as cursor:
        fill(cursor, AT_ONCE)
    known = Known.of(range(1, AT_ONCE + 1), DAY)
    stands = standing(list(SOURCES), known.people["id"])
    told = {}
    reported = np.isin(known.people["id"], known.spells["id"])
    known.given["increased_reimbursement"] = np.where(reported, np.datetime64(DAY), NO_DAY)
    for scheme, source in SOURCES.items():
        told[scheme] = source(known, stands[scheme]).facts
    objects = {scheme: _objects(told[scheme]) for scheme in PLAIN}

    def at_once(schemes: Iterable[str] = PLAIN) -> None:
        for scheme in schemes:
            SCHEMES[scheme].evaluate(told[scheme], DAY)

    def one_by_one() -> None:
        _judged(objects)

    _same(told, _judged(objects))
    many, few, everything = medians([at_once, one_by_one, lambda: at_once(told)], 5)
    persons = sum(map(len, told.values()))
    return Result(
        few / many,
        25.0,
        f"the rules of {len(PLAIN)} rights over arrays, beside a loop over Python objects that"
        " judges the same persons by the same law and says the same of each: days, reasons and"
        " steps. Child benefit is evaluated too, but not written as a loop",
        {
            "persons": sum(map(len, objects.values())),
            "ns_a_person_of_all_rights": round(everything / persons * 1e9, 1),
            "ns_an_object": round(few / sum(map(len, objects.values())) * 1e9, 1),
        },
        at_least=True,
    )


Objects = list[tuple[Any, ...]]


def _objects(facts: Facts) -> Objects:
    """Return the facts of each person as plain values."""
    return list(zip(*(getattr(facts, name).tolist() for name in facts.names()), strict=True))


def _judged(objects: Mapping[str, Objects]) -> dict[str, list[Said]]:
    reimbursement, tariff = Reimbursement(DAY).judge, Tariff(DAY).judge
    judges = dict(zip(PLAIN, (reimbursement, tariff), strict=True))
    return {scheme: [judges[scheme](*each) for each in objects[scheme]] for scheme in PLAIN}


def _same(told: Mapping[str, Facts], said: Mapping[str, list[Said]]) -> None:
    """Raise RuntimeError where loop and arrays do not say the same of somebody."""
    for scheme, each in said.items():
        outcome = SCHEMES[scheme].evaluate(told[scheme], DAY)
        for place, one in enumerate(each):
            if one != told_of(outcome, place):
                raise RuntimeError(f"{scheme}: {one}, and by arrays {told_of(outcome, place)}")


@bench("granting-event")
def event() -> Result:
    """Measure how soon an event is a decision on the citizen's page, while others happen."""
    with connection.cursor() as cursor:
        fill(cursor, 3 * (WARM + COUNTED))
    found = measured()
    page, decision = quantiles(found.page, n=20), quantiles(found.all, n=20)
    return Result(
        page[9],
        2.0,
        f"seconds, the median from the commit of a reported status to the answer of the citizen's"
        f" page with its decision, of every tenth of {COUNTED} events at {RATE} a second, over one"
        " second; the portal's worker of two processes, its clock, its database and who looks all"
        " on this machine",
        {
            "persons": len(found.page),
            "page_95_s": round(page[18], 2),
            "decision_s": round(decision[9], 2),
            "decision_95_s": round(decision[18], 2),
            "processor_ms_an_event": round(found.processor_ms, 1),
            "pdfs_meanwhile": found.pdfs,
            "load": round(os.getloadavg()[0], 1),
        },
    )


@bench("granting-hosts")
def hosts() -> Result:
    """Compare the time of two hosts for a night with that of one."""
    if not can_be_apart():
        raise RuntimeError("this machine lets us make no network namespaces")
    if len(os.sched_getaffinity(0)) < HOSTS:
        raise RuntimeError("each host needs a processor of its own")
    with connection.cursor() as cursor:
        fill(cursor, AT_ONCE)
    alone, together = alone_and_together(begin(DAY, size=SIZE))
    return Result(
        together.a_piece / alone.a_piece,
        0.6,
        "time for a piece of a night with two hosts over that with one, where each host has one"
        " processor for its worker, its link and its session at the database; half of the night is"
        " worked by one host, the rest by two. It says what a second machine brings while nobody"
        " else wants these processors: what a host got of its own is told",
        {
            "persons": AT_ONCE,
            "pieces_alone": alone.pieces,
            "pieces_together": together.pieces,
            "processor_ms_a_piece_alone": round(alone.processor / alone.pieces * 1e3, 1),
            "processor_ms_a_piece_together": round(together.processor / together.pieces * 1e3, 1),
            "processors_got_alone": round(alone.processor / alone.clock, 2),
            "processors_got_together": round(together.processor / together.clock, 2),
            "load": round(os.getloadavg()[0], 1),
        },
    )
