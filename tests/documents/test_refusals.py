"""What a refusal says: what is refused and why, until when one can object, and no amount of what is
not paid."""

from datetime import date

import pytest
from django.test import Client

from benefits.decisions.models import Decision, DecisionOutcome
from casework.demo.building import Cast
from portal.documents.actions import words_of
from tests.payments.conftest import JOBLESS, grant
from tests.situations.cases import situations

REFUSED, MEANS = DecisionOutcome.REFUSED, "integration_income"


def refused(cast: Cast, **facts: int) -> Decision:
    """Return a refusal of unemployment benefit to Emma."""
    emma = cast.persons["emma"]
    emma.language = "en"
    emma.save(update_fields=["language"])
    told = {**JOBLESS, **facts}
    return grant(emma, "unemployment", told, date(2026, 7, 1), outcome=REFUSED)


def test_the_condition_that_does_not_hold_is_told_and_no_amount(cast: Cast) -> None:
    words = words_of(refused(cast, days_counted=311).letter)
    assert "This right is refused." in words
    assert "Why it is refused" in words
    assert "Days of work counted in the last 36 months: 311; needed: 312" in words
    assert "There are too few days of work in the reference period." in words
    assert "€" not in words
    assert "You can object on the page of this decision until" in words


def test_what_a_caseworker_refuses_lists_no_calculation(cast: Cast) -> None:
    words = words_of(refused(cast).letter)
    assert "This right is refused." in words
    assert "<table>" not in words
    assert "€" not in words


def test_what_comes_to_nothing_shows_how(cast: Cast) -> None:
    """A pension above the amount: what is refused rests on amounts, and those are told."""
    title = "A pension above the amount leaves nothing"
    told = next(each for each in situations(MEANS) if each.title == title)
    decision = grant(cast.persons["georges"], MEANS, told.facts, told.day, outcome=REFUSED)
    assert "<table>" in words_of(decision.letter)


def test_the_page_says_the_same(cast: Cast, client: Client) -> None:
    decision = refused(cast)
    client.force_login(decision.person.account)
    page = client.get(f"/me/decisions/{decision.reference}/").content.decode()
    assert "How we computed this" not in page
    assert "Nothing is paid." in page


@pytest.mark.parametrize(
    ("language", "words"),
    [("fr", "1er juillet 2026"), ("nl", "1 juli 2026"), ("de", "1. Juli 2026")],
)
def test_the_first_of_the_month_is_written_as_people_write_it(
    cast: Cast, client: Client, language: str, words: str
) -> None:
    emma = cast.persons["emma"]
    emma.language = language
    emma.save(update_fields=["language"])
    decision = grant(emma, "unemployment", JOBLESS, date(2026, 7, 1))
    assert words in words_of(decision.letter)
    client.force_login(emma.account)
    client.cookies["django_language"] = language
    assert words in client.get(f"/me/decisions/{decision.reference}/").content.decode()
