"""How long an event takes to become a decision on the citizen's page, while others happen too."""

import os
import signal
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import timedelta
from math import inf
from pathlib import Path
from threading import Event as Flag
from threading import Thread
from typing import Final
from urllib.parse import quote

from django.conf import settings
from django.core.handlers.wsgi import WSGIHandler
from django.db import connection, transaction
from django.test import Client
from django.utils import timezone

from benefits.decisions.models import Decision
from declarations.statuses.models import StatusKind, StatusReport
from portal.access.models import Capacity, CapacityKind, Service, User
from portal.documents.models import LetterFile
from portal.embedded.child import Child
from portal.exchange.actions import publish, receive
from portal.exchange.models import Channel, Delivery, DeliveryStatus, Event
from portal.pages.serving import opener
from portal.people.models import Institution, Person

RATE: Final = 50  # events a second
WARM: Final = RATE  # events that go ahead and are not counted
COUNTED: Final = 10 * RATE
WATCHED: Final = 10  # of so many events, one is waited for on the page
NAME: Final = "bench-worker"
PROCESSES: Final = "2"  # of the worker, as the portal starts it
PATIENCE: Final = 300.0  # seconds


@dataclass
class Watch:
    """When each person's event was committed, and when its decision was to be read."""

    pages: dict[int, str]  # by person, the cookie of who opens their page
    told: dict[int, float] = field(default_factory=dict)
    read: dict[int, float] = field(default_factory=dict)
    over: Flag = field(default_factory=Flag)

    def run(self) -> None:
        """Look what was decided until all is read, or nothing more is awaited."""
        handler = WSGIHandler()
        while not self.over.is_set() or self.told.keys() - self.read.keys():
            time.sleep(0.1)
            awaited = self.told.keys() - self.read.keys()
            decided = Decision.objects.filter(person__in=awaited).values_list("person", "reference")
            for person, reference in decided.order_by("pk"):
                if person in self.read:
                    continue
                if person in self.pages:
                    opener(handler, f"/me/decisions/{reference}/", self.pages[person])()
                self.read[person] = time.perf_counter()
            if time.perf_counter() > max(self.told.values(), default=inf) + PATIENCE:
                break
        connection.close()


@dataclass(frozen=True)
class Measured:
    """Seconds from the commit of an event to its decision: of all, and to the page; and what a
    counted event cost the worker and its sessions, in milliseconds of processor time, until
    nothing that people wait for was left to be done; PDFs that were made in between are in it."""

    all: list[float]
    page: list[float]
    processor_ms: float
    pdfs: int


def measured() -> Measured:
    """Report statuses and watch for decisions; some go ahead until all are awake."""
    persons = list(range(3, 3 * (WARM + COUNTED) + 1, 3))  # one adult of each household
    counted = persons[WARM:]
    watch = Watch({person: _cookie_of(person) for person in persons[::WATCHED]})
    with _worker() as worker:
        watching = Thread(target=watch.run)
        watching.start()
        try:
            _report(persons[:WARM], watch)
            _until(lambda: not watch.told.keys() - watch.read.keys() and not _waits())
            spent, pdfs = worker.processor(), LetterFile.objects.count()
            _report(counted, watch)
        finally:
            watch.over.set()
            watching.join()
        _until(lambda: not _waits())
        spent, pdfs = worker.processor() - spent, LetterFile.objects.count() - pdfs
    if missing := watch.told.keys() - watch.read.keys():
        raise RuntimeError(f"{len(missing)} events led to no decision")
    waited = [watch.read[person] - watch.told[person] for person in counted]
    on_page = [watch.read[person] - watch.told[person] for person in counted[::WATCHED]]
    return Measured(waited, on_page, spent / COUNTED * 1e3, pdfs)


def _until(done: Callable[[], bool]) -> None:
    """Wait for something, no longer than anybody has patience."""
    begun = time.perf_counter()
    while not done() and time.perf_counter() < begun + PATIENCE:
        time.sleep(0.05)


def _waits() -> bool:
    """Say whether something is left to be done that people wait for: more than PDFs."""
    waiting = Delivery.objects.filter(status=DeliveryStatus.PENDING)
    return (
        waiting.filter(subscription__patience=timedelta(0)).exists()
        or Event.objects.filter(fanned_out_at=None).exists()
    )


def _report(persons: Iterable[int], watch: Watch) -> None:
    """Let a status of each person be reported, so many a second."""
    institution, capacity = Institution.objects.get(), Capacity.objects.get(kind="institution")
    today, begun = timezone.localdate(), time.perf_counter()
    for number, person in enumerate(persons):
        time.sleep(max(0.0, begun + number / RATE - time.perf_counter()))
        with transaction.atomic():
            message, _new = receive(
                capacity, Service.STATUSES, Channel.API, f"event-{person}", b"{}"
            )
            report = StatusReport.objects.create(
                message=message,
                institution=institution,
                person_id=person,
                kind=StatusKind.ELDERLY_INCOME_GUARANTEE,
                legal_context="RIS",
                since=today.replace(day=1),
                reported_on=today,
            )
            publish("status.reported", report.pk, person=report.person, message=message)
        watch.told[person] = time.perf_counter()


def _cookie_of(number: int) -> str:
    """Return the cookie of a person who has signed in."""
    person = Person.objects.get(pk=number)
    user = User.objects.create_user(f"person-{number}@bench.example", person=person)
    Capacity.objects.create(user=user, kind=CapacityKind.CITIZEN, since="2024-01-01")
    browser = Client()
    browser.force_login(user)
    return f"{settings.SESSION_COOKIE_NAME}={browser.cookies[settings.SESSION_COOKIE_NAME].value}"


@dataclass(frozen=True)
class Worker:
    """The processes of a worker, which are a session of the system, and its database's sessions."""

    session: int | None

    def processor(self) -> float:
        """Return the processor time that they had so far, in seconds."""
        with connection.cursor() as cursor:
            cursor.execute("SELECT pid FROM pg_stat_activity WHERE application_name = %s", [NAME])
            sessions = {pid for (pid,) in cursor.fetchall()}
        ticks = 0
        for path in Path("/proc").glob("[0-9]*/stat"):
            with suppress(OSError):  # it has just ended
                fields = path.read_text().rpartition(") ")[2].split()
                if int(fields[3]) == self.session or int(path.parent.name) in sessions:
                    ticks += int(fields[11]) + int(fields[12])
        return ticks / os.sysconf("SC_CLK_TCK")


@contextmanager
def _worker() -> Iterator[Worker]:
    """Start the portal's worker and clock on the database of the bench; stop them afterwards."""
    database = connection.settings_dict
    host, name = quote(str(database["HOST"]), safe=""), quote(str(database["NAME"]))
    url = f"postgresql://{database['USER']}@{host}/{name}"
    with tempfile.TemporaryDirectory() as folder:
        calendar = ["--beat", "--schedule", str(Path(folder) / "schedule")]
        celery = [sys.executable, "-m", "celery", "--app", "portal.celery", "worker", *calendar]
        quiet = ["--concurrency", PROCESSES, "--without-gossip", "--without-mingle"]
        worker = Child(
            name="worker",
            command=["env", f"DATABASE_URL={url}", f"PGAPPNAME={NAME}", *celery, *quiet],
            log=Path(folder) / "worker.log",
            end=signal.SIGQUIT,  # at once: what it has in hand is thrown away
        )
        worker.start()
        try:
            yield Worker(worker.session)
        finally:
            worker.stop()
