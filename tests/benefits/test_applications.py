"""Each right that is asked for: begun from what is known, a few questions, sent once."""

from datetime import date, datetime, time, timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from benefits.claims.actions import withdraw
from benefits.claims.applications import APPLICATIONS, FOLLOWS
from benefits.claims.models import Claim
from benefits.claims.presenting import asked_and_known
from benefits.granting.sources import SOURCES
from benefits.schemes import SCHEMES
from casework.demo.building import Cast
from casework.demo.wages import declare_wages
from portal.people.models import HouseholdMember, Person
from tests.benefits.applying import APPLICANTS, begin, day, fill, send
from tests.benefits.conftest import SignedIn


@pytest.fixture
def paid(cast: Cast) -> Cast:
    """The cast, of whom the wages are declared."""
    declare_wages(cast)
    return cast


def begun(cast: Cast, signed_in: SignedIn, scheme: str) -> tuple[Client, Claim]:
    client = signed_in(APPLICANTS[scheme][0])
    if scheme == "unemployment":  # the leaving put it on her page, before wages were declared
        withdraw(cast.persons["emma"].claims.get(), None)
    child = cast.persons["noah"].reference if scheme == "child_benefit" else ""
    return client, begin(client, scheme, str(child))


def test_every_right_is_asked_for_or_follows() -> None:
    assert set(APPLICATIONS) | set(FOLLOWS) == set(SCHEMES)
    assert not set(APPLICATIONS) & set(FOLLOWS)


@pytest.mark.parametrize("scheme", APPLICATIONS)
def test_at_most_a_third_of_the_headings_is_asked(
    paid: Cast, signed_in: SignedIn, scheme: str
) -> None:
    client, claim = begun(paid, signed_in, scheme)
    fill(client, claim, APPLICANTS[scheme][1])
    asked, known = asked_and_known(claim)
    assert asked * 3 <= asked + known
    html = client.get(reverse("claim", args=[claim.reference])).content.decode()
    assert html.count("From: ") == known


@pytest.mark.parametrize("scheme", APPLICATIONS)
def test_it_is_sent_once_with_a_receipt(paid: Cast, signed_in: SignedIn, scheme: str) -> None:
    client, claim = begun(paid, signed_in, scheme)
    fill(client, claim, APPLICANTS[scheme][1])
    for _ in range(2):
        assert send(client, claim).headers["Location"].endswith("/sent/")
    assert claim.status == "submitted"
    assert claim.moves.filter(verb="submit").count() == 1
    html = client.get(reverse("claim_sent", args=[claim.reference])).content.decode()
    assert str(claim.reference) in html


@pytest.mark.parametrize("scheme", APPLICATIONS)
def test_begun_twice_it_is_one(paid: Cast, signed_in: SignedIn, scheme: str) -> None:
    client, claim = begun(paid, signed_in, scheme)
    child = str(claim.child.reference) if claim.child else ""
    assert begin(client, scheme, child) == claim
    assert claim.moves.filter(verb="start").count() == 1


@pytest.mark.parametrize("scheme", FOLLOWS)
def test_what_follows_by_itself_is_not_asked_for(signed_in: SignedIn, scheme: str) -> None:
    client = signed_in("sofia")
    html = client.get(reverse("apply", args=[scheme])).content.decode()
    assert "You do not have to ask for this right" in html
    client.post(reverse("apply", args=[scheme]))
    assert not Claim.objects.filter(scheme=scheme).exists()


@pytest.mark.parametrize("scheme", FOLLOWS)
def test_of_what_others_calculate_no_decision_is_promised(signed_in: SignedIn, scheme: str) -> None:
    html = signed_in("sofia").get(reverse("apply", args=[scheme])).content.decode()
    assert ("the decision stands on your page" in html) == (scheme in SOURCES)
    assert ("calculates it, and this portal" in html) == (scheme not in SOURCES)


def test_the_page_before_it_keeps_nothing(paid: Cast, signed_in: SignedIn) -> None:
    html = signed_in("lucas").get(reverse("apply", args=["incapacity"])).content.decode()
    assert "From which day are you unable to work?" in html
    assert "From: National Register, " in html
    assert not Claim.objects.filter(scheme="incapacity").exists()


