"""The whole portal as people start it: one tree of processes, from the first line to Ctrl-C."""

import json
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import psycopg
import pytest

from portal.embedded.places import Places

BASE = Path(__file__).resolve().parents[2]
START_LIMIT = 300  # seconds, for a machine that has much else to do
STOP_LIMIT = 20


def free_port() -> int:
    with closing(socket.socket()) as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def launcher(places: Places, port: int, **more: str) -> subprocess.Popen[str]:
    inherited = {
        name: value
        for name, value in os.environ.items()
        if name not in {"DATABASE_URL", "REDIS_URL", "DEBUG"}
    }
    return subprocess.Popen(
        [sys.executable, "-m", "portal.embedded"],
        cwd=BASE,
        env=inherited | {"DATA_DIR": str(places.data), "PORT": str(port), **more},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )


@contextmanager
def running(places: Places, port: int, **more: str) -> Iterator[subprocess.Popen[str]]:
    """Run a launcher that has said that the portal runs; kill it at the end if it still does."""
    process = launcher(places, port, **more)
    try:
        said = ""
        deadline = time.monotonic() + START_LIMIT
        while "Stop with Ctrl-C" not in said:
            assert process.stdout
            line = process.stdout.readline()
            said += line
            assert line, f"the launcher ended early:\n{said}"
            assert time.monotonic() < deadline, said
        assert f"http://localhost:{port}" in said
        yield process
    finally:
        process.kill()
        process.communicate()


def children_of(process: subprocess.Popen[str]) -> list[int]:
    """Return the processes that the launcher started itself."""
    tasks = Path(f"/proc/{process.pid}/task").glob("*/children")
    return [int(number) for task in tasks for number in task.read_text().split()]


def await_end_of(processes: list[int]) -> None:
    deadline = time.monotonic() + STOP_LIMIT
    while any(Path(f"/proc/{number}").exists() for number in processes):
        assert time.monotonic() < deadline, "processes outlived their launcher"
        time.sleep(0.1)


def health(port: int) -> dict[str, object]:
    with urllib.request.urlopen(f"http://127.0.0.1:{port}/health/", timeout=5) as answer:
        assert "Set-Cookie" not in answer.headers
        return dict(json.load(answer))


def migrations(places: Places) -> int:
    with psycopg.connect(places.database_url) as connection:
        row = connection.execute("SELECT count(*) FROM django_migrations").fetchone()
        assert row
        return int(row[0])


def test_start_refuse_a_second_survive_a_kill_and_tell_of_a_death(places: Places) -> None:
    port = free_port()
    with running(places, port) as first:
        assert health(port)["well"] is True
        second = launcher(places, free_port())
        said, _ = second.communicate(timeout=STOP_LIMIT)
        assert (second.returncode, said.count("\n")) == (1, 1)
        assert f"runs already, as process {first.pid}" in said
        first_children = children_of(first)
        known = migrations(places)
        first.kill()

    with running(places, port) as again:
        await_end_of(first_children)
        assert migrations(places) == known
        assert health(port)["well"] is True
        worker = next(
            number
            for number in children_of(again)
            if "worker" in Path(f"/proc/{number}/cmdline").read_text().split("\0")
        )
        again_children = children_of(again)
        os.kill(worker, signal.SIGKILL)
        said, _ = again.communicate(timeout=STOP_LIMIT)
        assert again.returncode == 1
        assert "The worker ended" in said
        await_end_of(again_children)


def test_with_servers_of_ones_own_nothing_is_embedded_and_it_stops_when_asked(
    places: Places,
) -> None:
    port = free_port()
    urls = {name: os.environ[name] for name in ("DATABASE_URL", "REDIS_URL")}
    with running(places, port, **urls) as process:
        assert not (places.data / "postgres").exists()
        assert not places.sockets.exists()
        children = children_of(process)
        assert len(children) == 3
        process.send_signal(signal.SIGINT)
        said, _ = process.communicate(timeout=STOP_LIMIT)
        assert (process.returncode, said) == (0, "Stopped.\n")
        await_end_of(children)
        with pytest.raises(urllib.error.URLError):
            health(port)


def test_a_port_that_is_taken_is_named_in_one_line(places: Places) -> None:
    with closing(socket.create_server(("127.0.0.1", 0))) as taken:
        port = taken.getsockname()[1]
        process = launcher(places, port)
        said, _ = process.communicate(timeout=STOP_LIMIT)
    assert (process.returncode, said.count("\n")) == (1, 1)
    assert f"Port {port} cannot be used" in said
    assert "PORT" in said
