"""What the hiring of a worker says about the quarterly declaration."""

from collections.abc import Mapping, Sequence
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
    pay: str = "001"


KINDS: Final = {
    name: Kind(**each | {"codes": tuple(each["codes"])}) for name, each in DATA["kinds"].items()
}
# The code of ordinary pay, by worker code, where it is not 001.
PAY: Final = {code: kind.pay for kind in KINDS.values() for code in kind.codes}
PART_TIME: Final = "1"
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


def gives_hours(worker_code: str, occupation: Mapping[str, Any]) -> bool:
    """Say whether an occupation is declared with hours beside days (zone 00064)."""
    return (
        str(occupation.get("ContractType")) == PART_TIME
        or str(occupation.get("JointCommissionNbr"))[:3] in DATA["hours"]["committees"]
        or worker_code in DATA["hours"]["codes"]
    )


def ordinary_pay(worker_code: str) -> str:
    """Return the code of the ordinary pay of a worker code."""
    return PAY.get(worker_code, "001")