def test_rights_lead_to_their_applications(paid: Cast, signed_in: SignedIn) -> None:
    client = signed_in("sofia")
    html = client.get(reverse("entitled")).content.decode()
    for scheme in (*APPLICATIONS, *FOLLOWS):
        assert reverse("apply", args=[scheme]) in html
    claim = begin(client, "integration_income")
    html = client.get(reverse("entitled")).content.decode()
    assert reverse("claim", args=[claim.reference]) in html
    assert "Go on with your application" in html


def test_a_child_of_the_address_is_chosen(cast: Cast, signed_in: SignedIn) -> None:
    client = signed_in("lucas")
    url = reverse("apply", args=["child_benefit"])
    assert "Choose the child." in client.post(url).content.decode()
    stranger = str(cast.persons["sofia"].reference)
    assert "Select a valid choice" in client.post(url, {"child": stranger}).content.decode()
    for name in ("noah", "lina"):
        claim = begin(client, "child_benefit", str(cast.persons[name].reference))
        assert claim.child == cast.persons[name]
    assert client.get(reverse("claim", args=[claim.reference])).content.decode().count("Lina") > 1


def test_without_a_child_there_is_nothing_to_ask(signed_in: SignedIn) -> None:
    url = reverse("apply", args=["child_benefit"])
    html = signed_in("sofia").post(url, {"child": "x"}).content.decode()
    assert "knows no child that lives with you" in html
    assert "Begin the application" not in html
    assert not Claim.objects.filter(scheme="child_benefit").exists()


def test_who_works_cannot_ask_for_unemployment(signed_in: SignedIn) -> None:
    html = signed_in("lucas").post(reverse("apply", args=["unemployment"])).content.decode()
    assert "No employer told us that your work ended." in html


def test_a_correction_at_the_source_stands_in_the_draft(paid: Cast, signed_in: SignedIn) -> None:
    client, claim = begun(paid, signed_in, "integration_income")
    fill(client, claim, APPLICANTS["integration_income"][1])
    sofia = paid.persons["sofia"]
    home = sofia.memberships.get().household
    friend = Person.objects.create(first_name="Mia", last_name="Peeters", birth_date="2004-05-06")
    HouseholdMember.objects.create(
        household=home, person=friend, role="other", since=timezone.localdate() - timedelta(days=9)
    )
    stale = send(client, claim)
    assert stale.status_code == 302
    assert stale.headers["Location"].endswith("/others/")  # her means are asked now
    assert claim.status == "draft"
    html = client.get(reverse("claim", args=[claim.reference])).content.decode()
    assert "Mia Peeters" in html


@pytest.mark.parametrize(
    ("scheme", "step", "given", "error"),
    [
        ("incapacity", "illness", {"began": "0001-01-01"}, "Enter a day from"),
        ("incapacity", "illness", {"began": "9999-12-31"}, "Enter a day from"),
        ("incapacity", "illness", {"began": "2026-02-30"}, "Enter a day that exists"),
        ("incapacity", "illness", {"began": ""}, "Enter the first day."),
        ("incapacity", "illness", {"began": day(-10), "until": day(-11)}, "cannot lie before"),
        ("maternity", "rest", {"began": day(400), "multiple": "no"}, "Enter a day from"),
        ("maternity", "rest", {"began": day(1), "multiple": "maybe"}, "Select a valid choice"),
        ("temporary_unemployment", "month", {"month": "2019-01-01"}, "Select a valid choice"),
        ("temporary_unemployment", "cause", {"cause": "economic", "hours": "-1"}, "or equal to 1"),
        ("temporary_unemployment", "cause", {"cause": "economic", "hours": "9" * 30}, "250"),
        ("elderly_income_guarantee", "pension", {"pension": "-1", "other": "0"}, "an amount"),
        ("elderly_income_guarantee", "pension", {"pension": "1e9", "other": "0"}, "an amount"),
        ("elderly_income_guarantee", "pension", {"pension": "9" * 39, "other": "0"}, "an amount"),
        ("elderly_income_guarantee", "abroad", {"days_abroad": "367"}, "366"),
        ("income_replacement", "income", {"income": "100000000000"}, "an amount"),
        ("child_benefit", "income", {"income": "NaN"}, "an amount"),
    ],
)
def test_an_impossible_answer_is_refused_at_its_field(
    paid: Cast, signed_in: SignedIn, scheme: str, step: str, given: dict[str, str], error: str
) -> None:
    client, claim = begun(paid, signed_in, scheme)
    url = reverse("claim_step", args=[claim.reference, step])
    answer = client.post(url, {**given, "version": claim.version})
    html = answer.content.decode()
    assert answer.status_code == 200
    assert "There is a problem" in html
    assert error in html
    assert any(f'id="id_{name}_1_error"' in html for name in (*given, "began", "until"))
    claim.refresh_from_db()
    assert claim.answers == {}


