"""The pages of an institution: its own profiles, files and exchanges, and nobody else's."""

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from casework.demo.building import Cast
from portal.access.models import AccessLine, User
from tests.api.conftest import Application
from tests.api.messages import NOBODY, SOFIA
from tests.directory.conftest import about, consult
from tests.hiring.test_hire_pages import text

DIRECTORY, EXCHANGES = "/institution/directory/", "/institution/exchanges/"
LUCAS = "88060933524"


@pytest.fixture
def alice(cast: Cast, client: Client) -> Client:
    client.force_login(User.objects.get(email="alice@welfare.example"))
    return client


def test_an_institution_sees_its_own_profiles_and_files(alice: Client) -> None:
    page = text(alice.get(DIRECTORY))
    assert "Act of 26 May 2002, articles 16 and 19, demo deliberation 2026/02" in page
    assert "MEANS-TEST" in page
    assert "24 months" in page
    assert "integration income – PCSW" not in page
    assert "integration income – Public centres for social welfare 1" in page
    assert "Act of 14 July 1994" not in page  # the sickness fund's


def test_an_institution_sees_its_own_exchanges(
    alice: Client, welfare: Application, fund: Application
) -> None:
    mine = consult(welfare, "identity", "17/2", persons=about(SOFIA, NOBODY)).json()
    theirs = consult(fund, "identity", "11/1", persons=about(LUCAS)).json()
    page = text(alice.get(EXCHANGES))
    assert page.count(mine["informationCustomer"]["ticket"]) == 2
    assert "There are data. (DATA)" in page
    assert "(CTRL-004)" in page
    assert theirs["informationCustomer"]["ticket"] not in page
    assert "Lambert" not in page
    assert SOFIA not in page


def test_the_pages_name_nobody(alice: Client, welfare: Application) -> None:
    consult(welfare, "identity", "17/2", persons=about(SOFIA))
    before = AccessLine.objects.count()
    for address in (DIRECTORY, EXCHANGES):
        assert "Sofia" not in text(alice.get(address))
    assert AccessLine.objects.count() == before


@pytest.mark.parametrize("address", [DIRECTORY, EXCHANGES])
def test_a_list_takes_few_queries(
    alice: Client,
    welfare: Application,
    address: str,
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    consult(welfare, "identity", "17/2", persons=about(*[SOFIA] * 60))
    with django_assert_max_num_queries(9):
        assert alice.get(address).status_code == 200


@pytest.mark.parametrize("address", [DIRECTORY, EXCHANGES])
def test_nobody_else_gets_in(cast: Cast, client: Client, address: str) -> None:
    client.force_login(User.objects.get(email="marie@unemployment.example"))
    assert client.get(address).status_code in (302, 403)


def test_the_person_reads_who_asked_and_on_which_ground(client: Client, fund: Application) -> None:
    consult(fund, "identity", "11/1", persons=about(LUCAS))
    client.force_login(User.objects.get(email="lucas@family.example"))
    page = text(client.get(reverse("looked")))
    assert "Sickness fund Horizon, by its application" in page
    assert "asked for by an institution" in page
    assert "Act of 14 July 1994, article 37, demo deliberation 2026/06" in page
