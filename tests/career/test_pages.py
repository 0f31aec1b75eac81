"""A citizen's career and wages: pictures, and the same in tables with who declared it."""

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from casework.demo.building import Cast
from casework.demo.wages import declare_wages


@pytest.fixture
def lucas(cast: Cast) -> Client:
    declare_wages(cast)
    client = Client()
    client.force_login(cast.persons["lucas"].account)
    return client


def test_work_and_pay_stand_as_pictures_and_tables(lucas: Client) -> None:
    html = lucas.get(reverse("career")).content.decode()
    assert "Restaurant Chez Colette" in html
    assert "still running" in html
    assert html.count('<svg width="100%" height="16"') == 5  # a bar for each quarter declared
    assert "Quarter 3 of 2026" in html
    assert "€8,159.00" in html
    for column in ("Employer", "Kind of work", "Gross pay", "Declared by the employer on"):
        assert f'data-label="{column}"' in html  # each cell names it, for phones


def test_earlier_quarters_are_a_link_away(lucas: Client) -> None:
    earlier = lucas.get(reverse("career"), {"until": "20234"}).content.decode()
    assert "Quarter 1 of 2021 to Quarter 4 of 2023" in earlier
    assert "No wages were declared of these quarters" in earlier
    assert "Later quarters" in earlier


@pytest.mark.parametrize("until", ["x", "99999", "0", "20265", "-1", "٢٠٢٦١", "2" * 400, "10011"])
def test_nonsense_shows_the_newest(lucas: Client, until: str) -> None:
    html = lucas.get(reverse("career"), {"until": until}).content.decode()
    assert "to Quarter 4 of 2026" in html


def test_the_first_page_of_all_has_nothing_before_it(lucas: Client) -> None:
    html = lucas.get(reverse("career"), {"until": "20031"}).content.decode()
    assert "Earlier quarters" not in html


def test_who_never_worked_reads_so(cast: Cast) -> None:
    client = Client()
    client.force_login(cast.persons["sofia"].account)
    html = client.get(reverse("career")).content.decode()
    assert "No periods of work yet" in html
    assert "No wages were declared of these quarters" in html


def test_nobody_sees_anothers(lucas: Client, cast: Cast) -> None:
    emma = Client()
    emma.force_login(cast.persons["emma"].account)
    html = emma.get(reverse("career")).content.decode()
    assert "Bouwens Bouw" in html
    assert "Restaurant Chez Colette" not in html


def test_it_costs_few_queries(
    lucas: Client, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    lucas.get(reverse("career"))
    with django_assert_max_num_queries(16):
        lucas.get(reverse("career"))
