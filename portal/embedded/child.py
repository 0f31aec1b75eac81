"""A child process that dies with its parent, and stops within a known time."""

import ctypes
import os
import signal
import subprocess
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from portal.embedded.account import Account

_PR_SET_PDEATHSIG = 1


@dataclass(kw_only=True)
class Child:
    """`command`, writing to `log`, as `account` if one is given.

    `end` asks it to end: sent by `stop`, and by the system when this process is gone, however it
    went. `patience` is the time in seconds that it is given to do so.
    """

    name: str
    command: Sequence[str | Path]
    log: Path
    account: Account | None = None
    end: signal.Signals = signal.SIGTERM
    patience: float = 5.0
    _process: subprocess.Popen[bytes] | None = field(default=None, init=False)

    def start(self) -> None:
        """Start it in a session of its own: Ctrl-C reaches the parent alone, which stops all.

        Call from the main thread: the system looks at the thread that started the child.
        """
        self.log.parent.mkdir(parents=True, exist_ok=True)
        with self.log.open("ab") as output:
            self._process = subprocess.Popen(  # noqa: S603 - commands of our own making
                [str(part) for part in self.command],
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
                start_new_session=True,
                preexec_fn=_preparation(self.account, self.end),
                **(self.account.identity() if self.account else {}),
            )

    @property
    def session(self) -> int | None:
        """The number by which the system knows its processes: all that it starts."""
        return self._process.pid if self._process else None

    def stop(self) -> None:
        """Ask it to end; after its `patience`, kill it with all that it started."""
        if self._process is None or self.exited:
            return
        self._process.send_signal(self.end)
        try:
            self._process.wait(self.patience)
        except subprocess.TimeoutExpired:
            os.killpg(self._process.pid, signal.SIGKILL)
            self._process.wait()

    def wait(self) -> int:
        """Wait until it ends by itself; return its exit status."""
        return self._process.wait() if self._process else 0

    @property
    def exited(self) -> bool:
        """Tell whether it was started and has ended."""
        return self._process is not None and self._process.poll() is not None


def _preparation(account: Account | None, end: signal.Signals) -> Callable[[], None]:
    """Return what the child does before exec; loaded before the fork, so that it does little."""
    parent = os.getpid()
    prctl = ctypes.CDLL(None).prctl if sys.platform == "linux" else None

    def prepare() -> None:
        if account:
            account.enter()
        if prctl:  # after the change of account, which would make the system forget it
            prctl(_PR_SET_PDEATHSIG, int(end), 0, 0, 0)
            if os.getppid() != parent:
                os._exit(1)

    return prepare
