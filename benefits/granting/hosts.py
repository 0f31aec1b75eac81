"""A host of its own, for tests and a bench: a network namespace, a link to the database, a worker.

The namespace has nothing but its own loopback. The database is reached over TCP through the link, a
process that carries bytes to the socket on which the database listens: what is between two machines
in earnest. A link that is stopped is a cable that is cut: nothing is refused, nothing arrives.
"""

from __future__ import annotations

import asyncio
import fcntl
import os
import signal
import socket
import struct
import subprocess
import sys
from dataclasses import dataclass
from typing import IO, Final, Self
from urllib.parse import quote

from django.db import connection

PORT: Final = 5432
SIOCGIFFLAGS, SIOCSIFFLAGS, IFF_UP = 0x8913, 0x8914, 1  # netdevice(7)
BLOCK: Final = 1 << 16
APART: Final = ("unshare", "--net", *(() if os.geteuid() == 0 else ("--map-root-user",)))


def can_be_apart() -> bool:
    """Say whether this machine lets us make network namespaces."""
    try:
        tried = subprocess.run([*APART, "true"], capture_output=True)  # noqa: S603 - ours
        return tried.returncode == 0
    except FileNotFoundError:
        return False


@dataclass
class Host:
    """A host with its worker, which waits until it is told to begin."""

    process: subprocess.Popen[str]
    link: int
    session: int  # the process that serves it at the database

    @classmethod
    def start(cls, *command: str) -> Self:
        """Start a host that will run a command of `manage.py` against this test's database."""
        database = connection.settings_dict
        name, user = quote(str(database["NAME"])), quote(str(database["USER"]))
        url = f"postgresql://{user}@127.0.0.1:{PORT}/{name}"
        own = f"{database['HOST']}/.s.PGSQL.{database['PORT'] or PORT}"
        process = subprocess.Popen(  # noqa: S603 - a command of ours
            [*APART, sys.executable, "-m", __name__, own, *command],
            env=os.environ
            | {
                "DATABASE_URL": url,
                "DJANGO_SETTINGS_MODULE": "portal.settings",
                "PYTHONUNBUFFERED": "1",  # each line is heard when it is said
            },
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        return cls(process, *map(int, _lines_of(process).readline().split()))

    def go(self) -> None:
        """Let the worker begin."""
        if self.process.stdin:
            self.process.stdin.write("go\n")
            self.process.stdin.flush()

    def processes(self) -> list[int]:
        """Return what works for this host: the worker, its link, its session at the database."""
        return [self.process.pid, self.link, self.session]

    def keep_to(self, processor: int) -> None:
        """Let all that works for this host do so on one processor; wants the right to say so."""
        for process in self.processes():
            for thread in os.listdir(f"/proc/{process}/task"):
                os.sched_setaffinity(int(thread), {processor})

    def cut_off(self) -> None:
        """Let nothing more through the link."""
        os.kill(self.link, signal.SIGSTOP)

    def join_again(self) -> None:
        """Let through what waited."""
        os.kill(self.link, signal.SIGCONT)

    def next_line(self, part: str) -> str:
        """Wait for the next line in which a text stands; empty when there is none any more."""
        return next((line for line in _lines_of(self.process) if part in line), "")

    def said(self) -> list[str]:
        """Wait until the command is over; return its other lines. Fails when it failed."""
        lines = _lines_of(self.process).readlines()  # what was read ahead of a line is among them
        if status := self.process.wait(timeout=120):
            raise RuntimeError(f"the host ended with {status}")
        return lines

    def end(self) -> None:
        """End whatever still runs."""
        if self.process.poll() is None:
            self.join_again()
            self.process.kill()
            self.process.wait()


def _lines_of(process: subprocess.Popen[str]) -> IO[str]:
    if process.stdout is None:
        raise RuntimeError("the host says nothing")
    return process.stdout


def main(database: str, *command: str) -> None:
    """Be a host: bring its loopback up, open the link, and run the command once told to."""
    _up("lo")
    reading, writing = os.pipe()
    link = os.fork()
    if not link:
        asyncio.run(_link(database, writing))
        return
    os.read(reading, 1)  # it listens
    try:
        import django
        from django.core.management import call_command

        django.setup()
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_backend_pid()")
            sys.stdout.write(f"{link} {cursor.fetchone()[0]}\n")
        sys.stdout.flush()
        sys.stdin.readline()
        call_command(*command)
    finally:
        os.kill(link, signal.SIGKILL)


def _up(name: str) -> None:
    """Switch a network device on."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as any_socket:
        request = struct.pack("16sh14x", name.encode(), 0)
        _name, flags = struct.unpack("16sh14x", fcntl.ioctl(any_socket, SIOCGIFFLAGS, request))
        request = struct.pack("16sh14x", name.encode(), flags | IFF_UP)
        fcntl.ioctl(any_socket, SIOCSIFFLAGS, request)


async def _link(database: str, ready: int) -> None:
    async def carry(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        while block := await reader.read(BLOCK):
            writer.write(block)
            await writer.drain()
        writer.close()

    async def joined(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        from_there, to_there = await asyncio.open_unix_connection(database)
        await asyncio.gather(carry(reader, to_there), carry(from_there, writer))

    server = await asyncio.start_server(joined, "127.0.0.1", PORT)
    os.write(ready, b".")
    await server.serve_forever()


if __name__ == "__main__":
    main(*sys.argv[1:])
