"""The application: almost nothing is asked, nothing is lost, and it is sent once."""

import pytest
from django.db.models import F
from django.test import Client

from benefits.claims.actions import close_with_decision, withdraw
from benefits.claims.models import Claim
from benefits.claims.presenting import asked_and_known
from casework.demo.building import Cast
from casework.demo.wages import declare_wages
from portal.exchange.models import Event
from tests.benefits.conftest import SignedIn

ANSWERS = {
    "ending": {"ended_by": "employer"},
    "pay": {"monthly_pay": "2450.50"},
    "household": {"others_earn": "yes"},
    "account": {"iban": "be68 5390 0754 7034"},
}


def url(claim: Claim, part: str = "") -> str:
    return f"/me/claims/{claim.reference}/{part}"


def post(client: Client, claim: Claim, step: str, **changes: object) -> int:
    claim.refresh_from_db()
    data = {**ANSWERS[step], "version": claim.version, **changes}
    return client.post(url(claim, f"{step}/"), data).status_code


def complete(client: Client, claim: Claim) -> None:
    for step in ANSWERS:
        assert post(client, claim, step) == 302
    claim.refresh_from_db()


@pytest.fixture
def emma(signed_in: SignedIn) -> Client:
    return signed_in("emma")


def test_at_most_a_third_of_the_headings_is_asked(claim: Claim) -> None:
    asked, known = asked_and_known(claim)
    assert (asked, known) == (4, 14)
    assert asked * 3 <= asked + known


def test_each_known_heading_says_where_it_comes_from(claim: Claim, emma: Client) -> None:
    html = emma.get(url(claim)).content.decode()
    assert html.count("From: ") == 14
    assert html.count("From: National Register, ") == 5
    number = claim.known["employer"]["detail"]
    source = f"From: declaration of Bouwens Bouw, period {number}, of 30 October 2026"
    assert html.count(source) == 7
    assert "90.01.17-284.36" in html
    assert "0712.345.630" in html
    assert "Ordinary worker" in html
    assert "Lucas Dubois (reference person); Noah Dubois (child); Lina Dubois (child)" in html
    assert "Ask Bouwens Bouw to correct its declaration." in html


def test_questions_lead_from_one_to_the_next_and_to_the_check(claim: Claim, emma: Client) -> None:
    for step, following in zip(ANSWERS, [*list(ANSWERS)[1:], "check"], strict=True):
        claim.refresh_from_db()
        answer = emma.post(url(claim, f"{step}/"), {**ANSWERS[step], "version": claim.version})
        assert answer.headers["Location"] == url(claim, f"{following}/")
    claim.refresh_from_db()
    assert claim.answers["pay"] == {"monthly_pay": 245050}
    assert claim.answers["account"] == {"iban": "BE68539007547034"}


def test_an_earlier_answer_stands_in_its_question(claim: Claim, emma: Client) -> None:
    complete(emma, claim)
    assert 'value="2,450.50"' in emma.get(url(claim, "pay/")).content.decode()
    assert 'value="BE68 5390 0754 7034"' in emma.get(url(claim, "account/")).content.decode()


@pytest.mark.parametrize(
    ("step", "field", "bad"),
    [
        ("ending", "ended_by", ""),
        ("ending", "ended_by", "nobody"),
        ("pay", "monthly_pay", "1e9"),
        ("account", "iban", "BE00 0000 0000 0000"),
    ],
)
def test_a_bad_answer_is_refused_at_its_field(
    claim: Claim, emma: Client, step: str, field: str, bad: str
) -> None:
    answer = emma.post(url(claim, f"{step}/"), {field: bad, "version": 1})
    html = answer.content.decode()
    assert answer.status_code == 200
    assert "There is a problem" in html
    assert f'id="id_{field}_1_error"' in html
    claim.refresh_from_db()
    assert claim.answers == {}


def test_two_windows_lose_nothing(claim: Claim, emma: Client) -> None:
    assert post(emma, claim, "pay") == 302
    stale = emma.post(url(claim, "pay/"), {"monthly_pay": "3000", "version": 1})
    html = stale.content.decode()
    assert stale.status_code == 409
    assert "You changed this application in another window" in html
    assert "There you answered: €2,450.50." in html
    assert 'value="3000"' in html
    assert 'name="version" value="2"' in html
    claim.refresh_from_db()
    assert claim.answers["pay"] == {"monthly_pay": 245050}


@pytest.mark.parametrize("version", ["", "x", "-1", "٢", "99999999999999999999"])
def test_nonsense_for_a_version_is_stale(claim: Claim, emma: Client, version: str) -> None:
    assert post(emma, claim, "pay", version=version) == 409


def test_the_check_leads_to_what_is_open(claim: Claim, emma: Client) -> None:
    assert emma.get(url(claim, "check/")).headers["Location"] == url(claim, "ending/")


