"""Search in the information model: numbers, XML names, and words in the reader's language.

The model is in memory and small, so a search looks at every entry. Accents and capitals make no
difference; every word that is asked for must be there, as the beginning of a word.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from django.urls import reverse
from django.utils.translation import get_language, gettext

from declarations.glossary import catalog
from declarations.glossary.model import Block, Glossary
from declarations.glossary.presenting import in_order, page_of

MOST: Final = 50
LONGEST: Final = 100
EXACT, IN_NAME, IN_TEXT = 3, 2, 1


@dataclass(frozen=True)
class Entry:
    """Something that can be found. `names` are its number and XML name, folded; so is `said`,
    everything that is said of it."""

    kind: str
    title: str
    number: str
    url: str
    text: str
    names: tuple[str, ...]
    said: str

    def rank(self, asked: str, words: tuple[str, ...]) -> int:
        """How well it answers: 0 not at all."""
        if asked in self.names:
            return EXACT
        # Most entries have not even the letters; only the others are taken apart.
        if not all(word in self.said for word in words):
            return 0
        if _begin(words, (*_words(self.title), *self.names)):
            return IN_NAME
        return IN_TEXT if _begin(words, _words(self.said)) else 0


def fold(text: str) -> str:
    """Small letters without accents: "Élève" is "eleve"."""
    if text.isascii():
        return text.lower()
    apart = unicodedata.normalize("NFKD", text.casefold())
    return "".join(letter for letter in apart if not unicodedata.combining(letter))


def search(query: str) -> list[Entry]:
    """What answers a question in the active language, the best first; at most `MOST`."""
    asked = fold(query[:LONGEST]).strip()
    words = _words(asked)
    if not words:
        return []
    ranked = [(entry.rank(asked, words), entry) for entry in _entries(get_language() or "")]
    found = sorted(
        (each for each in ranked if each[0]), key=lambda each: (-each[0], len(each[1].title))
    )
    return [entry for _, entry in found[:MOST]]


def entries() -> tuple[Entry, ...]:
    """Return everything that can be found, in the active language."""
    return _entries(get_language() or "")


def _begin(words: tuple[str, ...], among: tuple[str, ...]) -> bool:
    return all(any(other.startswith(word) for other in among) for word in words)


def _words(text: str) -> tuple[str, ...]:
    return tuple(re.findall(r"\w+", fold(text)))


@lru_cache(maxsize=8)
def _entries(language: str) -> tuple[Entry, ...]:
    """Everything that can be found in a language; a zone or block once, where it comes first."""
    first: dict[str, Entry] = {}
    for model in in_order():
        for entry in _of_model(model):
            first.setdefault(entry.number, entry)
    return (*first.values(), *_of_anomalies(), *_of_lists())


def _of_model(model: Glossary) -> Iterator[Entry]:
    for element in model.elements.values():
        block = isinstance(element, Block)
        kind = gettext("Block") if block else gettext("Field")
        hint = "" if isinstance(element, Block) else element.hint
        text = " ".join(filter(None, (hint, element.explanation)))
        where = f"{model.title}, {model.version}"
        yield _entry(
            kind,
            element.title,
            element.number,
            page_of(model, element),
            text or where,
            element.label,
        )


def _of_anomalies() -> Iterator[Entry]:
    for found in catalog.anomalies():
        url = reverse("anomaly", args=[found.id])
        yield _entry(gettext("Anomaly"), found.title, found.id, url, found.explanation)


def _of_lists() -> Iterator[Entry]:
    for name in catalog.CODE_LISTS:
        values = catalog.code_list(name)
        url = reverse("code_list", args=[name])
        for code, title in dict.fromkeys((code.code, code.title) for code in values.codes):
            yield _entry(gettext("Code"), title, code, url, values.title)


def _entry(kind: str, title: str, number: str, url: str, text: str, label: str = "") -> Entry:
    names = tuple(fold(name) for name in (number, label) if name)
    return Entry(kind, title, number, url, text, names, fold(" ".join((title, *names, text))))
