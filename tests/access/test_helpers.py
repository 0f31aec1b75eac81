"""Helpers, parents and guardians: what they may, what they may not, and that it is all shown."""

from datetime import date, timedelta

import pytest
from django.db.models.functions import Now
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from benefits.claims.models import Claim
from casework.demo.building import Cast
from portal.access.mandates.actions import (
    Scope,
    ask,
    move,
    represent,
    stop_representing,
)
from portal.access.mandates.helping import ACTS
from portal.access.mandates.models import Mandate
from portal.access.mandates.statuses import Help, Party
from portal.access.middleware import SESSION_KEY
from portal.access.models import AccessLine, Capacity, CapacityKind, Purpose, User
from portal.people.models import Person, Representation
from tests.hiring.acting import acting

EMMA, LUCAS = "emma@family.example", "lucas@family.example"


def helping(helper: str, person: Person) -> Client:
    """Return a browser in which somebody acts for another person."""
    user = User.objects.get(email=helper)
    client = Client()
    client.force_login(user)
    session = client.session
    session[SESSION_KEY] = Capacity.objects.get(user=user, mandate__giver_person=person).pk
    session["confirmed_at"] = timezone.now().timestamp()
    session.save()
    return client


@pytest.fixture
def lucas(cast: Cast) -> Client:
    """Lucas, who helps Emma with applications and letters."""
    return helping(LUCAS, cast.persons["emma"])


@pytest.fixture
def claim(cast: Cast) -> Claim:
    """The application that waits for Emma."""
    return Claim.objects.get(person=cast.persons["emma"])


def mandate_of_lucas(cast: Cast) -> Mandate:
    return Mandate.objects.get(
        giver_person=cast.persons["emma"], holder_person=cast.persons["lucas"]
    )


def acts(person: Person) -> list[str]:
    lines = AccessLine.objects.filter(person=person, purpose=Purpose.HELP)
    return list(lines.order_by("pk").values_list("act", flat=True))


def test_a_helper_acts_in_a_capacity_that_is_chosen_and_shown(cast: Cast) -> None:
    client = Client()
    client.force_login(User.objects.get(email=LUCAS))
    choice = client.get("/start/?choose").content.decode()
    assert "Lucas Dubois for Emma Janssens" in choice
    assert "Lucas Dubois for Lina Dubois" in choice
    assert client.get("/start/")["Location"] == "/me/"
    own = client.get("/me/").content.decode()  # who chose nothing acts for nobody else
    assert "Hello Lucas" in own
    capacity = Capacity.objects.get(user__email=LUCAS, mandate=mandate_of_lucas(cast))
    answer = client.post("/start/capacity/", {"capacity": capacity.pk}, follow=True)
    page = answer.content.decode()
    assert "You act as <strong>Lucas Dubois for Emma Janssens</strong>" in page
    assert "(helper)" in page


def test_a_helper_sees_what_the_mandate_is_for(lucas: Client, claim: Claim, cast: Cast) -> None:
    page = lucas.get("/me/")
    templates = {card.template for card in page.context["cards"]}
    assert "benefits/_to_complete_card.html" in templates
    assert "declarations/_employment_card.html" not in templates
    assert "pages/_access_card.html" not in templates  # who helps else is not theirs to see
    assert lucas.get(f"/me/claims/{claim.reference}/").status_code == 200
    assert lucas.get("/me/data/").status_code == 403
    parent = helping(EMMA, cast.persons["lina"])
    assert parent.get("/me/data/").status_code == 200


@pytest.mark.parametrize(
    "address",
    [
        "/me/data/",
        "/me/data/contact/",
        "/me/data/everything/",
        "/me/looked/",
        "/me/helped/",
        "/mandates/",
        "/mandates/give/",
        "/mandates/ask/",
        "/mandates/code/",
    ],
)
def test_what_a_helper_may_not_is_refused(lucas: Client, cast: Cast, address: str) -> None:
    assert lucas.get(address).status_code == 403
    assert lucas.post(address, {"service": "everything"}).status_code == 403
    assert acts(cast.persons["emma"]) == []


def test_a_helper_is_not_who_decides_on_mandates(lucas: Client, cast: Cast) -> None:
    mandate = mandate_of_lucas(cast)
    for verb in ("confirm", "end"):
        assert lucas.post(f"/mandates/{mandate.reference}/{verb}/").status_code == 403


def test_every_act_is_shown_to_the_person(lucas: Client, claim: Claim, cast: Cast) -> None:
    address = f"/me/claims/{claim.reference}/"
    step = lucas.get(address).context["next_step"]
    lucas.get("/me/")
    lucas.get(f"{address}{step}/")
    lucas.post(f"{address}{step}/", {})  # nothing is filled in: looked at again
    lucas.get("/me/claims/00000000-0000-4000-8000-000000000000/")  # not hers: nothing was opened
    emma = cast.persons["emma"]
    assert acts(emma) == ["claim", "me", "claim_step", "claim_step"]
    page = acting(EMMA, CapacityKind.CITIZEN).get("/me/helped/").content.decode()
    assert page.count("opened a question of an application") == 2
    assert "Lucas Dubois" in page
    assert "opened your page" in page
    assert "Lucas Dubois" in acting(EMMA, CapacityKind.CITIZEN).get("/me/looked/").content.decode()


