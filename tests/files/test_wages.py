"""Quarterly wages in files with official names."""

from urllib.parse import urljoin

import pytest
from allauth.idp.oidc.models import Token
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from casework.demo.building import Cast
from declarations.wages.models import Filing
from portal.exchange.actions import move_outbox
from tests.api.conftest import Application
from tests.files.sets import set_of, stem
from tests.files.test_dropping import FILES, drop, put
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


@pytest.mark.parametrize(("scope", "wages", "hiring"), [("hiring", 403, 201), ("wages", 201, 403)])
def test_a_file_wants_the_scope_of_what_it_is_about(
    payroll: Application, scope: str, wages: int, hiring: int
) -> None:
    for token in Token.objects.all():
        token.set_scopes([scope])
        token.save()
    for name, expected in ((set_name(), wages), (stem(), hiring)):
        (file, body), *_others = set_of(name, document()).items()
        assert put(payroll, file, body).status_code == expected
        assert payroll.get(f"{FILES}/{file}").status_code == (200 if expected == 201 else 403)


def test_an_office_sends_wages_on_a_page_and_reads_the_answers(nora: Client, cast: Cast) -> None:
    hire(cast.companies["restaurant"], INSS)
    for address in ("/office/file/", "/office/wages/file/"):
        form = nora.get(address).context["form"]
        key = {"key": form["key"].initial} if "key" in form.fields else {}
        answer = nora.post(address, {"file": SimpleUploadedFile("q.xml", document()), **key})
        assert answer.status_code == 302, answer.content
        assert nora.get(urljoin(address, answer["Location"])).status_code == 200
        move_outbox()
    assert [each.company for each in Filing.objects.all()] == [cast.companies["restaurant"]]


def test_a_set_on_a_page_leads_to_the_quarter(nora: Client, cast: Cast) -> None:
    hire(cast.companies["restaurant"], INSS)
    files = [SimpleUploadedFile(n, body) for n, body in set_of(set_name(), document()).items()]
    answer = nora.post("/office/file/", {"file": files})
    assert answer["Location"].startswith("/office/wages/sent/")
    move_outbox()
    (row,) = nora.get(answer["Location"]).context["rows"]
    assert row["verdict"].result == "W"
    sending = nora.get("/office/file/").context["sendings"][0]
    assert answer["Location"] in nora.get(f"/files/{sending.ticket}/").content.decode()
