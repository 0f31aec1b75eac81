"""A customer file by the interface and on a page: receipt, progress, answer."""

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from benefits.customers.models import CustomerFile
from casework.demo.building import Cast
from portal.access.models import User
from portal.exchange.actions import move_outbox
from tests.api.conftest import Application
from tests.customers.conftest import GEORGES, SOFIA, fields, written
from tests.hiring.test_hire_pages import text

FILES = "/api/network/v1/customer-files"
PAGE = "/institution/customers/"


@pytest.fixture
def petra(cast: Cast, client: Client) -> Client:
    client.force_login(User.objects.get(email="petra@supplier.example"))
    return client


def upload(client: Client, body: bytes) -> str:
    """Send a file on the page; return what the page says then."""
    file = SimpleUploadedFile("customers.csv", body, "text/csv")
    return text(client.post(PAGE, {"file": file}, follow=True))


def test_a_program_sends_a_file_and_fetches_its_answer(cast: Cast, supplier: Application) -> None:
    move_outbox()
    receipt = supplier.post(FILES, written(GEORGES, SOFIA), "text/csv")
    assert receipt.status_code == 201
    state = receipt.json()
    assert (state["lines"], state["pieces"], state["piecesDone"]) == (2, 1, 0)
    early = supplier.get(f"{receipt['Location']}/answer")
    assert (early.status_code, early.json()["code"]) == (404, "NOT-ANSWERED")
    assert early["Retry-After"]
    move_outbox()
    done = supplier.get(receipt["Location"]).json()
    assert (done["piecesDone"], done["known"], done["applies"], done["refused"]) == (1, 2, 1, 0)
    answer = supplier.get(f"{receipt['Location']}/answer")
    assert [line[1:5] for line in fields(answer.streaming_content)] == [
        ["G-1", "DATA", "", "yes"],
        ["S-1", "DATA", "", "no"],
    ]


def test_a_program_that_sends_a_file_again_gets_the_same(cast: Cast, supplier: Application) -> None:
    first = supplier.post(FILES, written(GEORGES), "text/csv")
    move_outbox()
    again = supplier.post(FILES, written(GEORGES), "text/csv")
    assert again.status_code == 200
    assert again["Idempotency-Replayed"] == "true"
    assert again.json()["ticket"] == first.json()["ticket"]
    assert again.json()["piecesDone"] == 1


def test_a_program_is_told_the_code_the_line_and_the_field(
    cast: Cast, supplier: Application
) -> None:
    wrong = written(GEORGES).replace(b"70/1", b"70/9", 1)
    refused = supplier.post(FILES, wrong, "text/csv")
    assert refused.status_code == 422
    said = refused.json()
    assert (said["code"], said["line"], said["field"]) == ("CUST-004", 1, "supplier")
    assert supplier.post(FILES, b"{}", "application/json").status_code == 415


def test_a_program_of_no_supplier_is_refused(cast: Cast, welfare: Application) -> None:
    refused = welfare.post(FILES, written(GEORGES), "text/csv")
    assert (refused.status_code, refused.json()["code"]) == (403, "CTRL-003")


def test_on_a_page_a_file_is_sent_followed_and_answered(cast: Cast, petra: Client) -> None:
    move_outbox()
    page = upload(petra, written(GEORGES, SOFIA))
    assert "We received your file." in page
    assert "0 of 1 pieces are done (0%)" in page
    file = CustomerFile.objects.get()
    answer = reverse("customer_answer", args=[file.message.ticket])
    assert petra.get(answer).status_code == 404
    move_outbox()
    page = text(petra.get(reverse("customer_file", args=[file.message.ticket])))
    assert "With the social tariff 1" in page
    assert "Not found 0" in page
    got: Any = petra.get(answer)
    assert got["Cache-Control"] == "no-store"
    assert len(fields(got.streaming_content)) == 2
    assert "ready" in text(petra.get(PAGE))
    assert "You sent this file before" in upload(petra, written(GEORGES, SOFIA))


def test_on_a_page_a_broken_file_is_refused_with_its_line(cast: Cast, petra: Client) -> None:
    page = upload(petra, written(GEORGES, "x" * 2_000))
    assert "Line 4. A line is longer than 1,000 bytes. (CUST-007)" in page
    assert not CustomerFile.objects.exists()
    assert "Choose a file." in text(petra.post(PAGE, {}))


def test_the_page_tells_another_institution_whom_it_is_for(cast: Cast, client: Client) -> None:
    client.force_login(User.objects.get(email="alice@welfare.example"))
    page = text(client.get(PAGE))
    assert "This page is for suppliers of gas and electricity" in page
    assert 'type="file"' not in client.get(PAGE).content.decode()


def test_the_menu_leads_suppliers_alone_to_the_page(cast: Cast, petra: Client) -> None:
    link = f'href="{PAGE}"'
    assert link in petra.get(PAGE).content.decode()
    petra.force_login(User.objects.get(email="alice@welfare.example"))
    assert link not in petra.get(PAGE).content.decode()


def test_another_institution_reads_no_file_of_a_supplier(
    cast: Cast, petra: Client, welfare: Application
) -> None:
    upload(petra, written(GEORGES))
    move_outbox()
    ticket = CustomerFile.objects.get().message.ticket
    assert welfare.get(f"{FILES}/{ticket}").status_code == 404
    assert welfare.get(f"{FILES}/{ticket}/answer").status_code == 404
    petra.force_login(User.objects.get(email="alice@welfare.example"))
    assert petra.get(reverse("customer_file", args=[ticket])).status_code == 404
    assert petra.get(reverse("customer_answer", args=[ticket])).status_code == 404
