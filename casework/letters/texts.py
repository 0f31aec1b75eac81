"""Letters that a caseworker writes: data in four languages, of which marked parts are edited."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Final

import yaml

DATA: Final = Path(__file__).with_name("templates.yaml")
LANGUAGES: Final = ("en", "fr", "nl", "de")


@dataclass(frozen=True)
class Text:
    """A letter in one language: its title, and paragraphs, each fixed or the name of a part."""

    title: str
    body: tuple[str | Mapping[str, str], ...]

    @property
    def starts(self) -> dict[str, str]:
        """Return what stands in each part to begin with."""
        return {each["part"]: each["starts"] for each in self.body if not isinstance(each, str)}

    def filled(self, parts: Mapping[str, str]) -> list[dict[str, Any]]:
        """Return the paragraphs as a letter says them: {text, own}, `own` what a person wrote."""
        return [
            {"text": each, "own": False}
            if isinstance(each, str)
            else {"text": parts[each["part"]], "own": True}
            for each in self.body
        ]


@dataclass(frozen=True)
class LetterTemplate:
    """A letter that can be written: its parts with how long each may be, its text by language."""

    code: str
    parts: Mapping[str, int]
    texts: Mapping[str, Text]

    def in_language(self, language: str) -> Text:
        """Return its text in a language of the portal."""
        return self.texts[language]


@cache
def letter_templates() -> Mapping[str, LetterTemplate]:
    """Return the letters by their codes. Raises `ValueError` where languages have other parts."""
    data: dict[str, Any] = yaml.safe_load(DATA.read_text("utf-8"))
    return {code: _template(code, entry) for code, entry in data.items()}


def _template(code: str, entry: dict[str, Any]) -> LetterTemplate:
    texts = {
        language: Text(entry[language]["title"], tuple(entry[language]["body"]))
        for language in LANGUAGES
    }
    if any(list(text.starts) != list(entry["parts"]) for text in texts.values()):
        raise ValueError(f"{code}: the parts are not the same in each language")
    return LetterTemplate(code, entry["parts"], texts)
