"""What employers and institutions say of a piece: declared, judged and stored as anybody's is."""

import hashlib
import json
from collections.abc import Iterator, Sequence
from datetime import date, datetime, time, timedelta
from itertools import groupby
from tempfile import SpooledTemporaryFile
from typing import Any, Final

import numpy as np
from django.db import transaction
from django.utils import timezone
from numpy.random import Generator

from casework.demo.population import MARGINALS
from casework.demo.population.people import REGIONS, People
from casework.demo.population.registers import Registered
from casework.demo.population.wages import document
from casework.demo.population.work import Jobs
from declarations.channels.actions import Draft, submit
from declarations.channels.models import Declaration
from declarations.hiring.actions import give_verdicts
from declarations.hiring.models import EmploymentPeriod
from declarations.statuses.actions import Status, report_status
from declarations.statuses.models import StatusKind
from declarations.wages.drafting.calendar import deadline
from declarations.wages.intake import take
from portal.access.models import Capacity
from portal.copying import copy_rows
from portal.directory.models import Registration
from portal.exchange.models import Channel
from portal.people.models import Institution

AT_ONCE: Final = 500  # declarations of a message
SPOOLED: Final = 32 << 20  # bytes of a file that are held in memory
DAYS_BEFORE_DEADLINE: Final = 10
LONGEST_STATUS: Final = 2_000  # days since which one has a status


def declare_hirings(
    by: Capacity, piece: int, jobs: Jobs, inss: Sequence[int], registered: Registered
) -> None:
    """Declare who was hired and who left, each message in the days of its declarations."""
    order = np.argsort(jobs.since, kind="stable")
    hired = [
        (
            jobs.since[row].item(),
            Draft("DimonaIn", _hiring(jobs, row, inss, registered)),
        )
        for row in order
    ]
    _submit(by, f"population-{piece}-in", hired)
    ended = np.flatnonzero(~np.isnat(jobs.until))
    numbers = dict(
        EmploymentPeriod.objects.filter(
            person__in=[registered.persons[jobs.person[row]] for row in ended]
        ).values_list("person_id", "number")
    )
    left = [
        (
            jobs.until[row].item(),
            Draft(
                "DimonaOut",
                {
                    "EndingDate": str(jobs.until[row]),
                    "DimonaPeriodId": numbers[registered.persons[jobs.person[row]]],
                },
            ),
        )
        for row in ended[np.argsort(jobs.until[ended], kind="stable")]
    ]
    _submit(by, f"population-{piece}-out", left)


def _hiring(jobs: Jobs, row: int, inss: Sequence[int], registered: Registered) -> dict[str, Any]:
    return {
        "StartingDate": str(jobs.since[row]),
        "EmployerId": {"NOSSRegistrationNbr": registered.nsso[jobs.employer[row]]},
        "NaturalPerson": {"INSS": f"{inss[jobs.person[row]]:011d}"},
        "DimonaFeatures": {"JointCommissionNbr": "XXX", "WorkerType": "OTH"},
    }


def _submit(by: Capacity, key: str, dated: Sequence[tuple[date, Draft]]) -> None:
    """Send declarations, in the order of their days, in the month of their days.

    They are judged with being sent: the workers of a portal that runs find the verdicts there.
    """
    for month, days in groupby(dated, key=lambda each: each[0].replace(day=1)):
        drafts = [draft for _day, draft in days]
        for first in range(0, len(drafts), AT_ONCE):
            some = drafts[first : first + AT_ONCE]
            body = json.dumps([{each.action: each.content} for each in some]).encode()
            name = f"{key}-{month:%Y%m}-{first}"
            with transaction.atomic():
                message, _new = submit(by, Channel.API, name, body, some, _morning(month))
                sent = Declaration.objects.filter(message=message).order_by("position")
                give_verdicts(list(sent))


def declare_wages(
    by: Capacity, piece: int, quarter: int, jobs: Jobs, people: People, registered: Registered
) -> None:
    """Declare a quarter of all employers of a piece in one file."""
    with SpooledTemporaryFile(SPOOLED) as file:
        for part in document(jobs, people.inss, registered, quarter):
            file.write(part.encode())
        file.seek(0)
        at = _morning(deadline(quarter) - timedelta(days=DAYS_BEFORE_DEADLINE))
        take(by, Channel.FILE, f"population-{piece}-{quarter}", file, at)  # type: ignore[arg-type]


def report_statuses(
    random: Generator,
    piece: int,
    people: People,
    registered: Registered,
    applications: dict[str, Capacity],
    on: date,
) -> None:
    """Let institutions report statuses of persons whom they know."""
    for data in MARGINALS["statuses"]:
        places, days = _drawn(random, people, data)
        since = [on - timedelta(days=int(day)) for day in days]
        persons = [registered.persons[place] for place in places]
        _know(persons, since, data)
        for place, day in zip(places.tolist(), since, strict=True):
            status = Status(
                ssin=f"{people.inss[place]:011d}",
                kind=StatusKind(data["kind"]),
                since=day,
                until=None,
                legal_context="POPULATION",
            )
            key = f"population-{piece}-{data['kind']}-{place}"
            body = json.dumps(hashlib.sha256(key.encode()).hexdigest()).encode()
            report_status(
                applications[data["application"]], Channel.API, key, body, status, _morning(day)
            )


def _drawn(random: Generator, people: People, data: dict[str, Any]) -> tuple[Any, Any]:
    youngest, oldest = data["ages"]
    of_age = (people.age >= youngest) & (people.age < oldest)
    rates = np.array([data["per_mille"][region] for region in REGIONS]) / 1000
    # The figure is a share of all inhabitants, those of other ages among them.
    inhabitants = np.bincount(people.region, minlength=len(REGIONS))
    eligible = np.maximum(np.bincount(people.region[of_age], minlength=len(REGIONS)), 1)
    chance = (rates * inhabitants / eligible)[people.region] * of_age
    places = np.flatnonzero(random.random(len(people)) < chance)
    return places, random.integers(1, LONGEST_STATUS, len(places))


def _know(persons: Sequence[int], since: Sequence[date], data: dict[str, Any]) -> None:
    """Enter in the directory that the institution has files of these persons."""
    institution = Institution.objects.get(code=data["institution"]).pk
    known = set(
        Registration.objects.filter(
            institution=institution, quality=data["quality"], person__in=persons
        ).values_list("person_id", flat=True)
    )
    columns = ("institution_id", "person_id", "quality", "since")
    copy_rows(Registration, columns, _files(persons, since, institution, data["quality"], known))


def _files(
    persons: Sequence[int], since: Sequence[date], institution: int, quality: str, known: set[int]
) -> Iterator[tuple[int, int, str, date]]:
    for person, day in zip(persons, since, strict=True):
        if person not in known:
            yield institution, person, quality, day


def _morning(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time(8)))
