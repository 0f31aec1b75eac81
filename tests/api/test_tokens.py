"""Who is let in: the right token, and nothing else."""

import json
from collections.abc import Callable
from datetime import timedelta

import psycopg
import pytest
from allauth.idp.oidc.models import Client as ClientOfOurs
from allauth.idp.oidc.models import Token
from django.db import connection
from django.test import Client, RequestFactory
from django.urls import reverse
from django.utils import timezone

from casework.demo.building import Cast
from portal.access.models import Capacity, CapacityKind, Service, User
from portal.access.tokens import TOKEN_URL, ApplicationToken
from tests.api.conftest import HIRING, STATUSES, Application, token_of
from tests.api.messages import hiring, status

ADDRESSES = [
    ("POST", f"{HIRING}/declarations"),
    ("GET", f"{HIRING}/declarations/8d1c53d6-61f3-4d3e-8f70-5f2c55b0bd5b"),
    ("GET", f"{HIRING}/messages/8d1c53d6-61f3-4d3e-8f70-5f2c55b0bd5b"),
    ("GET", f"{HIRING}/messages/8d1c53d6-61f3-4d3e-8f70-5f2c55b0bd5b/acrf"),
    ("POST", f"{STATUSES}/reports"),
    ("GET", f"{STATUSES}/reports/8d1c53d6-61f3-4d3e-8f70-5f2c55b0bd5b"),
]
every_address = pytest.mark.parametrize(("method", "path"), ADDRESSES)


def test_the_description_names_the_token_endpoint() -> None:
    assert reverse("idp:oidc:token") == TOKEN_URL


@every_address
@pytest.mark.parametrize(
    "header", ["", "Bearer", "Bearer ", "Bearer made-up", "Basic YTpi", "Bearer \xe9", "bearer a b"]
)
def test_without_a_token_nobody_enters(db: None, method: str, path: str, header: str) -> None:
    headers = {"authorization": header} if header else {}
    answer = Client().generic(method, path, b"{}", "application/json", headers=headers)
    assert answer.status_code == 401
    assert answer["WWW-Authenticate"] == "Bearer"
    assert answer.json() == {"code": "NO-TOKEN", "message": "Send a valid access token."}
    assert not answer.cookies


@every_address
def test_an_expired_token_is_none(payroll: Application, method: str, path: str) -> None:
    Token.objects.update(expires_at=timezone.now() - timedelta(seconds=1))
    answer = payroll.get(path) if method == "GET" else payroll.post(path, hiring())
    assert answer.status_code == 401


@every_address
def test_a_token_in_the_address_is_none(payroll: Application, method: str, path: str) -> None:
    answer = Client().generic(method, f"{path}?access_token={payroll.token}")
    assert answer.status_code == 401


@every_address
def test_a_session_is_no_token(cast: Cast, method: str, path: str) -> None:
    client = Client()
    client.force_login(User.objects.get(email="colette@restaurant.example"))
    assert client.generic(method, path, b"{}", "application/json").status_code == 401


@every_address
def test_a_token_for_another_service_is_refused(
    payroll: Application, welfare: Application, method: str, path: str
) -> None:
    other = welfare if path.startswith(HIRING) else payroll
    answer = other.get(path) if method == "GET" else other.post(path, status())
    assert (answer.status_code, answer.json()["code"]) == (403, "NOT-ALLOWED")


def test_a_scope_beyond_ones_own_is_not_given(cast: Cast) -> None:
    answer = token_of("welfare-software", "welfare-demo-secret", scope="hiring")
    assert answer.status_code == 400
    assert token_of("welfare-software", "guess").status_code == 401


def refused(application: Application) -> bool:
    answer = application.post(f"{HIRING}/declarations", hiring())
    return (answer.status_code, answer.json()["code"]) == (403, "NOT-ALLOWED")


def test_a_second_capacity_makes_it_unclear_who_acts(cast: Cast, payroll: Application) -> None:
    acts = cast.applications["payroll-software"]
    Capacity.objects.create(
        user=acts.user, kind=CapacityKind.COMPANY, company=acts.company, since=acts.since
    )
    assert refused(payroll)


def test_a_capacity_that_ended_is_none(cast: Cast, payroll: Application) -> None:
    yesterday = timezone.localdate() - timedelta(days=1)
    Capacity.objects.filter(pk=cast.applications["payroll-software"].pk).update(until=yesterday)
    assert refused(payroll)


def test_a_withdrawn_token_opens_nothing_any_more(payroll: Application) -> None:
    assert payroll.post(f"{HIRING}/declarations", hiring()).status_code == 201
    Token.objects.all().delete()
    assert payroll.post(f"{HIRING}/declarations", hiring()).status_code == 401


def test_a_token_opens_no_other_service_because_it_was_just_let_in(payroll: Application) -> None:
    assert payroll.post(f"{HIRING}/declarations", hiring()).status_code == 201
    assert payroll.post(f"{STATUSES}/reports", status()).status_code == 403


@pytest.mark.django_db(transaction=True)
def test_a_connection_that_fell_lets_in_by_a_new_one(payroll: Application) -> None:
    headers = {"authorization": f"Bearer {payroll.token}"}
    request = RequestFactory().post(f"{HIRING}/declarations", headers=headers)
    door = ApplicationToken(Service.HIRING, CapacityKind.PAYROLL_OFFICE)
    before = connection.connection.info.backend_pid
    with psycopg.connect(connection.connection.info.dsn, autocommit=True) as other:
        other.execute("SELECT pg_terminate_backend(%s, 5000)", [before])
    assert door(request).kind == CapacityKind.PAYROLL_OFFICE
    assert connection.connection.info.backend_pid != before


def test_a_closed_account_acts_no_more(cast: Cast, payroll: Application) -> None:
    User.objects.filter(pk=cast.applications["payroll-software"].user.pk).update(is_active=False)
    assert refused(payroll)


def test_a_client_without_owner_acts_for_nobody(cast: Cast, payroll: Application) -> None:
    ClientOfOurs.objects.filter(pk="payroll-software").update(owner=None)
    assert refused(payroll)


def test_an_institution_with_the_scope_of_companies_is_refused(
    cast: Cast, application: Callable[[str], Application]
) -> None:
    ClientOfOurs.objects.filter(pk="welfare-software").update(
        scopes="hiring", default_scopes="hiring"
    )
    assert refused(application("welfare-software"))


def test_the_token_endpoint_answers_in_json(cast: Cast) -> None:
    answer = token_of("payroll-software", "payroll-demo-secret")
    given = json.loads(answer.content)
    assert (given["token_type"], given["expires_in"], given["scope"]) == (
        "Bearer",
        600,
        "hiring wages risks directory",
    )
