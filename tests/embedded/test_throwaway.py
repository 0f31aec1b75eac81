"""Throwaway servers serve one command and leave nothing behind, not even when it is killed."""

import os
import subprocess
import sys
import time
from pathlib import Path

import psycopg

BASE = Path(__file__).resolve().parents[2]
WRITE = """
import os, psycopg, redis
with psycopg.connect(os.environ["DATABASE_URL"]) as connection:
    connection.execute("CREATE TABLE note AS SELECT 1")
redis.Redis(unix_socket_path=os.environ["REDIS_URL"].removeprefix("redis+socket://")).ping()
print(os.environ["DATA_DIR"], os.environ["DATABASE_URL"], flush=True)
"""


def throwaway(script: str) -> subprocess.Popen[str]:
    inherited = {
        name: value
        for name, value in os.environ.items()
        if name not in {"DATABASE_URL", "REDIS_URL"}
    }
    command = [sys.executable, "-c", WRITE + script]
    return subprocess.Popen(
        [sys.executable, "-m", "portal.embedded.throwaway", *command],
        cwd=BASE,
        env=inherited,
        stdout=subprocess.PIPE,
        text=True,
    )


def test_the_status_of_the_command_is_passed_on_and_nothing_is_left() -> None:
    process = throwaway("raise SystemExit(3)")
    said, _ = process.communicate(timeout=30)
    assert process.returncode == 3
    assert not Path(said.split()[0]).exists()


def test_the_servers_of_a_killed_run_die_and_the_next_run_clears_its_folder() -> None:
    killed = throwaway("import time; time.sleep(2)")
    assert killed.stdout
    data, url = killed.stdout.readline().split()
    killed.kill()
    killed.communicate()
    deadline = time.monotonic() + 60
    while _answers(url):
        assert time.monotonic() < deadline, "the server outlived its launcher"
        time.sleep(0.1)
    assert Path(data).exists()
    throwaway("").communicate(timeout=30)
    assert not Path(data).exists()


def _answers(url: str) -> bool:
    try:
        psycopg.connect(url).close()
    except psycopg.OperationalError:
        return False
    return True
