"""Quarterly wages in files with official names."""

import pytest
from allauth.idp.oidc.models import Token

from casework.demo.building import Cast
from declarations.wages.models import Filing
from portal.exchange.actions import move_outbox
from tests.api.conftest import Application
from tests.files.sets import set_of, stem
from tests.files.test_dropping import drop, put
from tests.wages.filing import hire
from tests.wages.judging_samples import INSS, document

pytestmark = pytest.mark.django_db

WAGES = "/api/dmfa/v1"


def set_name(sequence: str = "00001") -> str:
    return stem(sequence).replace("DMPI", "DMFA")


def test_the_go_file_sets_a_quarter_to_work(payroll: Application, cast: Cast) -> None:
    hire(cast.companies["restaurant"], INSS)
    half = len(document()) // 2
    sending = drop(payroll, set_of(set_name(), document()[:half], document()[half:]))
    assert sending["accepted"]
    move_outbox()
    state = payroll.get(f"{WAGES}/messages/{sending['message']}").json()
    assert [form["declarationStatus"]["result"] for form in state["declarations"]] == ["W"]
    assert Filing.objects.get().company == cast.companies["restaurant"]


def test_the_same_quarter_under_another_name_is_another_message(
    payroll: Application, cast: Cast
) -> None:
    hire(cast.companies["restaurant"], INSS)
    first = drop(payroll, set_of(set_name(), document()))
    second = drop(payroll, set_of(set_name("00002"), document()))
    move_outbox()
    assert first["message"] != second["message"]
    state = payroll.get(f"{WAGES}/messages/{second['message']}").json()
    assert [form["declarationStatus"]["result"] for form in state["declarations"]] == ["B"]


def test_a_program_without_the_scope_of_wages_drops_none(payroll: Application) -> None:
    for token in Token.objects.all():
        token.set_scopes(["hiring"])
        token.save()
    (name, body), *_others = set_of(set_name(), document()).items()
    assert put(payroll, name, body).status_code == 403
