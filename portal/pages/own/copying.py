"""Make the copy of everything that is known about a person: JSON, pages to read, letters."""

import json
from collections.abc import Callable, Iterable
from datetime import date, datetime
from decimal import Decimal
from io import BytesIO
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile

import yaml
from django.core.serializers.json import DjangoJSONEncoder
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import override

from portal.dates import date_format
from portal.documents.actions import file_of
from portal.documents.models import Letter
from portal.pages.own.tables import Table, tables
from portal.people.models import Person
from portal.templatetags.solida import euros

Files = Callable[[Person], Iterable[tuple[str, bytes]]]
Rows = list[dict[str, Any]]
_FILES: list[Files] = []


def register_files(maker: Files) -> Files:
    """Register a function that gives files for the copy, each with its name."""
    _FILES.append(maker)
    return maker


@register_files
def letters(person: Person) -> Iterable[tuple[str, bytes]]:
    """Give the letters to the person, as PDF."""
    for letter in Letter.objects.filter(person=person).order_by("pk"):
        yield (
            f"letters/{letter.written_at:%Y-%m-%d}-{letter.reference}.pdf",
            bytes(file_of(letter).pdf),
        )


def copy_of(person: Person, language: str) -> bytes:
    """Return a ZIP with everything that is known about a person, and nothing about anybody else.

    `data.json` is for machines, in the words of the tables; `index.html` is for reading, in the
    language given (as "fr"); what was written or declared as a document is there as a file.
    """
    with override(language):
        told = [(table, list(map(_without(table), table.rows_of(person)))) for table in tables()]
    found = [(table, rows) for table, rows in told if rows]
    packed = BytesIO()
    with ZipFile(packed, "w", ZIP_DEFLATED) as archive:
        archive.writestr("data.json", _json(found))
        for maker in _FILES:
            for name, content in maker(person):
                archive.writestr(name, content)
        with override(language):
            archive.writestr("index.html", _page(person, found, archive.namelist()))
            archive.writestr("page.css", render_to_string("pages/copy.css"))
    return packed.getvalue()


def _without(table: Table) -> Callable[[dict[str, Any]], dict[str, Any]]:
    """Return a function that leaves out of a row what is about somebody else."""

    def clean(row: dict[str, Any]) -> dict[str, Any]:
        for name, parts in table.without.items():
            row[name] = {key: value for key, value in row[name].items() if key not in parts}
        return row

    return clean


def _json(found: list[tuple[Table, Rows]]) -> str:
    content = {
        "made_at": timezone.now(),
        "tables": {table.model._meta.label: rows for table, rows in found},
    }
    return json.dumps(content, cls=DjangoJSONEncoder, ensure_ascii=False, indent=1)


def _page(person: Person, found: list[tuple[Table, Rows]], files: list[str]) -> str:
    groups = [
        {"title": _(table.title), "rows": [_lines(table, row) for row in rows]}
        for table, rows in found
    ]
    now = timezone.localtime()
    context = {"person": person, "groups": groups, "files": files, "now": now}
    return render_to_string("pages/copy.html", context)


def _lines(table: Table, row: dict[str, Any]) -> list[dict[str, Any]]:
    """Return label and value of what stands in a row; `nested` marks what has parts."""
    choices = table.choices()
    return [
        {
            "label": _(label),
            "value": _written(row[name], choices[name], table.written.get(name, "")),
            "nested": isinstance(row[name], dict | list),
        }
        for name, label in table.told.items()
        if row[name] not in (None, "", {}, [])
    ]


def _written(value: Any, choices: dict[Any, Any], way: str) -> str:
    if way == "euros":
        return euros(value)
    if way == "hundredths":
        return str(number_format(Decimal(value) / 100, 2))
    if isinstance(value, dict | list):
        plain = json.loads(json.dumps(value, cls=DjangoJSONEncoder))
        return yaml.safe_dump(plain, allow_unicode=True, sort_keys=False)
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, datetime):
        return str(date_format(timezone.localtime(value), "DATETIME_FORMAT"))
    if isinstance(value, date):
        return str(date_format(value))
    return str(choices.get(value, value))
