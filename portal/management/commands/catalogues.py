"""`manage.py catalogues`: collect every text of the portal into the translators' catalogues.

Babel reads the Python files, and the templates once Django has made Python of them. Texts that
stand in data files (names of zones, anomalies, articles of law) are told by the room that owns
them. What is translated stays, what is no longer said goes, and no date or line number makes a
difference between two runs.
"""

import argparse
import re
from collections.abc import Iterable, Iterator
from io import BytesIO
from pathlib import Path
from typing import Any

from babel.messages.catalog import Catalog
from babel.messages.extract import extract
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po
from django.apps import apps
from django.conf import settings
from django.core.management.base import BaseCommand
from django.utils.module_loading import import_string
from django.utils.translation import templatize

ROOTS = ("portal", "declarations", "benefits", "casework", "templates")
# What these packages say stands in no catalogue of their own.
PACKAGES = ("crispy_forms_gds",)
# The sign-in package says these to "je" and to "du"; the portal says "u" and "Sie".
FAMILIAR = (
    "Be patient, you are sending too many requests.",
    "Forgotten your password? Enter your email address below, and we'll send you an email"
    " allowing you to reset it.",
    "Please contact us if you have any trouble resetting your password.",
    "Successfully signed in as %(name)s.",
    "The email address and/or password you specified are not correct.",
    "Too many failed login attempts. Try again later.",
    "We have sent you an email. If you have not received it please check your spam folder."
    " Otherwise contact us if you do not receive it in a few minutes.",
    "You have signed out.",
)
# By name, because this floor knows none above it.
DATA_TEXTS = (
    "portal.pages.own.tables.translatable_texts",
    "declarations.glossary.catalog.translatable_texts",
    "declarations.wages.contributions.facts.translatable_texts",
    "declarations.wages.drafting.calendar.translatable_texts",
    "benefits.schemes.translatable_texts",
    "casework.plans.profiling.questionnaire.translatable_texts",
    "casework.referrals.purposes.translatable_texts",
    "casework.training.exercises.translatable_texts",
)
SHAPES: dict[str, Any] = {  # where a call has its text, its plural and its context ("c")
    "gettext": (1,),
    "ngettext": (1, 2),
    "pgettext": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
}
KEYWORDS = {
    **SHAPES,
    **{f"{name}_lazy": shape for name, shape in SHAPES.items()},
    "_": (1,),
    "gettext_noop": (1,),
}
KEY = re.compile(r"""(?<=[\w)\]])\["[^"\n]*"\]""")
HEADER = r"""msgid ""
msgstr ""
"Language: {language}\n"
"Content-Type: text/plain; charset=utf-8\n"
"Plural-Forms: {plurals}\n"

"""


class Command(BaseCommand):
    """Safe to repeat: a second run changes no byte."""

    help = "Collect the texts of the portal into portal/locale/*/LC_MESSAGES/django.po."

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        """Offer `--compile`."""
        parser.add_argument("--compile", action="store_true", help="write the .mo files as well")

    def handle(self, *args: Any, **options: Any) -> None:
        """Write the catalogue of each language and say what it lacks."""
        texts = collect()
        for language in languages():
            catalogue = merge(texts, language)
            write(catalogue)
            if options["compile"]:
                with path_of(language).with_suffix(".mo").open("wb") as file:
                    write_mo(file, catalogue)
            missing = sum(not all(strings(message.string)) for message in catalogue if message.id)
            self.stdout.write(f"{language}: {len(catalogue)} texts, {missing} not translated")


def languages() -> list[str]:
    """Return the languages that have a catalogue: all but the one that the texts are written in."""
    return [code for code, _name in settings.LANGUAGES if code != settings.LANGUAGE_CODE]


def path_of(language: str) -> Path:
    """Return where the catalogue of a language stands."""
    return Path(settings.LOCALE_PATHS[0], language, "LC_MESSAGES", "django.po")


def read(language: str) -> Catalog:
    """Return the catalogue of a language as it stands; empty where there is none."""
    path = path_of(language)
    return read_po(path.open("rb") if path.exists() else BytesIO(), locale=language)


def write(catalogue: Catalog) -> None:
    """Write a catalogue, sorted, with the files but not the lines where a text is said."""
    language = str(catalogue.locale)
    path = path_of(language)
    path.parent.mkdir(parents=True, exist_ok=True)
    header = HEADER.format(language=language, plurals=catalogue.plural_forms)
    with path.open("wb") as file:
        file.write(header.encode())
        write_po(
            file, catalogue, width=100, omit_header=True, sort_output=True, include_lineno=False
        )


def collect() -> Catalog:
    """Return every text that the portal can say, without translations."""
    texts = Catalog()
    for where, text, context in sorted(_said(), key=lambda said: said[0]):
        texts.add(text, locations=[(where, 1)], context=context)
    return texts


def merge(texts: Catalog, language: str) -> Catalog:
    """Return the texts with what the catalogue of the language has for each."""
    standing = read(language)
    merged = Catalog(locale=language)
    for text in texts:
        if text.id:
            known = standing.get(text.id, text.context)
            same = known is not None and known.pluralizable == text.pluralizable
            merged.add(
                text.id,
                known.string if known and same else None,
                text.locations,
                known.flags if known and same else (),
                context=text.context,
            )
    return merged


def strings(translation: str | Iterable[str] | None) -> tuple[str, ...]:
    """Return the forms of a translation: one, or one for each plural."""
    return (translation or "",) if isinstance(translation, str | None) else tuple(translation)


def _said() -> Iterator[tuple[str, Any, str | None]]:
    """Every text with the name of its file and its context."""
    for folder in _folders():
        for path in folder.rglob("*"):
            if path.suffix in {".py", ".html", ".txt"}:
                where = path.relative_to(folder.parent).as_posix()
                for _line, text, _comments, context in extract("python", _python(path), KEYWORDS):
                    yield where, text, context
    for text in FAMILIAR:
        yield "allauth", text, None
    for name in DATA_TEXTS:
        for text, location in import_string(name)():
            yield location.split(":")[0], text, None


def _folders() -> list[Path]:
    own = [Path(settings.BASE_DIR, root) for root in ROOTS]
    return own + [Path(apps.get_app_config(package).path) for package in PACKAGES]


def _python(path: Path) -> BytesIO:
    """Return a file as Python; of a template only the texts, without its indentation.

    The key in `gettext(row["label"])` is no text, but Babel would take it for one.
    """
    source = path.read_text("utf-8")
    if path.suffix == ".py":
        source = KEY.sub("[0]", source)
    else:
        source = "\n".join(line.strip() for line in templatize(source).splitlines())
    return BytesIO(source.encode())
