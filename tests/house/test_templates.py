"""Templates: none unused, nothing inline that the policy refuses, every word translatable."""

import re
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path

import pytest
from django.template.base import Lexer, TokenType
from django.template.utils import get_app_template_dirs

from tests.house import project

ERROR_PAGES = {"400.html", "403.html", "403_csrf.html", "404.html", "429.html", "500.html"}
NAMED = re.compile(r"""["']([\w./-]+)["']""")
LETTER = re.compile(r"letters/(\w+?)(?:_v\d+)?\.html")
SPOKEN = ("alt", "aria-label", "content", "placeholder", "title")
ATTRIBUTE = re.compile(r'[\w-]+="[^"]*"')  # a block that stands within a tag of its parent
LETTERS = re.compile(r"[^\W\d_]{2}")
FOR_MACHINES = {"style", "script", "pre", "code", "kbd"}
# Not words of a language: names of formats.
SAME_EVERYWHERE = {"PDF", "IBAN", "BIC"}

PAGES = [path for path in project.templates() if path.suffix == ".html"]
# A letter is set on paper from a page of its own, which no browser opens.
BROWSED = [path for path in PAGES if "letters" not in path.parts]


def test_each_template_is_used() -> None:
    """Rendered by a view or a tag, extended or included by another, or known to a package.

    A letter is named without its version, which the database keeps.
    """
    sources = [*project.live_code(), *project.templates()]
    named = {
        found
        for path in sources
        for found in NAMED.findall(path.read_text("utf-8"))
        if path.relative_to(project.BASE).as_posix() != f"templates/{found}"
    }
    unused = [
        name
        for path in project.templates()
        if (name := path.as_posix().split("/templates/", 1)[1]) not in named | ERROR_PAGES
        and LETTER.sub(r"\1", name) not in named
        and not _overrides(name)
    ]
    assert unused == []


def _overrides(name: str) -> bool:
    """Whether a package that the portal uses has a template of that name."""
    folders = (Path(folder) for folder in get_app_template_dirs("templates"))
    return any((f / name).exists() for f in folders if f != project.BASE / "templates")


INCLUDE = re.compile(r'{% include "([^"]+)"(.*?)%}', re.DOTALL)
TOKEN = "csrf_token"


def test_forms_of_a_template_that_is_included_alone_have_their_token() -> None:
    """What is included with `only` knows nothing of the page: a browser's form would be refused."""
    sources = {
        path.as_posix().split("/templates/", 1)[1]: path.read_text("utf-8") for path in PAGES
    }
    with_forms = {name for name, source in sources.items() if f"{{% {TOKEN} %}}" in source}
    included = {name: set(INCLUDE.findall(source)) for name, source in sources.items()}
    while more := {
        name
        for name, inner in included.items()
        if name not in with_forms and any(each in with_forms for each, _given in inner)
    }:
        with_forms |= more
    without = [
        (name, each)
        for name, inner in included.items()
        for each, given in inner
        if each in with_forms and given.split()[-1:] == ["only"] and TOKEN not in given
    ]
    assert without == []


class Page(HTMLParser):
    """A template as HTML: what a reader sees or hears, and what a browser would refuse."""

    def __init__(self, source: str) -> None:
        super().__init__()
        self.words: list[str] = []
        self.refused: list[str] = []
        self._machine = 0
        self.feed(source)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Take note of spoken and of refused attributes."""
        given = dict(attrs)
        if tag == "style" or (tag == "script" and "src" not in given):
            self.refused.append(f"<{tag}>")
        self._machine += tag in FOR_MACHINES
        self.refused += [name for name in given if name == "style" or name.startswith("on")]
        if tag == "meta":
            return
        self._hear(*(given.get(name) or "" for name in SPOKEN))

    def handle_endtag(self, tag: str) -> None:
        """Listen again after what a machine reads."""
        self._machine -= tag in FOR_MACHINES

    def handle_data(self, data: str) -> None:
        """Take note of text."""
        if not self._machine:
            self._hear(data)

    def _hear(self, *texts: str) -> None:
        said = (ATTRIBUTE.sub("", text).strip() for text in texts)
        self.words += [s for s in said if LETTERS.search(s) and s not in SAME_EVERYWHERE]


def _markup(path: Path) -> Page:
    return Page("".join(_outside_translations(path.read_text("utf-8"))))


def _outside_translations(source: str) -> Iterator[str]:
    shut = ""
    for token in Lexer(source).tokenize():
        word = token.contents.split()[0] if token.token_type == TokenType.BLOCK else ""
        if shut:
            shut = "" if word == shut else shut
        elif word in {"comment", "blocktranslate", "blocktrans"}:
            shut = f"end{word}"
        elif token.token_type == TokenType.TEXT:
            yield token.contents


@pytest.mark.parametrize("path", PAGES, ids=project.name)
def test_every_word_can_be_translated(path: Path) -> None:
    assert _markup(path).words == []


@pytest.mark.parametrize("path", BROWSED, ids=project.name)
def test_nothing_inline_that_the_content_policy_refuses(path: Path) -> None:
    assert _markup(path).refused == []