def test_the_truth_must_be_declared(claim: Claim, emma: Client) -> None:
    complete(emma, claim)
    answer = emma.post(url(claim, "check/"), {"version": claim.version})
    assert "Confirm that what you filled in is true and complete." in answer.content.decode()
    claim.refresh_from_db()
    assert claim.status == "draft"


def test_what_changed_since_it_was_checked_is_not_sent(claim: Claim, emma: Client) -> None:
    complete(emma, claim)
    checked = claim.version
    assert post(emma, claim, "pay", monthly_pay="3000") == 302
    assert emma.post(url(claim, "check/"), {"true": "on", "version": checked}).status_code == 409
    claim.refresh_from_db()
    assert claim.status == "draft"


def test_sent_twice_is_sent_once_and_gives_the_same_receipt(claim: Claim, emma: Client) -> None:
    complete(emma, claim)
    for _ in range(2):
        answer = emma.post(url(claim, "check/"), {"true": "on", "version": claim.version})
        assert answer.headers["Location"] == url(claim, "sent/")
    assert claim.moves.filter(verb="submit").count() == 1
    assert Event.objects.filter(topic="claim.submitted", subject=claim.pk).count() == 1
    assert str(claim.reference) in emma.get(url(claim, "sent/")).content.decode()


def test_what_was_sent_can_be_read_and_not_changed(claim: Claim, emma: Client) -> None:
    complete(emma, claim)
    emma.post(url(claim, "check/"), {"true": "on", "version": claim.version})
    html = emma.get(url(claim)).content.decode()
    assert "BE68 5390 0754 7034" in html
    assert url(claim, "pay/") not in html
    for part in ("pay/", "check/"):
        assert emma.get(url(claim, part)).headers["Location"] == url(claim)
    assert post(emma, claim, "pay", monthly_pay="1") == 302
    claim.refresh_from_db()
    assert claim.answers["pay"] == {"monthly_pay": 245050}


def test_a_draft_has_no_receipt(claim: Claim, emma: Client) -> None:
    assert emma.get(url(claim, "sent/")).headers["Location"] == url(claim)


def test_withdrawing_asks_first_and_happens_once(claim: Claim, emma: Client) -> None:
    assert "Withdraw this application?" in emma.get(url(claim, "withdraw/")).content.decode()
    claim.refresh_from_db()
    assert claim.status == "draft"
    for _ in range(2):
        assert emma.post(url(claim, "withdraw/")).headers["Location"] == url(claim)
    claim.refresh_from_db()
    assert claim.status == "withdrawn"
    assert claim.moves.filter(verb="withdraw").count() == 1


def test_a_decided_application_is_not_withdrawn(claim: Claim, emma: Client) -> None:
    complete(emma, claim)
    emma.post(url(claim, "check/"), {"true": "on", "version": claim.version})
    assert claim.person.account is not None
    close_with_decision(claim, claim.person.account)
    emma.post(url(claim, "withdraw/"))
    claim.refresh_from_db()
    assert claim.status == "decided"


def test_a_claim_withdrawn_meanwhile_takes_no_answer(claim: Claim, emma: Client) -> None:
    withdraw(claim, None)
    assert emma.get(url(claim, "pay/")).headers["Location"] == url(claim)


@pytest.mark.parametrize("part", ["", "ending/", "check/", "sent/", "withdraw/"])
def test_an_application_is_open_to_its_person_alone(
    claim: Claim, signed_in: SignedIn, part: str
) -> None:
    address = url(claim, part)
    assert Client().get(address).headers["Location"].startswith("/accounts/login/")
    assert signed_in("lucas").get(address).status_code == 404
    assert signed_in("marie").get(address).status_code == 403


def test_an_unknown_step_is_not_found(claim: Claim, emma: Client) -> None:
    assert emma.get(url(claim, "colour/")).status_code == 404


def test_who_lives_alone_is_not_asked_about_others(claim: Claim, emma: Client, cast: Cast) -> None:
    home = cast.persons["emma"].memberships.get().household
    home.members.exclude(person=cast.persons["emma"]).update(until=F("since"))
    assert "You live alone" in emma.get(url(claim)).content.decode()
    assert emma.get(url(claim, "household/")).status_code == 404


def test_who_comes_back_is_not_asked_what_the_sources_tell_by_now(
    claim: Claim, emma: Client, cast: Cast
) -> None:
    assert emma.get(url(claim, "pay/")).status_code == 200
    declare_wages(cast)
    page = emma.get(url(claim)).content.decode()
    assert "last gross pay" not in page
    assert emma.get(url(claim, "pay/")).status_code == 404


def test_a_page_costs_few_queries(
    claim: Claim, emma: Client, django_assert_max_num_queries: object
) -> None:
    with django_assert_max_num_queries(20):  # type: ignore[operator] # the sources are asked again
        emma.get(url(claim))
