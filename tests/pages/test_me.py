"""The personal page: what wants attention, rights, work, letters, who looked; with few queries."""

import pytest
from django.test import Client

from casework.demo.building import Cast
from portal.access.door import list_names, open_file
from portal.access.models import AccessLine, Capacity, CapacityKind, Purpose

QUERIES = 19


def client_of(cast: Cast, name: str) -> Client:
    client = Client()
    client.force_login(cast.persons[name].account)
    return client


def test_what_wants_attention_stands_on_top(cast: Cast) -> None:
    html = client_of(cast, "emma").get("/me/").content.decode()
    headings = ('id="to-do"', 'id="rights"', 'id="work"', 'id="looked"')
    places = [html.index(heading) for heading in headings]
    assert places == sorted(places)
    assert "Your work at Bouwens Bouw ended on 30 October 2026." in html
    assert "1 February 2021 to 30 October 2026, Ordinary worker, period " in html


def test_letters_lead_to_their_pdf(cast: Cast) -> None:
    html = client_of(cast, "georges").get("/me/").content.decode()
    assert html.count(".pdf") == cast.persons["georges"].letters.count() == 2
    assert "For you to do" not in html


def test_who_has_nothing_is_told_what_would_appear(cast: Cast) -> None:
    html = client_of(cast, "sofia").get("/me/").content.decode()
    for empty in ("No rights at this moment", "No periods of work yet", "Nobody looked"):
        assert empty in html


@pytest.mark.parametrize("name", ["emma", "georges", "sofia"])
def test_the_page_costs_few_queries(
    cast: Cast, name: str, django_assert_max_num_queries: object
) -> None:
    client = client_of(cast, name)
    with django_assert_max_num_queries(QUERIES):  # type: ignore[operator]
        client.get("/me/")


def test_more_lines_cost_no_more_queries(cast: Cast, django_assert_max_num_queries: object) -> None:
    emma = cast.persons["emma"]
    for capacity in Capacity.objects.all():
        open_file(emma, capacity, Purpose.CASE)
    client = client_of(cast, "emma")
    with django_assert_max_num_queries(QUERIES):  # type: ignore[operator]
        client.get("/me/")
    with django_assert_max_num_queries(7):  # type: ignore[operator]
        client.get("/me/looked/")


def test_each_look_is_listed_with_who_why_and_how(cast: Cast) -> None:
    sofia = cast.persons["sofia"]
    marie = Capacity.objects.get(kind=CapacityKind.CASEWORKER, user=cast.persons["marie"].account)
    open_file(sofia, marie, Purpose.CASE)
    list_names([sofia], marie, Purpose.CASE)
    open_file(sofia, None, Purpose.RIGHTS)
    html = client_of(cast, "sofia").get("/me/looked/").content.decode()
    assert html.count(f"Unemployment office (caseworker, staff {marie.mark})") == 2
    assert html.count("deciding an application") == 3  # and once in the filter
    assert html.count("opened your file") == 2
    assert html.count("saw your name in a list") == 1
    assert "The portal itself" in html
    assert "Marie" not in html


def test_a_long_list_has_pages(cast: Cast) -> None:
    sofia = cast.persons["sofia"]
    AccessLine.objects.bulk_create(
        AccessLine(person=sofia, capacity=None, purpose=Purpose.RIGHTS) for _ in range(30)
    )
    client = client_of(cast, "sofia")
    assert len(client.get("/me/looked/").context["looks"]) == 25
    assert len(client.get("/me/looked/?page=2").context["looks"]) == 5
    assert client.get("/me/looked/?page=nonsense").status_code == 200


def test_one_reads_only_the_lines_about_oneself(cast: Cast) -> None:
    html = client_of(cast, "sofia").get("/me/looked/").content.decode()
    assert "Bouwens Bouw" not in html


@pytest.mark.parametrize("address", ["/me/", "/me/looked/"])
def test_only_a_citizen_has_a_personal_page(cast: Cast, address: str) -> None:
    assert Client().get(address).headers["Location"].startswith("/accounts/login/")
    assert client_of(cast, "marie").get(address).status_code == 403
    assert client_of(cast, "colette").get(address).headers["Location"] == "/start/"


def test_looking_at_oneself_leaves_no_line(cast: Cast) -> None:
    client_of(cast, "sofia").get("/me/")
    assert not AccessLine.objects.filter(person=cast.persons["sofia"]).exists()
