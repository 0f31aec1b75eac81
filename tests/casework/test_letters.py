"""Letters of templates: fixed words in four languages, parts that a caseworker writes."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils.translation import override

from casework.cases.models import Case
from casework.letters.actions import send_letter
from casework.letters.forms import LABELS
from casework.letters.models import CaseLetter
from casework.letters.texts import LANGUAGES, Text, _template, letter_templates
from portal.access.models import Capacity
from portal.documents.actions import file_of, words_of
from portal.people.models import Person
from tests.casework.conftest import SignIn

LATER = {"why": "Wij wachten op uw werkgever.", "day": "1 februari 2027"}


def url(case: Case, template: str = "later") -> str:
    return reverse("case_letter_write", args=[case.reference, template])


@pytest.mark.parametrize("template", letter_templates().values(), ids=lambda each: each.code)
def test_each_letter_is_whole_in_each_language(template: Any) -> None:
    assert set(template.texts) == set(LANGUAGES)
    assert set(template.parts) <= set(LABELS)
    bodies = {len(text.body) for text in template.texts.values()}
    assert len(bodies) == 1
    titles = {text.title for text in template.texts.values()}
    assert len(titles) == len(LANGUAGES)


def test_a_letter_with_other_parts_in_a_language_is_refused() -> None:
    whole = {"title": "T", "body": [{"part": "text", "starts": ""}]}
    entry = {"parts": {"text": 9}, **dict.fromkeys(LANGUAGES, whole)}
    assert isinstance(_template("x", entry).in_language("fr"), Text)
    with pytest.raises(ValueError, match="not the same"):
        _template("x", entry | {"de": {"title": "T", "body": ["Fixed."]}})


def test_it_is_chosen_edited_shown_in_the_persons_language_and_sent(
    at_desk: Client, case: Case, sign_in: SignIn
) -> None:
    chosen = at_desk.post(
        reverse("case_letter_choose", args=[case.reference]), {"template": "later"}
    )
    assert chosen["Location"] == url(case)
    form = at_desk.get(url(case)).content.decode()
    assert "We wachten op een antwoord van een andere instelling." in form  # Emma reads Dutch
    preview = at_desk.post(url(case), LATER).content.decode()
    assert "Ons antwoord vraagt meer tijd" in preview
    assert "Wij wachten op uw werkgever." in preview
    assert not CaseLetter.objects.exists()
    page = at_desk.post(url(case), {**LATER, "confirm": "1"}, follow=True).content.decode()
    assert "The letter is sent." in page
    assert "Letter: Ons antwoord vraagt meer tijd" in page  # the timeline
    me = sign_in("emma@family.example").get(reverse("me")).content.decode()
    assert "Ons antwoord vraagt meer tijd" in me


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_paper_says_the_fixed_words_and_the_parts(
    case: Case, marie: Capacity, language: str
) -> None:
    Person.objects.filter(pk=case.person.pk).update(language=language)
    template = letter_templates()["later"]
    sent = send_letter(case, marie, template, LATER)
    words = words_of(sent.letter)
    with override(language):
        assert f'<p class="sender">{case.office}</p>' in words
    assert f'lang="{language}"' in words
    assert "Wij wachten op uw werkgever." in words
    for fixed in template.in_language(language).body:
        if isinstance(fixed, str):
            assert fixed.split("'")[0] in words
    assert bytes(file_of(sent.letter).pdf).startswith(b"%PDF")


def test_nothing_but_the_parts_can_be_changed(at_desk: Client, case: Case) -> None:
    sent = {**LATER, "confirm": "1", "subject": "You owe us money", "office": "Nobody"}
    at_desk.post(url(case), sent)
    letter = CaseLetter.objects.get().letter
    assert "You owe us money" not in words_of(letter)
    assert letter.data["office"] == "Rijksdienst voor Arbeidsvoorziening (RVA)"


@pytest.mark.parametrize(
    "wrong", [{"why": ""}, {"day": "x" * 41}, {"why": "x" * 1001}], ids=["empty", "long", "longer"]
)
def test_parts_are_written_and_not_too_long(
    at_desk: Client, case: Case, wrong: dict[str, str]
) -> None:
    page = at_desk.post(url(case), {**LATER, **wrong, "confirm": "1"})
    assert set(page.context["form"].errors) == set(wrong)
    assert not CaseLetter.objects.exists()


def test_sent_twice_it_goes_out_once(at_desk: Client, case: Case) -> None:
    for _ in range(2):
        at_desk.post(url(case), {**LATER, "confirm": "1"})
    assert CaseLetter.objects.count() == 1


def test_only_who_holds_the_case_writes(
    beside: Client, case: Case, sign_in: SignIn, hilde: Capacity
) -> None:
    assert beside.post(url(case), {**LATER, "confirm": "1"}).status_code == 409
    assert sign_in("hilde@fund.example").get(url(case)).status_code == 404
    assert beside.get(url(case, "threat")).status_code == 404
    assert not CaseLetter.objects.exists()
