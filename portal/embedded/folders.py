"""The folders of the embedded servers, safe from other accounts on the machine."""

import os
import stat
from pathlib import Path

from portal.embedded.account import Account
from portal.embedded.errors import CannotStart


def own_folder(folder: Path, account: Account) -> Path:
    """Make `folder` for `account` alone, or see that it is so already.

    The name of the sockets' folder can be guessed and `/tmp` is open to all, so one that belongs to
    somebody else, or is a link, is refused with `CannotStart`.
    """
    folder.parent.mkdir(parents=True, exist_ok=True)
    try:
        folder.mkdir(mode=0o700)
    except FileExistsError:
        found = folder.lstat()
        if not stat.S_ISDIR(found.st_mode) or found.st_uid not in {os.geteuid(), account.uid}:
            raise CannotStart(f"{folder} belongs to somebody else: remove it first.") from None
    account.own(folder)
    return folder
