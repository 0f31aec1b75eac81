"""`python3 -m portal.embedded.setup`: make what a clone lacks. Needs Python alone.

The virtual environment, the locked packages, the libraries and fonts of the system, styles and
translations. Each is made again only when its inputs change. `--tests` adds what checks and tests
need.
"""

import hashlib
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterable
from importlib.util import find_spec
from pathlib import Path

from portal.embedded.errors import CannotStart
from portal.embedded.machine import apt, browser, fonts, run, system_libraries
from portal.embedded.terminal import say, step

_BASE = Path(__file__).resolve().parents[2]
_VENV = _BASE / ".venv"
_BIN = _VENV / "bin"
_STATIC = _BASE / "static"
_LOCALE = _BASE / "portal" / "locale"
# Makes what a first file of wages would wait for.
_COMPILER = "declarations.wages.compiled"

_NODE_FLOOR = 18


def main(arguments: list[str]) -> int:
    """Make what is missing; return the exit status."""
    tests = "--tests" in arguments
    packages = "packages for tests" if tests else "packages"
    requirements = _BASE / ("requirements-dev.txt" if tests else "requirements.txt")
    try:
        _virtual_environment()
        _once(packages, [requirements], lambda: _install(requirements))
        system_libraries()
        fonts()
        if tests:
            browser()
        lock = [_STATIC / "package.json", _STATIC / "package-lock.json"]
        _once("design system", lock, lambda: _npm("ci", "--ignore-scripts"))
        own = [*lock, _STATIC / "copy.mjs", *_STATIC.glob("styles/**/*.scss")]
        _once("styles", own, lambda: _npm("run", "build"))
        rooms = [requirements, *(_BASE / "declarations" / "wages").glob("*.py")]
        _once("reader of wages", rooms, lambda: run([f"{_BIN}/python", "-m", _COMPILER], cwd=_BASE))
        _once("translations", _LOCALE.glob("*/LC_MESSAGES/*.po"), _compile_translations)
    except CannotStart as reason:
        say(str(reason))
        return 1
    return 0


def _once(name: str, inputs: Iterable[Path], work: Callable[[], None]) -> None:
    """Do `work` unless it was done for the same content of `inputs`."""
    stamp = _VENV / f"done-{name.replace(' ', '-')}"
    digest = hashlib.sha256()
    for path in sorted(inputs):
        digest.update(str(path.relative_to(_BASE)).encode() + path.read_bytes())
    if not stamp.exists() or stamp.read_text() != digest.hexdigest():
        with step(name):
            work()
        stamp.write_text(digest.hexdigest())


def _virtual_environment() -> None:
    if (_BIN / "pip").exists():
        return
    if not (find_spec("venv") and find_spec("ensurepip")) and not apt("python3-venv"):
        raise CannotStart("This Python has no venv: install it (Debian: python3-venv).")
    with step("virtual environment"):
        run([sys.executable, "-m", "venv", "--clear", str(_VENV)])


def _install(requirements: Path) -> None:
    """Install with uv, in seconds; where it does not run, with pip."""
    locked = ["install", "--quiet", "--require-hashes", "--requirement"]
    python = f"{_BIN}/python"
    pip = [python, "-m", "pip"]
    try:
        run([*pip, *locked, f"{_BASE}/requirements-setup.txt"])
        # The system's certificates, as pip does: a network may have an authority of its own.
        uv = [f"{_BIN}/uv", "--system-certs", "pip"]
        run([*uv, *locked, str(requirements), "--python", python])
    except CannotStart:
        say("  uv does not do it; pip does, more slowly")
        run([*pip, *locked, str(requirements)])


def _npm(*arguments: str) -> None:
    """Run npm with the system's node, or with the one among the packages."""
    path = os.environ["PATH"]
    own = f"{_BIN}{os.pathsep}{path}"
    run(["npm", *arguments], cwd=_STATIC, path=path if _node_is_recent() else own)


def _node_is_recent() -> bool:
    node = shutil.which("node")
    if not (node and shutil.which("npm")):
        return False
    version = subprocess.check_output([node, "--version"], text=True)  # noqa: S603
    return int(version.removeprefix("v").split(".")[0]) >= _NODE_FLOOR


def _compile_translations() -> None:
    if _LOCALE.exists():
        where = ["--directory", str(_LOCALE), "--domain", "django"]
        run([f"{_BIN}/python", "-m", "babel.messages.frontend", "compile", *where])


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
