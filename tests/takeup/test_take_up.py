"""Who does not take up a right: found, listed, written to, and what came of it counted."""

from datetime import timedelta
from io import StringIO
from typing import Any

import pytest
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone, translation

from benefits.claims.actions import submit
from benefits.claims.models import Claim
from benefits.claims.statuses import ClaimStatus
from benefits.decisions.models import DecisionOutcome
from benefits.granting.actions import wish
from benefits.granting.models import Way
from benefits.takeup.actions import recount, write_to_all
from benefits.takeup.models import Outreach, TakeUpFigure, Unclaimed
from casework.cases.actions import decide_case, take
from casework.demo.building import Cast
from portal.access.models import AccessLine, Capacity, CapacityKind, Purpose, User
from portal.documents.actions import file_of, words_of
from portal.exchange.actions import move_outbox
from portal.people.models import Person
from tests.granting.test_everyone import hold
from tests.granting.test_page import text
from tests.granting.test_supplements import ask, decide
from tests.hiring.declaring import today
from tests.takeup.conftest import CHILDREN, INCOME, declare, found, search

INES, OLIVIER = "ines@fund.example", "olivier@children.example"


def browser(email: str) -> Client:
    client = Client()
    client.force_login(User.objects.get(email=email))
    return client


def official(email: str = INES) -> Capacity:
    return Capacity.objects.get(user__email=email, kind=CapacityKind.CASEWORKER)


def reach(scheme: str = INCOME, region: int = 0) -> None:
    write_to_all(official(INES if scheme == INCOME else OLIVIER), scheme, region)
    move_outbox()


def test_who_earns_little_is_found_with_the_reason_and_what_is_missing(alone: Cast) -> None:
    search()
    assert found() == [("Lucas", CHILDREN), ("Lucas", INCOME)]
    page = text(browser(INES).get(reverse("unclaimed")))
    assert "Lucas Dubois" in page
    assert "33,816.40" in page
    assert "Other taxable income of the household" in page


def test_a_search_after_a_search_finds_nobody_twice(alone: Cast) -> None:
    search()
    search(size=1000)
    assert found() == [("Lucas", CHILDREN), ("Lucas", INCOME)]


def test_for_a_child_who_has_the_base_the_supplement_is_searched_for(alone: Cast) -> None:
    """Until the income of the family is known."""
    hold()
    search()
    assert found() == [("Lucas", CHILDREN), ("Lucas", INCOME)]


def test_a_supplement_that_was_looked_at_is_not_searched_for(alone: Cast) -> None:
    hold()
    child = alone.persons["lina"]
    lucas = Client()
    lucas.force_login(alone.persons["lucas"].account)
    claim = ask(lucas, child)
    decide(claim)
    Claim.objects.filter(pk=claim.pk).update(submitted_at=timezone.now() - timedelta(days=500))
    search()
    assert found() == [("Lucas", INCOME)]


def test_with_a_second_income_nobody_is_found(alone: Cast) -> None:
    alone.persons["emma"].memberships.update(until=None)
    declare(alone, "builder")
    search()
    assert found() == []


def test_without_declared_pay_nobody_is_found(cast: Cast) -> None:
    """Of whom no employer tells, nothing is probable."""
    search()
    assert found() == []


@pytest.mark.parametrize(("way", "expected"), [(Way.LEAVE, []), (Way.ASK, [INCOME])])
def test_who_wants_nothing_looked_at_is_not_searched_for(
    alone: Cast, way: Way, expected: list[str]
) -> None:
    wish(alone.persons["lucas"], "", way)
    search()
    assert [scheme for _name, scheme in found() if scheme == INCOME] == expected


def test_who_says_no_after_the_search_gets_no_letter_and_is_no_longer_listed(alone: Cast) -> None:
    search()
    wish(alone.persons["lucas"], INCOME, Way.LEAVE)
    assert "Nobody to write to" in text(browser(INES).get(reverse("unclaimed")))
    reach()
    assert not Outreach.objects.exists()


def test_a_letter_goes_once_with_an_application_that_is_filled_in(alone: Cast) -> None:
    search()
    reach()
    reach()
    lucas = alone.persons["lucas"]
    written = Outreach.objects.get(unclaimed__person=lucas)
    claim = Claim.objects.get(person=lucas, scheme=INCOME)
    assert claim.status == ClaimStatus.DRAFT
    assert claim.known["year_pay"]["value"] > 0
    words = words_of(written.letter)
    assert str(claim.reference) in words
    assert "33" in words
    assert bytes(file_of(written.letter).pdf).startswith(b"%PDF")
    page = text(browser("lucas@family.example").get(reverse("me")))
    assert "Increased reimbursement of health care, on income" in page
    assert "We put this application here and filled in what we know" in page
    assert "You began this application" not in page


