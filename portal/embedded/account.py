"""Who the embedded servers run as. PostgreSQL refuses to be root, and nothing here needs root.

An ordinary user's servers run as that user. For root, a child enters a new, unmapped user
namespace: to the system it stays the owner of its files, to itself it is nobody. Containers often
refuse that; then the servers run as an unprivileged account, which owns their files.
"""

import ctypes
import functools
import os
import pwd
import subprocess
import sys
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TypedDict

from portal.embedded.errors import CannotStart
from portal.embedded.programs import postgres_bin

_CLONE_NEWUSER = 0x10000000
_UNPRIVILEGED = ("postgres", "nobody")


class Identity(TypedDict, total=False):
    """The arguments of `subprocess.Popen` for another account."""

    user: int
    group: int
    extra_groups: list[int]


@dataclass(frozen=True)
class Account:
    """`uid` owns the servers' files; `namespace` tells whether a child must leave root behind."""

    uid: int
    gid: int
    namespace: bool = False

    def own(self, folder: Path) -> None:
        """Give an empty folder to this account, closed to everybody else."""
        folder.chmod(0o700)
        os.chown(folder, self.uid, self.gid)

    def identity(self) -> Identity:
        """Return how `subprocess` becomes this account: not at all, if it is our own."""
        if self.uid == os.geteuid():
            return {}
        return {"user": self.uid, "group": self.gid, "extra_groups": []}

    def enter(self) -> None:
        """Leave root behind; called in the child, before exec. Raises OSError when refused."""
        if self.namespace:
            leave_root()


@functools.cache
def server_account() -> Account:
    """Return the account for the servers; raises `CannotStart` when root has none to give."""
    if os.geteuid() != 0:
        return Account(os.geteuid(), os.getegid())
    candidates = [Account(0, 0, namespace=True)]
    for name in _UNPRIVILEGED:
        with suppress(KeyError):
            entry = pwd.getpwnam(name)
            candidates.append(Account(entry.pw_uid, entry.pw_gid))
    for account in candidates:
        if _can_run(account):
            return account
    raise CannotStart(
        f"PostgreSQL does not run as root, and no other account reaches {postgres_bin()}: "
        "start as an ordinary user, or move this folder out of root's home."
    )


def leave_root() -> None:
    """Enter a new user namespace without any mapping. Raises OSError when the system refuses."""
    if ctypes.CDLL(None, use_errno=True).unshare(_CLONE_NEWUSER) != 0:
        error = ctypes.get_errno()
        raise OSError(error, os.strerror(error))


def _can_run(account: Account) -> bool:
    if account.namespace and sys.platform != "linux":
        return False
    try:
        subprocess.run(  # noqa: S603 - a fixed command
            [str(postgres_bin() / "postgres"), "--version"],
            cwd="/",
            preexec_fn=account.enter,
            check=True,
            capture_output=True,
            **account.identity(),
        )
    except (OSError, subprocess.SubprocessError):
        return False
    return True
