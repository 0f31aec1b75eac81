"""Write letters, and make their PDF."""

import hashlib
import json
from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

from portal.binary_rows import Column
from portal.copying import copy_values, drawn, references
from portal.documents.checking import addresses
from portal.documents.codes import new_codes
from portal.documents.models import Letter, LetterFile
from portal.documents.pdf import html_of, on_paper
from portal.documents.versions import latest
from portal.exchange.actions import Happening, publish_all
from portal.law.money import Ints
from portal.people.models import Person


class Draft(NamedTuple):
    """A letter to be: to whom, under which title (English source text), and what it says."""

    person: Person
    title: str
    data: dict[str, Any]


def write_letter(person: Person, template: str, title: str, data: dict[str, Any]) -> Letter:
    """Freeze what a letter says, in the person's language, and ask for its PDF.

    `template` names a file in `templates/letters/`, of which the last version is taken. Where the
    letter is checked is frozen with it.
    """
    return write_letters(template, [Draft(person, title, data)])[0]


def write_letters(template: str, drafts: Sequence[Draft]) -> list[Letter]:
    """Write letters as `write_letter` does, many at once."""
    version, codes = latest(template), new_codes(len(drafts))
    letters = Letter.objects.bulk_create(
        Letter(
            person=person,
            template=template,
            version=version,
            language=person.language,
            title=title,
            data={**data, "check": addresses(code)},
            code=code,
        )
        for code, (person, title, data) in zip(codes, drafts, strict=True)
    )
    publish_all(Happening("letter.written", each.pk, each.person_id) for each in letters)
    return letters


def copy_letters(
    template: str,
    persons: Ints,
    languages: Sequence[str],
    titles: Iterable[str],
    data: Iterable[str],
) -> Ints:
    """Freeze letters as `write_letter` does, many at once and for workers alone; return their ids.

    `persons` are ids, `data` is what each letter says, as a JSON object. Nobody asks for their PDF:
    each is made when it is first opened.
    """
    ids, codes = drawn(Letter, len(persons)), new_codes(len(persons))
    # Where it is checked is the same but for the code.
    check = json.dumps(addresses("\0")).split(r"\u0000")
    columns: dict[str, Column] = {
        "id": ids,
        "reference": references(len(ids)),
        "person_id": persons,
        "template": template,
        "version": latest(template),
        "language": languages,
        "title": titles,
        "code": codes,
        "data": (
            f'{text[:-1]}, "check": {code.join(check)}}}'
            for code, text in zip(codes, data, strict=True)
        ),
    }
    copy_values(Letter, len(ids), columns)
    return ids


def file_of(letter: Letter) -> LetterFile:
    """Return the letter's PDF, made now if it was not yet. Made twice it is the same bytes."""
    made = LetterFile.objects.filter(letter=letter).first()
    if made:
        return made
    pdf = pdf_of(letter)
    file, _new = LetterFile.objects.get_or_create(
        letter=letter, defaults={"pdf": pdf, "sha256": hashlib.sha256(pdf).hexdigest()}
    )
    return file


def pdf_of(letter: Letter) -> bytes:
    """Make the PDF of a letter, with its seal; letters of before there were codes have none."""
    from portal.documents.sealing import Seal  # here, since it is large, and few make letters

    return on_paper(words_of(letter), Seal(letter.written_at) if letter.code else None)


def words_of(letter: Letter) -> str:
    """Return what a letter says, as HTML."""
    context = {**letter.data, "title": letter.title, "letter": letter}
    return html_of(f"{letter.template}_v{letter.version}", letter.language, context)
