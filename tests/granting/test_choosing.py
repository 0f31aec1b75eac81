"""What a person chose is kept to: by events, by the night, and on the page that shows it."""

from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from benefits.granting.actions import wish
from benefits.granting.models import Finding, FindingKind, Way, Wish
from casework.demo.building import Cast
from portal.access.models import User
from portal.exchange.actions import move_outbox
from portal.exchange.models import Event
from tests.access.test_helpers import LUCAS, acts, helping
from tests.granting.test_everyone import hold
from tests.granting.test_granting import decisions, months_ago, report
from tests.granting.test_page import text

BOTH = {"increased_reimbursement", "social_energy_tariff"}


@pytest.fixture
def sofia(cast: Cast) -> Client:
    """Sofia's browser."""
    client = Client()
    client.force_login(User.objects.get(email="sofia@student.example"))
    return client


def choose(client: Client, scheme: str, way: Way) -> Any:
    return client.post(reverse("right_choice", args=[scheme]), {"way": way}, follow=True)


def offers(cast: Cast) -> list[str]:
    found = Finding.objects.filter(person=cast.persons["sofia"], kind=FindingKind.OFFERED)
    return sorted(found.values_list("scheme", flat=True))


def test_who_wants_to_be_asked_is_offered_it_on_an_event_and_says_yes(
    cast: Cast, sofia: Client
) -> None:
    choose(sofia, "increased_reimbursement", Way.ASK)
    report(cast, months_ago(4))
    move_outbox()
    assert decisions(cast) == {}
    assert offers(cast) == ["increased_reimbursement"]
    assert Event.objects.filter(topic="right.offered").count() == 1
    page = text(sofia.get(reverse("right_choices")))
    assert "You can have this right: Increased reimbursement of health care" in page
    choose(sofia, "increased_reimbursement", Way.GRANT)
    move_outbox()
    assert set(decisions(cast)) == BOTH
    assert "You can have this right" not in text(sofia.get(reverse("right_choices")))


def test_a_night_offers_the_same_and_only_once(cast: Cast, sofia: Client) -> None:
    choose(sofia, "all", Way.ASK)
    report(cast, months_ago(4))
    hold()
    hold()
    assert decisions(cast) == {}
    assert offers(cast) == ["increased_reimbursement"]
    move_outbox()
    assert offers(cast) == ["increased_reimbursement"]
    choose(sofia, "increased_reimbursement", Way.GRANT)
    move_outbox()
    assert set(decisions(cast)) == {"increased_reimbursement"}
    assert offers(cast) == sorted(BOTH)  # of the tariff, which derives from it, she is asked next


def test_who_says_no_is_offered_nothing(cast: Cast, sofia: Client) -> None:
    choose(sofia, "all", Way.LEAVE)
    report(cast, months_ago(4))
    move_outbox()
    hold()
    assert decisions(cast) == {}
    assert offers(cast) == []


def test_what_was_said_last_counts_of_one_right_and_of_all(cast: Cast, sofia: Client) -> None:
    choose(sofia, "all", Way.LEAVE)
    choose(sofia, "increased_reimbursement", Way.GRANT)
    report(cast, months_ago(4))
    hold()
    assert set(decisions(cast)) == {"increased_reimbursement"}
    choose(sofia, "all", Way.GRANT)
    move_outbox()
    assert set(decisions(cast)) == BOTH


def test_each_choice_has_its_date_and_is_shown(cast: Cast, sofia: Client) -> None:
    choose(sofia, "child_benefit", Way.LEAVE)
    page = text(choose(sofia, "child_benefit", Way.ASK))
    assert "We keep to this from now on." in page
    said = Wish.objects.of(cast.persons["sofia"])
    assert [each.way for each in said] == [Way.ASK, Way.LEAVE]
    assert page.count("Do not look at it for me") == 1  # in the timeline
    assert page.count("Ask me first") == 2


def test_the_page_of_own_data_tells_each_choice(cast: Cast, sofia: Client) -> None:
    choose(sofia, "all", Way.ASK)
    page = text(sofia.get(reverse("own_data")))
    assert "Your choices about rights without asking" in page
    assert "Ask me first" in page


def test_a_form_without_a_choice_keeps_nothing(cast: Cast, sofia: Client) -> None:
    answer = sofia.post(reverse("right_choice", args=["child_benefit"]), {"way": "perhaps"})
    assert answer.status_code == 200
    assert not Wish.objects.exists()


@pytest.mark.parametrize("scheme", ["nothing", "unemployment"])
def test_of_what_is_never_granted_without_asking_nothing_is_chosen(
    sofia: Client, scheme: str
) -> None:
    assert sofia.get(reverse("right_choice", args=[scheme])).status_code == 404


def test_many_choices_cost_no_more_queries(
    cast: Cast, sofia: Client, django_assert_num_queries: Any
) -> None:
    report(cast, months_ago(4))
    wish(cast.persons["sofia"], "increased_reimbursement", Way.ASK)
    move_outbox()
    url = reverse("right_choices")
    sofia.get(url)
    with CaptureQueriesContext(connection) as few:
        sofia.get(url)
    for way in (*Way, *Way):
        wish(cast.persons["sofia"], "child_benefit", way)
    with django_assert_num_queries(len(few)):
        sofia.get(url)


def test_who_helps_sees_what_was_chosen_and_leaves_a_line(cast: Cast) -> None:
    emma = cast.persons["emma"]
    wish(emma, "social_energy_tariff", Way.ASK)
    lucas = helping(LUCAS, emma)
    assert "Ask me first" in text(lucas.get(reverse("right_choices")))
    choose(lucas, "social_energy_tariff", Way.GRANT)
    assert Wish.objects.of(emma)[0].way == Way.GRANT
    assert acts(emma)[:2] == ["choices", "choice+"]
