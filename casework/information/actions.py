"""Make the pages ready to be searched."""

from dataclasses import dataclass
from typing import Final

from django.conf import settings
from django.db import connection, transaction
from django.utils.translation import override

from casework.contacts.models import Contact
from casework.information.models import InformationPage, Lookup
from casework.information.pages import all_told

CONFIGURATIONS: Final = {"en": "english", "fr": "french", "nl": "dutch", "de": "german"}
INDEX: Final = """
    UPDATE casework_informationpage SET words =
        setweight(to_tsvector(%(configuration)s::regconfig, title), 'A')
        || setweight(to_tsvector(%(configuration)s::regconfig, text), 'B')
    WHERE language = %(language)s
"""


@dataclass(frozen=True)
class Source:
    """What was sought to answer somebody, and the page that answers; None: no page does."""

    sought: str
    page: InformationPage | None


def keep(contact: Contact, source: Source) -> Lookup:
    """Keep what was looked up to answer a contact, as the page then was called."""
    url, title = (source.page.url, source.page.title) if source.page else ("", "")
    return Lookup.objects.create(contact=contact, sought=source.sought, url=url, title=title)


@transaction.atomic
def make_pages() -> int:
    """Take in every page in every language, and forget those that are gone; how many there are."""
    InformationPage.objects.all().delete()
    made = 0
    for language, _name in settings.LANGUAGES:
        with override(language):
            told = [
                InformationPage(url=each.url, language=language, title=each.title, text=each.text)
                for each in all_told()
            ]
        made += len(InformationPage.objects.bulk_create(told, batch_size=1000))
        with connection.cursor() as cursor:
            asked = {"language": language, "configuration": CONFIGURATIONS[language]}
            cursor.execute(INDEX, asked)
    return made
