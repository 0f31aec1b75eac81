"""An anomaly found in one declaration, as it is shown, stored and sent."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Self

from declarations.glossary.catalog import anomaly


@dataclass(frozen=True)
class Finding:
    """An anomaly found at one place: `path` as "DimonaIn/NaturalPerson/INSS", `line` in a file."""

    code: str
    anomaly_class: str
    path: str
    value: str = ""
    line: int | None = None

    @property
    def blocking(self) -> bool:
        """Whether the declaration must be refused."""
        return self.anomaly_class == "B"

    @property
    def title(self) -> str:
        """See `Anomaly.title`."""
        return anomaly(self.code).title

    @property
    def explanation(self) -> str:
        """See `Anomaly.explanation`."""
        return anomaly(self.code).explanation

    def as_json(self) -> dict[str, str | int | None]:
        """The stored form: what was found, not its texts, which follow the reader's language."""
        return {
            "code": self.code,
            "class": self.anomaly_class,
            "path": self.path,
            "value": self.value,
            "line": self.line,
        }

    @classmethod
    def from_json(cls, stored: Mapping[str, Any]) -> Self:
        """The reverse of `as_json`."""
        return cls(
            code=stored["code"],
            anomaly_class=stored["class"],
            path=stored["path"],
            value=stored["value"],
            line=stored["line"],
        )