def test_the_letter_of_a_parent_brings_an_application_for_each_child(alone: Cast) -> None:
    search()
    reach(CHILDREN)
    children = Claim.objects.filter(person=alone.persons["lucas"], scheme=CHILDREN)
    assert set(children.values_list("child__first_name", flat=True)) == {"Noah", "Lina"}
    assert Outreach.objects.count() == 1


@pytest.mark.parametrize("language", ["en", "fr", "nl", "de"])
def test_the_letter_is_written_in_the_language_of_the_person(alone: Cast, language: str) -> None:
    Person.objects.filter(pk=alone.persons["lucas"].pk).update(language=language)
    search()
    reach()
    letter = Outreach.objects.get().letter
    assert letter.language == language
    with translation.override(language):
        assert translation.gettext("Why we write to you") in words_of(letter)


def test_what_came_of_it_is_counted_from_the_rows(alone: Cast) -> None:
    search()
    assert counted() == (1, 0, 0, 0)
    reach()
    assert counted() == (1, 1, 0, 0)
    claim = Claim.objects.get(person=alone.persons["lucas"], scheme=INCOME)
    claim.answers = {
        "own": {"other_year": 0, "other_month": 0},
        "others": {"others_year": 0, "others_month": 0},
    }
    claim.save(update_fields=["answers"])
    submit(claim, User.objects.get(email="lucas@family.example"))
    assert counted() == (1, 1, 1, 0)
    case = take(claim, official())
    low = {"last_year": 0, "month": 0, "indicator": True}
    decide_case(case, official(), DecisionOutcome.GRANTED, "Seen.", low)
    assert counted() == (1, 1, 1, 1)
    page = text(browser(INES).get(reverse("take_up")))
    assert "Increased reimbursement of health care, on income" in page
    assert "Wallonia" in page
    table = browser(INES).get(reverse("take_up_table")).content.decode()
    assert "Wallonia;1;1;1;1" in table


def counted() -> tuple[int, ...]:
    recount(today())
    steps = ("found", "reached", "applied", "granted")
    return TakeUpFigure.objects.values_list(*steps).get(scheme=INCOME)


def test_other_offices_see_nobody(alone: Cast) -> None:
    search()
    assert "Nobody to write to" not in text(browser(OLIVIER).get(reverse("unclaimed")))
    marie = browser("marie@unemployment.example")
    page = text(marie.get(reverse("unclaimed")))
    assert "Lucas" not in page
    assert browser(OLIVIER).get(reverse("unclaimed"), {"scheme": INCOME}).status_code == 404
    marie.post(reverse("unclaimed_write"), {"scheme": INCOME})
    move_outbox()
    assert not Outreach.objects.exists()


def test_each_name_that_is_listed_leaves_a_line(alone: Cast) -> None:
    search()
    browser(INES).get(reverse("unclaimed"))
    line = AccessLine.objects.get(purpose=Purpose.OUTREACH)
    assert (line.person, line.capacity, line.opened) == (alone.persons["lucas"], official(), False)


def test_the_button_writes_to_those_of_a_region(alone: Cast) -> None:
    search()
    ines = browser(INES)
    ines.post(reverse("unclaimed_write"), {"scheme": INCOME, "region": 1})
    move_outbox()
    assert not Outreach.objects.exists()
    answer = ines.post(reverse("unclaimed_write"), {"scheme": INCOME, "region": 2}, follow=True)
    move_outbox()
    assert "The letters are being written" in text(answer)
    assert Outreach.objects.count() == 1


def test_many_people_cost_no_more_queries(alone: Cast, django_assert_num_queries: Any) -> None:
    run = search()
    ines, url = browser(INES), reverse("unclaimed")
    ines.get(url)
    with CaptureQueriesContext(connection) as asked:
        ines.get(url)
    few = len(asked)
    for name in ("sofia", "georges", "colette", "piet"):
        person = alone.persons[name]
        Unclaimed.objects.create(
            run=run, person=person, scheme=INCOME, year=today().year, region=2, pay=1
        )
    ines.get(url)
    with django_assert_num_queries(few):
        assert "Colette" in text(ines.get(url))


def test_the_terminal_says_how_far_a_search_is_and_what_it_found(alone: Cast) -> None:
    out = StringIO()
    call_command("grant", "--all", "--take-up", f"--as-of={today()}", stdout=out)
    said = out.getvalue()
    assert "1 of 1 pieces; here: 1 increased_reimbursement_income, 1 child_benefit" in said
