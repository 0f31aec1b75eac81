"""An institution is called by its name in the language of who reads."""

import re

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse
from django.utils.translation import override

from casework.demo.building import CAST, Cast
from portal.access.models import User
from portal.people.models import Institution


@pytest.mark.parametrize("code", CAST["institutions"])
def test_each_of_the_cast_has_a_name_in_each_language(code: str) -> None:
    names = CAST["institutions"][code]["names"]
    assert {"en", *names} == {language for language, _name in settings.LANGUAGES}


def test_a_language_without_a_name_reads_the_one_that_there_is() -> None:
    office = Institution(name="Office", names={"nl": "Kantoor"})
    read = []
    for language in ("nl", "fr", "en"):
        with override(language):
            read.append(str(office))
    assert read == ["Kantoor", "Office", "Office"]


def test_no_template_takes_the_name_of_one_language() -> None:
    named = re.compile(r"\b(institution|office)\.name\b")
    templates = (settings.BASE_DIR / "templates").rglob("*.*")
    assert [each.name for each in templates if named.search(each.read_text("utf-8"))] == []


def test_pages_say_it_in_the_language_of_who_reads(cast: Cast, client: Client) -> None:
    client.force_login(User.objects.get(email="alice@welfare.example"))
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "de"
    page = client.get(reverse("reports")).content.decode()
    assert "Öffentliches Sozialhilfezentrum Löwen" in page
    assert "Public centre for social welfare of Leuven" not in page
