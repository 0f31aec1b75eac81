"""Files of a payroll office, sent on a page."""

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from casework.demo.building import Cast
from declarations.channels.models import Declaration
from declarations.channels.safe_xml import MAX_BYTES
from portal.access.models import AccessLine, Purpose
from portal.exchange.actions import move_outbox
from portal.exchange.models import Channel, Message
from tests.channels.forms import HEADER, dimona_file
from tests.hiring.declaring import hiring, today
from tests.hiring.test_hire_pages import text


def send(client: Client, data: bytes) -> Any:
    """Send a file on the page."""
    return client.post("/office/file/", {"file": SimpleUploadedFile("dimona.xml", data)})


def three_forms(cast: Cast) -> bytes:
    """Return a good hiring, one of a stranger, and one of a company without mandate."""
    stranger = hiring(cast, "tom", NaturalPerson={"INSS": "00000000196"})
    forms = [hiring(cast, "tom"), stranger, hiring(cast, "marie", company="builder")]
    header = {**HEADER, "FormCreationDate": today().isoformat()}
    return dimona_file(*(("DimonaIn", form) for form in forms), header=header)


def test_each_form_gets_its_own_answer(cast: Cast, nora: Client) -> None:
    address = send(nora, three_forms(cast))["Location"]
    waiting = nora.get(address)
    assert f'hx-get="{address}forms/?page=1"' in waiting.content.decode()
    move_outbox()
    page = nora.get(address)
    results = [row["declaration"].verdict.result for row in page.context["rows"]]
    assert results == ["A", "B", "B"]
    assert "90017-151" in text(page)
    assert "90256-155" in text(page)
    assert "hx-get" not in page.content.decode()


def test_a_name_is_shown_when_all_is_answered_and_leaves_a_line(cast: Cast, nora: Client) -> None:
    address = send(nora, three_forms(cast))["Location"]
    assert "Tom Hendrickx" not in text(nora.get(address))
    move_outbox()
    before = AccessLine.objects.filter(person=cast.persons["tom"], opened=False).count()
    assert "Tom Hendrickx" in text(nora.get(f"{address}forms/"))
    lines = AccessLine.objects.filter(person=cast.persons["tom"], opened=False)
    assert lines.count() == before + 1
    assert lines.latest("pk").purpose == Purpose.DECLARATION


def test_the_same_file_twice_is_one_message(cast: Cast, nora: Client) -> None:
    first, second = (send(nora, three_forms(cast)) for _ in range(2))
    assert first["Location"] == second["Location"]
    assert "You sent this file before" in text(nora.get(second["Location"]))
    assert Message.objects.filter(channel=Channel.FILE).count() == 1
    assert Declaration.objects.filter(message__channel=Channel.FILE).count() == 3


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"no XML", "FILE-001"),
        (b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "b">]><Dimona>&a;</Dimona>', "FILE-002"),
        (b"<Other/>", "90372-089"),
        (b"<Dimona></Dimona>", "90059-134"),
    ],
)
def test_a_file_that_cannot_be_read_is_explained_and_not_stored(
    nora: Client, data: bytes, code: str
) -> None:
    before = Message.objects.count()
    response = send(nora, data)
    assert response.status_code == 200
    assert code in text(response)
    assert "Nothing was stored" in text(response)
    assert Message.objects.count() == before


@pytest.mark.parametrize(("data", "words"), [(b"", "is empty"), (b" " * (MAX_BYTES + 1), "larger")])
def test_a_file_that_is_empty_or_too_large_is_refused(
    nora: Client, data: bytes, words: str
) -> None:
    assert words in text(send(nora, data))


def test_messages_are_listed_with_their_counts(
    cast: Cast, nora: Client, django_assert_max_num_queries: Any
) -> None:
    send(nora, three_forms(cast))
    move_outbox()
    with django_assert_max_num_queries(6):
        (message,) = nora.get("/office/declarations/").context["page_obj"]
    assert (message.total, message.refused, message.waiting) == (3, 2, 0)


def test_the_queries_of_a_message_do_not_grow_with_it(
    cast: Cast, nora: Client, django_assert_max_num_queries: Any
) -> None:
    address = send(nora, three_forms(cast))["Location"]
    move_outbox()
    with django_assert_max_num_queries(11):
        assert len(nora.get(address).context["rows"]) == 3


def test_a_message_is_for_its_sender(
    cast: Cast, nora: Client, colette: Client, lucas: Client, client: Client
) -> None:
    address = send(nora, three_forms(cast))["Location"]
    for page in (address, f"{address}forms/"):
        assert colette.get(page).status_code == 404
        assert lucas.get(page).status_code == 403
        assert client.get(page)["Location"].startswith("/accounts/login/")


def test_a_company_reads_what_its_office_declared(
    cast: Cast, nora: Client, colette: Client
) -> None:
    send(nora, three_forms(cast))
    move_outbox()
    senders = {
        str(row["worker"]): row["declaration"].message.capacity.label
        for row in colette.get("/company/declarations/").context["rows"]
    }
    assert senders["Tom Hendrickx"] == "Payroll office Plus"


@pytest.mark.parametrize("address", ["/office/", "/office/file/", "/office/declarations/"])
def test_the_pages_are_for_payroll_offices(
    client: Client, colette: Client, lucas: Client, address: str
) -> None:
    assert client.get(address)["Location"].startswith("/accounts/login/")
    assert colette.get(address).status_code == 403
    assert lucas.get(address).status_code == 403