def test_the_page_costs_few_queries(
    paid: Cast, signed_in: SignedIn, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    client = signed_in("lucas")
    client.get(reverse("apply", args=["incapacity"]))
    with django_assert_max_num_queries(24):
        client.get(reverse("apply", args=["incapacity"]))


def test_two_tabs_lose_nothing(paid: Cast, signed_in: SignedIn) -> None:
    client, claim = begun(paid, signed_in, "incapacity")
    url = reverse("claim_step", args=[claim.reference, "illness"])
    shown = claim.version
    assert client.post(url, {"began": day(-20), "version": shown}).status_code == 302
    stale = client.post(url, {"began": day(-9), "until": day(60), "version": shown})
    html = stale.content.decode()
    assert stale.status_code == 409
    assert "You changed this application in another window" in html
    assert f'value="{day(-9)}"' in html
    assert f'value="{day(60)}"' in html
    claim.refresh_from_db()
    assert claim.answers["illness"] == {"began": day(-20), "until": None}


@pytest.mark.parametrize(
    ("sent", "amount"), [(date(2026, 2, 27), 131420), (date(2026, 3, 2), 134047)]
)
def test_kept_open_over_a_change_of_law_it_follows_the_law_of_its_sending(
    paid: Cast, signed_in: SignedIn, sent: date, amount: int
) -> None:
    """Integration income of who lives alone was raised by the index on 1 March 2026."""
    client, claim = begun(paid, signed_in, "integration_income")
    fill(client, claim, APPLICANTS["integration_income"][1])
    claim.submitted_at = timezone.make_aware(datetime.combine(sent, time(12)))
    assert APPLICATIONS[claim.scheme].assess(claim).explanation.amount_cents == amount


@pytest.mark.parametrize(
    "name",
    [
        "Zoë Ångström-Łukasz", "Борис Николаевич", "Ελένη Παπαδοπούλου", "محمد العربي", "שרה כהן",
        "李 小龍", "たなか はなこ", "김 민준", "प्रिया शर्मा", "สมชาย ใจดี",
    ],
)  # fmt: skip
def test_names_in_ten_scripts_are_kept_as_they_are(
    cast: Cast, signed_in: SignedIn, name: str
) -> None:
    first, last = name.split(" ")
    sofia = cast.persons["sofia"]
    Person.objects.filter(pk=sofia.pk).update(first_name=first, last_name=last)
    client = signed_in("sofia")
    claim = begin(client, "income_replacement")
    fill(client, claim, APPLICANTS["income_replacement"][1])
    assert send(client, claim).status_code == 302
    assert claim.known["name"]["value"] == name
    assert name in client.get(reverse("claim", args=[claim.reference])).content.decode()


@pytest.mark.parametrize(
    "text", ["<script>alert(1)</script>", "'; DROP TABLE x --", "\\x00", "9" * 5000]
)
def test_hostile_text_is_refused_at_its_field(cast: Cast, signed_in: SignedIn, text: str) -> None:
    client = signed_in("sofia")
    claim = begin(client, "income_replacement")
    url = reverse("claim_step", args=[claim.reference, "income"])
    answer = client.post(url, {"income": text, "version": claim.version})
    assert answer.status_code in (200, 400)
    assert "<script>alert" not in answer.content.decode()
    claim.refresh_from_db()
    assert claim.answers == {}
