"""How is work? Staff answer once, and the database holds sums alone."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from casework.demo.building import Cast
from casework.measures.catalog import LEAST
from casework.surveys.actions import SurveyRefusedError, answer, digest, open_survey
from casework.surveys.models import Survey, SurveyCount, SurveyToken
from casework.surveys.queries import results
from casework.surveys.questions import QUESTIONS
from portal.access.models import Capacity, CapacityKind, User
from portal.people.models import Institution, Person
from tests.casework.conftest import SignIn, caseworker
from tests.casework.test_contacts import words

AGREE = dict.fromkeys(QUESTIONS, 5)


@pytest.fixture
def survey(cast: Cast) -> Survey:
    """Hugo asks the caseworkers of the unemployment office."""
    hugo = Capacity.objects.get(kind=CapacityKind.SUPERVISOR)
    return open_survey(hugo, timezone.localdate() + timedelta(days=7))


@pytest.fixture
def above(sign_in: SignIn) -> Client:
    """Hugo's browser."""
    return sign_in("hugo@unemployment.example")


def colleagues(office: Institution, many: int) -> list[Capacity]:
    return [
        Capacity.objects.create(
            user=User.objects.create_user(
                f"colleague{number}@office.example",
                person=Person.objects.create(first_name="Colleague", last_name=f"Nr {number}"),
            ),
            kind=CapacityKind.CASEWORKER,
            institution=office,
            since="2020-01-01",
        )
        for number in range(many)
    ]


def closed(survey: Survey) -> None:
    Survey.objects.filter(pk=survey.pk).update(closes=timezone.localdate() - timedelta(days=1))


def test_asked_on_a_page_and_answered_once(above: Client, at_desk: Client, cast: Cast) -> None:
    assert "Nothing is asked today" in words(at_desk.get(reverse("survey")))
    above.post(reverse("surveys"), {"days": "7"})
    assert "A survey is open until" in words(above.get(reverse("surveys")))
    above.post(reverse("surveys"), {"days": "7"})
    assert Survey.objects.count() == 1
    assert "My work helps people." in words(at_desk.get(reverse("survey")))
    assert "Choose one of the five." in words(at_desk.post(reverse("survey"), {"load": "3"}))
    given: dict[str, Any] = dict.fromkeys(QUESTIONS, "4")
    assert "Thank you." in words(at_desk.post(reverse("survey"), given, follow=True))
    again = at_desk.post(reverse("survey"), given, follow=True)
    assert "You answered this survey already." in words(again)
    assert set(SurveyCount.objects.values_list("people", flat=True)) == {1}


def test_no_row_says_who_said_what(survey: Survey, marie: Capacity, tom: Capacity) -> None:
    answer(survey, marie, AGREE)
    answer(survey, tom, AGREE)
    assert SurveyCount.objects.count() == len(QUESTIONS)  # sums, not answers
    assert set(SurveyCount.objects.values_list("people", flat=True)) == {2}
    columns = {field.name for field in SurveyCount._meta.get_fields()}
    assert columns == {"id", "survey", "question", "score", "people"}
    kept = set(SurveyToken.objects.values_list("digest", flat=True))
    assert kept == {digest(survey, marie), digest(survey, tom)}
    assert not any(str(marie.user_id) == each for each in kept)


def test_a_group_that_is_too_small_stays_hidden_and_so_does_an_open_survey(
    survey: Survey, marie: Capacity, above: Client, cast: Cast
) -> None:
    office = survey.office
    staff = colleagues(office, LEAST)
    for each in staff[:-1]:
        answer(survey, each, AGREE)
    closed(survey)
    assert results(office) == {}
    Survey.objects.update(closes=timezone.localdate())
    answer(survey, staff[-1], AGREE | {"load": 1})
    assert results(office) == {}  # while it is open, each new answer would show in the sums
    closed(survey)
    assert results(office)[survey.pk]["load"] == {5: LEAST - 1, 1: 1}
    page = words(above.get(reverse("surveys")))
    assert "I can do my work in the time that I have. 4 0 0 0 1" in page


def test_it_is_for_the_staff_of_the_office_until_the_day(
    survey: Survey, marie: Capacity, sign_in: SignIn
) -> None:
    with pytest.raises(SurveyRefusedError):
        answer(survey, caseworker("Ines"), AGREE)
    assert "Nothing is asked today" in words(sign_in("ines@fund.example").get(reverse("survey")))
    closed(survey)
    with pytest.raises(SurveyRefusedError):
        answer(survey, marie, AGREE)
    with pytest.raises(SurveyRefusedError):
        open_survey(marie, timezone.localdate())


@pytest.mark.django_db
def test_the_web_comes_to_no_sum_and_no_token() -> None:
    with connection.cursor() as cursor:
        for table in ("casework_surveycount", "casework_surveytoken"):
            cursor.execute(
                "SELECT has_any_column_privilege('solida_web', %s::regclass, %s)",
                [table, "SELECT, INSERT, UPDATE"],
            )
            assert cursor.fetchone() == (False,)
