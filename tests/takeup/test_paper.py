"""A letter about a right that is not used is one sheet, printed on one side."""

from datetime import date
from io import BytesIO

import pytest
from pypdf import PdfReader

from benefits.schemes import SCHEMES
from benefits.takeup.actions import TITLE
from benefits.takeup.rights import SEARCHED
from casework.demo.building import Cast
from portal.documents.actions import pdf_of, write_letter
from portal.people.models import Person

ADDRESS = "https://solida.example/me/applications/6f1c2d34-0000-4000-8000-000000000000/"


@pytest.mark.parametrize("language", ["en", "fr", "nl", "de"])
@pytest.mark.parametrize("right", SEARCHED)
def test_it_stands_on_one_page_in_each_language(cast: Cast, right: str, language: str) -> None:
    person = cast.persons["emma"]
    Person.objects.filter(pk=person.pk).update(language=language)
    person.refresh_from_db()
    household = person.household_on(date(2026, 11, 1))
    assert household
    data = {
        "name": person.full_name,
        "address": household.address,
        "scheme": right,
        "scheme_title": SCHEMES[right].title,
        "reason": SEARCHED[right].reason,
        "pay": 1_834_522,
        "missing": SEARCHED[right].missing,
        "filled_in": True,
        "granted": right == "social_energy_tariff",
        "address_of_application": ADDRESS,
        "address_of_choices": ADDRESS,
    }
    pdf = pdf_of(write_letter(person, "outreach", TITLE, data))
    assert len(PdfReader(BytesIO(pdf)).pages) == 1
