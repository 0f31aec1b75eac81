"""Nothing in the project belongs to one machine, and nothing is secret."""

import re
import subprocess
from pathlib import Path

import pytest

from tests.house import project

REFUSED = {
    "a path of one machine": re.compile(
        re.escape(f"{project.BASE}/") + r"|(?<![\w.])/(?:home|Users)/\w+/|(?<![\w.])/root/\w"
    ),
    "a host of a private network": re.compile(
        r"https?://[\w.-]+\.(?:internal|intra|corp|lan|local)\b"
        r"|https?://(?:10|192\.168|172\.(?:1[6-9]|2\d|3[01]))\.\d"
        r"|https?://[^/\s\"']*(?:artifactory|nexus|pypi-proxy|npm-proxy|mirror)[\w.-]*"
    ),
    "a secret": re.compile(
        r"-----BEGIN [A-Z ]*PRIVATE KEY|\bAKIA[0-9A-Z]{16}\b|\bgh[pousr]_\w{30,}"
        r"|https?://[^/\s:@{}<>\"']+:[^/\s:@{}<>\"']+@"
    ),
}


def _files() -> list[Path]:
    """Every file of the project that git keeps, or would keep."""
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],  # noqa: S607
        cwd=project.BASE,
        capture_output=True,
        check=False,
    )
    if listed.returncode:
        pytest.skip("not a git checkout")
    paths = (project.BASE / name for name in listed.stdout.decode().split("\0") if name)
    return [path for path in paths if path.is_file()]


@pytest.mark.parametrize("what", REFUSED)
def test_no_file_holds(what: str) -> None:
    found = [
        f"{project.name(path)}: {match[0]}"
        for path in _files()
        if (match := REFUSED[what].search(path.read_bytes().decode("utf-8", "replace")))
    ]
    assert found == []


def test_lock_files_name_no_registry() -> None:
    """A package is known by its hash; from where it comes is each machine's own setting."""
    locks = [*project.BASE.glob("requirements*.txt"), *project.BASE.glob("static/*lock.json")]
    assert locks
    told = [
        f"{lock.name}: {line.strip()}"
        for lock in locks
        for line in lock.read_text("utf-8").splitlines()
        if re.search(r"--(?:extra-)?index-url|\"resolved\"|https?://.*\.(?:whl|tgz|tar\.gz)", line)
    ]
    assert told == []
