"""What managers see is what was done, week by week, and no more."""

import csv
from datetime import timedelta
from io import StringIO
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.utils import timezone

from benefits.decisions.models import Decision, DecisionOutcome
from casework.cases.actions import decide_case
from casework.cases.models import Case
from casework.measures.actions import count, monday
from casework.measures.catalog import MEASURES
from casework.measures.models import WeeklyFigure
from declarations.channels.models import Declaration
from portal.access.models import Capacity
from portal.people.models import Institution
from tests.casework.conftest import SignIn, claim_of

pytestmark = pytest.mark.django_db


def figure(measure: str, part: str = "", office: Institution | None = None) -> int:
    """Count, and return a figure of this week."""
    today = timezone.localdate()
    count(today)
    found = WeeklyFigure.objects.filter(
        measure=measure, part=part, office=office, week=monday(today)
    )
    return sum(found.values_list("value", flat=True))


def test_cases_are_counted_for_the_office_when_they_come_and_go(
    case: Case, marie: Capacity
) -> None:
    assert (figure("cases_in", office=case.office), figure("cases_out", office=case.office)) == (
        1,
        0,
    )
    decide_case(case, marie, DecisionOutcome.REFUSED, "Not resident in Belgium.")
    assert (figure("cases_in", office=case.office), figure("cases_out", office=case.office)) == (
        1,
        1,
    )
    assert WeeklyFigure.objects.filter(measure="days_open", value=0).count() == 1


def test_decisions_by_the_rule_are_told_from_those_by_hand(case: Case, marie: Capacity) -> None:
    rule = Decision.objects.filter(decided_by=None).count()
    assert rule > 0
    assert (figure("decisions", "rule"), figure("decisions", "hand")) == (rule, 0)
    decide_case(case, marie, DecisionOutcome.REFUSED, "Not resident in Belgium.")
    assert (figure("decisions", "rule"), figure("decisions", "hand")) == (rule, 1)
    assert figure("without_asking", "claim") == 0  # refused


def test_headings_of_an_application_are_counted_once_it_is_sent(case: Case) -> None:
    claim = claim_of(case)
    asked = sum(len(given) for given in claim.answers.values())
    assert figure("headings", "known") == len(claim.known)
    assert figure("headings", "asked") == asked
    assert asked > 0


def test_declarations_of_long_ago_are_not_of_this_week(case: Case) -> None:
    assert Declaration.objects.exists()
    before = figure("declarations", "page")
    with connection.cursor() as cursor:
        cursor.execute(
            """
            INSERT INTO declarations_declaration (reference, message_id, position, flow, action,
                content, findings, declarant_reference, received_at)
            SELECT gen_random_uuid(), message_id, 900, flow, action, content, findings, '', now()
            FROM declarations_declaration ORDER BY id LIMIT 1
            """
        )
    assert figure("declarations", "page") == before + 1


def test_counting_again_changes_nothing(case: Case) -> None:
    count(timezone.localdate())
    first = list(WeeklyFigure.objects.order_by("pk").values_list())
    count(timezone.localdate())
    assert list(WeeklyFigure.objects.order_by("pk").values_list()) == first != []


@pytest.fixture
def above(sign_in: SignIn) -> Client:
    """Hugo's browser, who supervises the office."""
    return sign_in("hugo@unemployment.example")


def test_a_supervisor_sees_own_figures_and_those_of_the_whole(
    above: Client, case: Case, hilde: Capacity, django_assert_max_num_queries: Any
) -> None:
    week = monday(timezone.localdate())
    WeeklyFigure.objects.create(
        measure="cases_in", part="", office=hilde.institution, week=week, value=987_123
    )
    for back in range(13):
        WeeklyFigure.objects.create(
            measure="decisions", part="hand", week=week - timedelta(weeks=back), value=1000 + back
        )
    with django_assert_max_num_queries(6):
        page = above.get("/casework/measures/").content.decode()
    for measure in MEASURES:
        assert str(measure.title) in page
    assert "1,012" in page
    assert "987,123" not in page
    lines = above.get("/casework/measures.csv").content.decode("utf-8-sig")
    rows = list(csv.reader(StringIO(lines), delimiter=";"))
    assert rows[0] == ["Week from", "Measure", "Part", "Office", "Figure"]
    assert [week.isoformat(), "Decisions", "by hand", "the whole portal", "1000"] in rows
    assert "987123" not in lines


def test_caseworkers_have_no_such_page(at_desk: Client) -> None:
    assert at_desk.get("/casework/measures/").status_code == 403
