"""What the hiring of a worker says about the quarterly declaration."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import yaml

DATA: Final[dict[str, Any]] = yaml.safe_load(
    Path(__file__).with_name("defaults.yaml").read_text("utf-8")
)


@dataclass(frozen=True)
class Kind:
    """How a Dimona worker type is declared: see the data file."""

    codes: tuple[str, ...]
    student: bool = False
    together: bool = False


KINDS: Final = {
    name: Kind(tuple(each["codes"]), each.get("student", False), each.get("together", False))
    for name, each in DATA["kinds"].items()
}
STUDENT_CODES: Final = frozenset(
    code for kind in KINDS.values() if kind.student for code in kind.codes
)


def classes_of(worker_type: str, joint_committee: str) -> Sequence[str]:
    """Return the employer classes of a worker type in a sector; empty where it must be asked."""
    own: dict[str, list[str]] = DATA["classes_of_kind"].get(worker_type, {})
    shared: dict[str, list[str]] = DATA["classes"]
    return own.get(joint_committee) or shared.get(joint_committee, [])


def the_one(codes: Sequence[str]) -> str:
    """Return the code that stands alone; empty where there are several or none."""
    return codes[0] if len(codes) == 1 else ""
