"""Start a child that dies with its parent, and stop it within a known time."""

import ctypes
import os
import signal
import subprocess
import sys
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from portal.embedded.account import Account

_PR_SET_PDEATHSIG = 1


def start(
    command: Sequence[str | Path],
    log: Path,
    *,
    account: Account | None = None,
    end: signal.Signals = signal.SIGTERM,
    environ: Mapping[str, str] | None = None,
) -> subprocess.Popen[bytes]:
    """Start `command` in a session of its own, writing to `log`, as `account` if one is given.

    `end` is the signal that the system sends it when this process is gone, however it went. Call
    from the main thread: the system looks at the thread that started the child.
    """
    log.parent.mkdir(parents=True, exist_ok=True)
    other = account if account and account.uid != os.geteuid() else None
    with log.open("ab") as output:
        return subprocess.Popen(  # noqa: S603 - commands of our own making
            [str(part) for part in command],
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            env=environ,
            start_new_session=True,  # Ctrl-C reaches the launcher alone, which stops all in order
            user=other.uid if other else None,
            group=other.gid if other else None,
            extra_groups=[] if other else None,
            preexec_fn=_prepare(account, end, os.getpid()),
        )


def stop(child: subprocess.Popen[bytes], end: signal.Signals, patience: float) -> None:
    """Ask the child to end with `end`; kill its session after `patience` seconds."""
    if child.poll() is None:
        child.send_signal(end)
        try:
            child.wait(patience)
            return
        except subprocess.TimeoutExpired:
            os.killpg(child.pid, signal.SIGKILL)
            child.wait()


def _prepare(account: Account | None, end: signal.Signals, parent: int) -> Callable[[], None]:
    # Loaded before the fork: the child should do as little as it can.
    prctl = ctypes.CDLL(None).prctl if sys.platform == "linux" else None

    def prepare() -> None:
        if account:
            account.enter()
        if prctl:  # after the change of account, which would forget it
            prctl(_PR_SET_PDEATHSIG, int(end), 0, 0, 0)
            if os.getppid() != parent:
                os._exit(1)

    return prepare
