"""Every text is there in every language, whole, with its placeholders, and not left in English."""

import ast
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
import yaml
from babel.messages.catalog import Catalog, Message
from django.utils import translation

from portal.management.commands import catalogues
from tests.house import project

LANGUAGES = ("fr", "nl", "de")
PLACEHOLDER = re.compile(r"%(?:\([^)]*\))?[a-z%]|\{[^}]*\}|</?[a-z][^>]*>")

SAME = yaml.safe_load(Path(__file__).with_name("same_words.yaml").read_text("utf-8"))


@cache
def _texts() -> Catalog:
    return catalogues.collect()


@cache
def _catalogue(language: str) -> Catalog:
    return catalogues.read(language)


def _pairs(language: str) -> Iterator[tuple[tuple[str, ...], Message]]:
    """Each text that the portal says with its translation; an empty message where there is none."""
    for text in _texts():
        if text.id:
            translated = _catalogue(language).get(text.id, text.context) or Message(text.id)
            yield catalogues.strings(text.id), translated


@pytest.mark.parametrize("language", LANGUAGES)
def test_nothing_is_missing(language: str) -> None:
    missing = [
        ids[0]
        for ids, message in _pairs(language)
        if message.fuzzy or not all(catalogues.strings(message.string))
    ]
    assert missing == [], "run `manage.py catalogues` and translate these"


@pytest.mark.parametrize("language", LANGUAGES)
def test_nothing_is_left_over(language: str) -> None:
    """A second collection changes nothing."""
    said = {(text.id, text.context) for text in _texts()}
    kept = {(message.id, message.context) for message in _catalogue(language)}
    assert kept - said == set(), "run `manage.py catalogues`"


@pytest.mark.parametrize("language", LANGUAGES)
def test_placeholders_and_tags_are_kept(language: str) -> None:
    lost = []
    for ids, message in _pairs(language):
        for number, said in enumerate(catalogues.strings(message.string)):
            wanted = sorted(PLACEHOLDER.findall(ids[min(number, len(ids) - 1)]))
            if said and sorted(PLACEHOLDER.findall(said)) != wanted:
                lost.append(said)
    assert lost == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_nothing_is_left_in_english(language: str) -> None:
    copies = {
        ids[0]
        for ids, message in _pairs(language)
        if ids == catalogues.strings(message.string) and _has_words(ids[0])
    }
    assert copies == set(SAME[language]) & {ids[0] for ids, _message in _pairs(language)}


def _has_words(text: str) -> bool:
    return bool(re.search(r"[^\W\d_]{2}", PLACEHOLDER.sub("", text).replace("PDF", "")))


def test_french_typography() -> None:
    """A sign that is high stands after a space that does not break, and so do the guillemets."""
    wrong = [
        said
        for _ids, message in _pairs("fr")
        for said in catalogues.strings(message.string)
        if re.search(r" [:;?!»]|« |[^\W\d_][;?!](?!\w)|[a-zé]: ", said)
    ]
    assert wrong == []


def test_the_rooms_tell_their_texts() -> None:
    """Each `translatable_texts` that a room defines is collected."""
    told = {
        f"{project.module(path)}.{node.name}"
        for path in project.live_code()
        for node in project.tree(path).body
        if isinstance(node, ast.FunctionDef) and node.name == "translatable_texts"
    }
    assert told == set(catalogues.DATA_TEXTS)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_portal_speaks_the_language(language: str) -> None:
    """The compiled catalogue is found, and says what the readable one says."""
    translated = _catalogue(language).get("Tell us once.")
    assert translated is not None
    with translation.override(language):
        assert translation.gettext("Tell us once.") == translated.string
