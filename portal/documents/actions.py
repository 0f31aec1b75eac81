"""Write letters, and make their PDF."""

import hashlib
from typing import Any

from portal.documents.models import Letter, LetterFile
from portal.documents.pdf import render
from portal.exchange.actions import publish
from portal.people.models import Person


def write_letter(person: Person, template: str, title: str, data: dict[str, Any]) -> Letter:
    """Freeze what a letter says, in the person's language, and ask for its PDF.

    `template` names a file in `templates/letters/`; `title` is its English source text.
    """
    letter = Letter.objects.create(
        person=person, template=template, language=person.language, title=title, data=data
    )
    letter.refresh_from_db(fields=["written_at"])
    publish("letter.written", letter.pk, person=person)
    return letter


def file_of(letter: Letter) -> LetterFile:
    """Return the letter's PDF, made now if it was not yet. Made twice it is the same bytes."""
    made = LetterFile.objects.filter(letter=letter).first()
    if made:
        return made
    context = {**letter.data, "title": letter.title, "letter": letter}
    pdf = render(f"{letter.template}_v{letter.version}", letter.language, context)
    file, _new = LetterFile.objects.get_or_create(
        letter=letter, defaults={"pdf": pdf, "sha256": hashlib.sha256(pdf).hexdigest()}
    )
    return file
