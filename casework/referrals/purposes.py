"""For what people are referred, and what a partner reads for it: data in `purposes.yaml`."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import yaml

FILE: Final = Path(__file__).with_name("purposes.yaml")


@dataclass(frozen=True)
class Scope:
    """What a purpose opens: answers of the assessment and kinds of points of the agreement."""

    label: str
    answers: tuple[str, ...]
    points: tuple[str, ...]

    @property
    def shares(self) -> dict[str, list[str]]:
        """Return it as it is kept with a referral."""
        return {"answers": list(self.answers), "points": list(self.points)}


PURPOSES: Final = {
    code: Scope(data["label"], tuple(data["answers"]), tuple(data["points"]))
    for code, data in yaml.safe_load(FILE.read_text("utf-8")).items()
}


def translatable_texts() -> Iterator[tuple[str, str]]:
    """Yield the names of the purposes, with the file, for the translators."""
    for scope in PURPOSES.values():
        yield scope.label, "casework/referrals/purposes.yaml"
