"""The whole portal as one tree of processes: what `make run` starts and Ctrl-C stops."""

import os
import subprocess
import sys
import time
import urllib.error
import urllib.request
from contextlib import ExitStack

from portal.embedded.broker import Broker
from portal.embedded.child import Child
from portal.embedded.database import Database
from portal.embedded.errors import CannotStart
from portal.embedded.guards import only_launcher_of, require_free, set_old_logs_aside
from portal.embedded.places import Places
from portal.embedded.secrets import identity_provider_key, secret_key
from portal.embedded.terminal import say, step

_HOST = "127.0.0.1"
_HEALTHY_LIMIT = 60.0  # seconds


def run(places: Places, port: int) -> None:
    """Start everything and keep it running; ends only by an exception.

    `KeyboardInterrupt` when asked to stop; `CannotStart`, with the reason in one line, when a step
    fails or a process dies. Either way the processes are stopped first, the last started first.
    """
    with ExitStack() as stack:
        stack.enter_context(only_launcher_of(places))
        require_free(_HOST, port)
        set_old_logs_aside(places.logs)
        running: list[Child] = []

        def start(child: Child) -> None:
            stack.callback(child.stop)
            running.append(child)
            child.start()

        with step("keys"):
            secret_key(places)
            identity_provider_key(places)
        if not os.environ.get("DATABASE_URL"):
            with step("database"):
                start(Database(places))
        if not os.environ.get("REDIS_URL"):
            with step("broker"):
                start(Broker(places))
        os.environ.setdefault("DEMO", "1")  # the cast plays here
        cast = _prepare(places)
        with step("web, worker and scheduler"):
            for program in _programs(places, port):
                start(program)
            _await_health(port, running)
        _welcome(places, port, cast)
        _watch(running)


def _prepare(places: Places) -> str:
    """Bring database and files up to date; return the cast of the demo data, with sign-ins."""
    with step("migrations"):
        _manage(places, "migrate", "--no-input")
    with step("static files"):
        _manage(places, "collectstatic", "--no-input")
    with step("demo data"):
        return _manage(places, "demo")


def _manage(places: Places, *arguments: str) -> str:
    log = places.logs / "setup.log"
    with log.open("ab") as errors:
        done = subprocess.run(  # noqa: S603 - commands of our own making
            [sys.executable, "manage.py", *arguments], stdout=subprocess.PIPE, stderr=errors
        )
    if done.returncode != 0:
        raise CannotStart(f"manage.py {arguments[0]} failed: see {log}.", log)
    return done.stdout.decode()


def _programs(places: Places, port: int) -> list[Child]:
    python = [sys.executable, "-m"]
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()
    # A thread keeps its database connection, so threads are few and are kept.
    threads = ["--blocking-threads", "4", "--blocking-threads-idle-timeout", "600"]
    address = ["--interface", "wsgi", "--host", _HOST, "--port", str(port)]
    workers = ["--workers", str(cores), "--respawn-failed-workers", "--workers-kill-timeout", "3"]
    celery = [*python, "celery", "--app", "portal.celery"]
    quiet = ["--loglevel", "WARNING"]
    calendar = ["--schedule", str(places.data / "schedule"), "--pidfile="]
    alone = ["--concurrency", "2", "--without-gossip", "--without-mingle"]
    commands = {
        "web": [*python, "granian", *address, *workers, *threads, "portal.wsgi:application"],
        "worker": [*celery, "worker", *alone, *quiet],
        "scheduler": [*celery, "beat", *calendar, *quiet],
    }
    return [
        Child(name=name, command=command, log=places.logs / f"{name}.log")
        for name, command in commands.items()
    ]


def _await_health(port: int, running: list[Child]) -> None:
    deadline = time.monotonic() + _HEALTHY_LIMIT
    answer = "no answer"
    while time.monotonic() < deadline:
        _require_alive(running)
        try:
            with urllib.request.urlopen(f"http://{_HOST}:{port}/health/", timeout=5):
                return
        except urllib.error.HTTPError as error:
            answer = error.read(400).decode(errors="replace")
        except OSError:
            pass
        time.sleep(0.1)
    raise CannotStart(f"The portal runs but is not healthy: {answer}")


def _welcome(places: Places, port: int, cast: str) -> None:
    say(f"\nThe portal runs at {os.environ.get('BASE_URL', f'http://localhost:{port}')}\n")
    say(cast)
    say(f"Logs are in {places.logs}. Stop with Ctrl-C.")


def _watch(running: list[Child]) -> None:
    while True:
        _require_alive(running)
        time.sleep(0.2)


def _require_alive(running: list[Child]) -> None:
    for child in running:
        if child.exited:
            raise CannotStart(f"The {child.name} ended: see {child.log}.", child.log)