def test_who_acts_for_oneself_leaves_no_such_line(cast: Cast) -> None:
    acting(EMMA, CapacityKind.CITIZEN).get("/me/")
    assert acts(cast.persons["emma"]) == []


def test_acts_have_words_for_ever() -> None:
    assert {"me", "claim", "claim_step", "claim_check", "claim_sent", "claim_withdraw"} <= {*ACTS}
    assert all(len(name) < 40 for name in ACTS)


def test_who_shuts_out_a_helper_does_so_at_once(lucas: Client, claim: Claim, cast: Cast) -> None:
    """In the middle of a form: what is sent then is not taken, in nobody's name."""
    address = f"/me/claims/{claim.reference}/"
    step = lucas.get(address).context["next_step"]
    before = claim.version
    emma = acting(EMMA, CapacityKind.CITIZEN)
    mandate = mandate_of_lucas(cast)
    assert emma.post(f"/mandates/{mandate.reference}/end/").status_code == 302
    answer = lucas.post(f"{address}{step}/", {"anything": "1"})
    assert (answer.status_code, answer["Location"]) == (302, "/start/")
    claim.refresh_from_db()
    assert claim.version == before
    page = lucas.get("/start/").content.decode()
    assert "You can no longer act as you chose" in page
    assert "for Emma Janssens" not in page
    assert lucas.get("/me/").status_code == 302  # own capacity is taken by choice alone
    assert emma.get(address).status_code == 200  # what was filled in stays the person's


def test_a_helper_sends_and_the_timeline_says_who(lucas: Client, claim: Claim, cast: Cast) -> None:
    lucas.post(f"/me/claims/{claim.reference}/withdraw/")
    assert acts(cast.persons["emma"]) == ["claim_withdraw+"]
    page = acting(EMMA, CapacityKind.CITIZEN).get(f"/me/claims/{claim.reference}/").content.decode()
    assert "by Lucas Dubois, who acts for you" in page


def parent_of(cast: Cast, child: str) -> Representation:
    return Representation.objects.get(
        person=cast.persons[child], representative=cast.persons["emma"]
    )


def test_a_parent_acts_for_a_child_until_it_is_of_age(cast: Cast) -> None:
    lina = cast.persons["lina"]
    client = helping(EMMA, lina)
    assert "Lina Dubois" in client.get("/me/").content.decode()
    assert parent_of(cast, "lina").mandate.until == date(2036, 9, 25)  # eighteen the day after
    Mandate.objects.filter(giver_person=lina).update(until=Now() - timedelta(days=1))
    assert client.get("/me/").status_code == 302


@pytest.mark.parametrize(
    ("born", "last"),
    [
        (date(2010, 3, 1), date(2028, 2, 29)),
        (date(2012, 2, 29), date(2030, 2, 28)),
        (date(2008, 1, 1), date(2025, 12, 31)),
    ],
)
def test_a_child_is_of_age_on_its_birthday(cast: Cast, born: date, last: date) -> None:
    child = Person.objects.create(first_name="A", last_name="B", birth_date=born)
    known = Representation.objects.create(
        person=child,
        representative=cast.persons["sofia"],
        kind="parent",
        source="National Register",
        since=born,
    )
    assert represent(known).until == last
    assert represent(known) == known.mandate  # once


def test_a_guardian_stops_when_the_register_says_so(cast: Cast) -> None:
    known = Representation.objects.create(
        person=cast.persons["georges"],
        representative=cast.persons["sofia"],
        kind="guardian",
        source="Justice of the peace",
        since=date(2026, 1, 5),
    )
    mandate = represent(known)
    assert mandate.until is None
    client = helping("sofia@student.example", cast.persons["georges"])
    page = client.get("/me/").content.decode()
    assert "(guardian)" in page
    stop_representing(known, timezone.localdate() - timedelta(days=1))
    assert client.get("/me/").status_code == 302
    (last, first) = mandate.steps.with_who()
    assert (first.verb, last.verb, last.note) == ("confirm", "end", "Justice of the peace")


def test_a_representation_that_ends_later_stands_until_then(cast: Cast) -> None:
    known = parent_of(cast, "lina")
    stop_representing(known, timezone.localdate())
    assert helping(EMMA, cast.persons["lina"]).get("/me/").status_code == 200
    stop_representing(known, timezone.localdate() + timedelta(days=5))
    known.mandate.refresh_from_db()
    assert known.mandate.until == timezone.localdate() + timedelta(days=5)


def test_more_acts_cost_no_more_queries(
    cast: Cast, lucas: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for _ in range(12):
        lucas.get("/me/")
    client = acting(EMMA, CapacityKind.CITIZEN)
    client.get("/me/helped/")
    with django_assert_num_queries(5):
        assert len(client.get("/me/helped/").context["rows"]) == 12


def test_the_widest_help_is_everything_that_helpers_may(cast: Cast) -> None:
    own = Capacity.objects.get(user__email=EMMA, mandate=None)
    sofia = Capacity.objects.get(user__email="sofia@student.example")
    scope = Scope(Help.EVERYTHING, timezone.localdate())
    move(ask(own, sofia.person, Party.GIVER, scope), "confirm", sofia)
    client = helping("sofia@student.example", cast.persons["emma"])
    assert client.get("/me/data/").status_code == 200
    assert client.get("/me/data/contact/").status_code == 403
