"""What only the machine can bring: libraries, a browser. Needs Python alone."""

import ctypes
import os
import shutil
import subprocess
import sys
from pathlib import Path

from portal.embedded.errors import CannotStart
from portal.embedded.terminal import say, step

# What WeasyPrint loads, and the Debian package that brings it.
_LIBRARIES = {
    "libpango-1.0.so.0": "libpango-1.0-0",
    "libpangoft2-1.0.so.0": "libpangoft2-1.0-0",
    "libharfbuzz-subset.so.0": "libharfbuzz-subset0",
}
# A letter of each of these, which one font of a machine seldom has, and the Debian package that
# brings it: most scripts that are alive, Chinese with Japanese and Korean, pictures.
_SCRIPTS = {"e2a": "fonts-noto-core", "738b": "fonts-droid-fallback", "1f984": "fonts-symbola"}
_BROWSERS = ("chromium", "chromium-browser", "google-chrome")


def system_libraries() -> None:
    """Install what letters need, or raise `CannotStart` with the names of the packages."""
    missing = [package for name, package in _LIBRARIES.items() if not _loads(name)]
    if sys.platform == "linux" and missing and not apt(*missing):
        names = " ".join(missing)
        raise CannotStart(f"Letters need libraries of the system (Debian: {names}): install them.")


def fonts() -> None:
    """Install what writes any name where that is allowed; a letter without it shows boxes."""
    missing = [package for letter, package in _SCRIPTS.items() if not _writes(letter)]
    if missing and not apt(*missing):
        names = " ".join(missing)
        say(f"  Not every script can be written (Debian: {names}): letters show boxes for it.")


def _writes(letter: str) -> bool:
    """Tell whether a font of the system has a letter; where none can be listed, none has."""
    lists = shutil.which("fc-list")
    return lists is not None and bool(subprocess.check_output([lists, f":charset={letter}"]))  # noqa: S603


def _loads(library: str) -> bool:
    try:
        ctypes.CDLL(library)
    except OSError:
        return False
    return True


def find_browser() -> str | None:
    """Return the path of Chromium: `CHROMIUM`, else the first one that the system has."""
    found = (path for path in map(shutil.which, _BROWSERS) if path)
    return os.environ.get("CHROMIUM") or next(found, None)


def browser() -> None:
    """Install Chromium where that is allowed; tests of pages are skipped without it."""
    if find_browser() or apt("chromium"):
        return
    say("  No chromium: install it or set CHROMIUM, or the browser's tests are skipped.")


def apt(*packages: str) -> bool:
    """Install Debian packages where that is allowed; tell whether it was done."""
    sudo = [] if os.geteuid() == 0 else ["sudo", "-n"]
    get = [*sudo, "env", "DEBIAN_FRONTEND=noninteractive", "apt-get", "-qq"]
    if not shutil.which("apt-get") or (sudo and not _permitted()):
        return False
    with step(f"{', '.join(packages)} from the system"):
        run([*get, "update"])
        run([*get, "install", "--yes", "--no-install-recommends", *packages])
    return True


def _permitted() -> bool:
    sudo = shutil.which("sudo")
    return sudo is not None and not subprocess.call([sudo, "-n", "true"], stderr=subprocess.DEVNULL)  # noqa: S603


def run(command: list[str], cwd: Path | None = None, path: str | None = None) -> None:
    """Run a command quietly; if it fails, show what it said and raise `CannotStart`."""
    environ = os.environ | {"PATH": path or os.environ["PATH"]}
    program = shutil.which(command[0], path=environ["PATH"]) or command[0]
    done = subprocess.run(  # noqa: S603 - commands of our own making
        [program, *command[1:]], cwd=cwd, env=environ, capture_output=True, text=True
    )
    if done.returncode != 0:
        say(f"\n{(done.stdout + done.stderr)[-4000:]}")
        raise CannotStart(f"This failed: {' '.join(command)}")
