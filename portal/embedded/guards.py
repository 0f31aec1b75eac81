"""What is looked at before anything starts."""

import fcntl
import os
import socket
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from portal.embedded.errors import CannotStart
from portal.embedded.places import Places


@contextmanager
def only_launcher_of(places: Places) -> Iterator[None]:
    """Hold the lock of the data folder; raises `CannotStart` when another launcher has it."""
    try:
        places.logs.mkdir(parents=True, exist_ok=True)
        lock = (places.data / "launcher.lock").open("a+")
    except OSError as error:
        reason = f"{places.data} cannot be used ({error.strerror}): set DATA_DIR to another."
        raise CannotStart(reason) from None
    with lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            lock.seek(0)
            other = lock.read()
            raise CannotStart(f"The portal on {places.data} runs already, as {other}.") from None
        lock.truncate(0)
        lock.write(f"process {os.getpid()}")
        lock.flush()
        yield


def require_free(host: str, port: int) -> None:
    """Raise `CannotStart` when nobody can listen there; granian itself would share the port."""
    with closing(socket.socket()) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            reason = f"Port {port} cannot be used ({error.strerror}): set PORT to another."
            raise CannotStart(reason) from None


def set_old_logs_aside(logs: Path) -> None:
    """Keep the logs of the run before this one, and no older."""
    for log in logs.glob("*.log"):
        log.rename(log.with_suffix(".log.1"))
