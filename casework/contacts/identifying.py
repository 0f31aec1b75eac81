"""Is the one who calls who they say? Facts that the person knows, compared in the database.

Whoever asks does not see the facts, and of answers that do not fit not even which ones.
"""

import json
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import yaml
from django.db import connection

from casework.contacts.models import Channel

_TABLE: Final[dict[str, Any]] = yaml.safe_load(
    Path(__file__).with_name("checks.yaml").read_text("utf-8")
)
OWN: Final = frozenset(_TABLE["own"])


@dataclass(frozen=True)
class Checks:
    """What can be asked through a channel, and how much of it must fit."""

    ask: tuple[str, ...]
    right: int
    wrong: int
    own: int

    def enough(self, asked: Collection[str], passed: Collection[str]) -> bool:
        """Say whether what fits is enough."""
        fits = set(passed)
        return (
            len(fits) >= self.right
            and len(set(asked) - fits) <= self.wrong
            and len(fits & OWN) >= self.own
        )


# What is written on the portal is written by who signed in.
CHECKS: Final = {
    Channel(name): Checks(tuple(data["ask"]), data["right"], data["wrong"], data["own"])
    for name, data in _TABLE["channels"].items()
}


def fitting(number: str, said: Mapping[str, str]) -> tuple[int | None, list[str]]:
    """Return who has or had a national number (the id), and the codes of what fits them.

    `said` are answers by code, in the form in which `fitting_facts` has them.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM fitting_facts(%s, %s)", [number, json.dumps(dict(said))])
        person, fits = cursor.fetchone() or (None, [])
    return person, sorted(fits)
