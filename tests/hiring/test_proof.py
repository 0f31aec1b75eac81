"""The receipt on paper, and the page where anybody checks it."""

import hashlib
import io
import json
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from pypdf import PdfReader

from casework.demo.building import Cast
from declarations.channels.actions import Draft, submit
from declarations.channels.models import ReceiptFile
from portal.access.models import AccessLine, Capacity, CapacityKind
from portal.exchange.actions import move_outbox
from portal.exchange.models import Channel, Message
from portal.people.models import Company
from tests.hiring.declaring import employer, hiring, today
from tests.hiring.test_hire_pages import text

TICKET = "6f1c2d34-0000-4000-8000-000000000000"  # no message has it


@pytest.fixture
def sent(cast: Cast) -> Message:
    """Return a message of the payroll office: a hiring that is right, and one that is not."""
    office = Capacity.objects.get(kind=CapacityKind.PAYROLL_OFFICE, user__person__isnull=False)
    contents = [hiring(cast, "sofia"), hiring(cast, "tom", StartingDate="2026-13-01")]
    drafts = [Draft("DimonaIn", content) for content in contents]
    body = json.dumps(contents).encode()
    message, _new = submit(office, Channel.API, str(uuid4()), body, drafts)
    return message


def words(response: Any) -> str:
    """Return the text of a PDF."""
    assert response["Content-Type"] == "application/pdf"
    pages = PdfReader(io.BytesIO(response.content)).pages
    return " ".join(" ".join(page.extract_text() for page in pages).split())


def check(client: Client, ticket: object, fingerprint: str) -> Any:
    """Ask whether a receipt is ours."""
    return client.get("/check/", {"ticket": str(ticket), "fingerprint": fingerprint})


def test_a_receipt_says_what_was_received_and_answered(sent: Message, nora: Client) -> None:
    move_outbox()
    page = words(nora.get(f"/messages/{sent.ticket}.pdf"))
    bare = page.replace(" ", "")
    fingerprint = hashlib.sha256(bytes(sent.body)).hexdigest()
    assert str(sent.ticket) in bare
    assert fingerprint in bare
    for declaration in sent.declarations.all():
        assert str(declaration.reference) in bare
    assert "2 declarations: 1 accepted, 1 refused, 0 being checked." in page
    assert f"/check/?ticket={sent.ticket}&fingerprint={fingerprint[:8]}" in bare


def test_a_receipt_names_no_worker_and_leaves_no_line(
    cast: Cast, sent: Message, nora: Client
) -> None:
    move_outbox()
    before = AccessLine.objects.count()
    page = words(nora.get(f"/messages/{sent.ticket}.pdf"))
    for name in ("sofia", "tom"):
        assert cast.persons[name].last_name not in page
        assert cast.persons[name].inss not in page
    assert AccessLine.objects.count() == before


def test_a_receipt_is_the_same_to_the_byte_whatever_is_called_otherwise_since(
    sent: Message, nora: Client
) -> None:
    here = f"/messages/{sent.ticket}.pdf"
    assert "2 being checked" in words(nora.get(here))
    move_outbox()
    given = nora.get(here).content
    Company.objects.update(name="Renamed since")
    assert nora.get(here, headers={"host": "127.0.0.1"}).content == given
    kept = ReceiptFile.objects.get()
    assert kept.sha256 == hashlib.sha256(given).hexdigest()
    assert nora.get(here, headers={"accept-language": "nl"}).content != given
    with pytest.raises(IntegrityError), transaction.atomic():
        ReceiptFile.objects.update(pdf=b"")


def test_a_receipt_is_for_who_sent_the_message(
    sent: Message, client: Client, colette: Client, piet: Client, lucas: Client
) -> None:
    address = f"/messages/{sent.ticket}.pdf"
    assert client.get(address)["Location"].startswith("/accounts/login/")
    assert [c.get(address).status_code for c in (colette, piet, lucas)] == [404, 404, 403]


def test_anybody_can_check_a_receipt(sent: Message, client: Client) -> None:
    waiting = text(check(client, sent.ticket, sent.sha256[:8]))
    assert "This receipt is ours" in waiting
    assert "0 accepted, 0 refused, 2 being checked" in waiting
    move_outbox()
    answered = text(check(client, sent.ticket.hex, sent.sha256.upper()))
    assert sent.sha256 in answered
    assert "2 declarations: 1 accepted, 1 refused, 0 being checked." in answered
    assert "It was a test" not in answered


def test_the_check_tells_nothing_about_anybody(cast: Cast, sent: Message, client: Client) -> None:
    move_outbox()
    page = text(check(client, sent.ticket, sent.sha256[:8]))
    private = [person.last_name for person in cast.persons.values()]
    private += [person.inss for person in cast.persons.values()]
    private += [company.name for company in cast.companies.values()]
    assert [word for word in private if word in page] == []


def test_a_receipt_that_is_not_ours_is_said_to_be_none(sent: Message, client: Client) -> None:
    other = "0" * 8 if sent.sha256[:8] != "0" * 8 else "1" * 8
    for ticket, fingerprint in ((sent.ticket, other), (uuid4(), sent.sha256[:8])):
        page = text(check(client, ticket, fingerprint))
        assert "We gave no such receipt" in page
        assert sent.sha256 not in page


@pytest.mark.parametrize(
    ("ticket", "fingerprint", "wrong"),
    [
        ("", "", {"ticket", "fingerprint"}),
        ("x", "1234567", {"ticket", "fingerprint"}),
        (TICKET, "1234567g", {"fingerprint"}),
        (TICKET, "%%%%%%%%", {"fingerprint"}),
        (TICKET, "a" * 65, {"fingerprint"}),
        ("\x00", "a" * 8, {"ticket"}),
    ],
)
def test_marks_that_cannot_be_are_said_at_the_field(
    client: Client, db: None, ticket: str, fingerprint: str, wrong: set[str]
) -> None:
    response = check(client, ticket, fingerprint)
    assert response.status_code == 200
    assert set(response.context["form"].errors) == wrong


def test_a_test_message_is_called_a_test(cast: Cast, client: Client) -> None:
    tester = Capacity.objects.exclude(environment="R").get()
    content = hiring(cast, "sofia")
    message, _new = submit(tester, Channel.API, "1", b"{}", [Draft("DimonaIn", content)])
    assert "It was a test" in text(check(client, message.ticket, message.sha256[:8]))


def test_the_receipt_page_leads_to_paper_and_check(cast: Cast, colette: Client) -> None:
    ending = {"EndingDate": (today() + timedelta(days=9)).isoformat()}
    content = hiring(cast, "sofia", **ending)
    message, _new = submit(employer(cast), Channel.API, "1", b"{}", [Draft("DimonaIn", content)])
    reference = message.declarations.get().reference
    page = colette.get(f"/company/declarations/{reference}/").content.decode()
    assert f'href="/messages/{message.ticket}.pdf"' in page
    assert f"/check/?ticket={message.ticket}&amp;fingerprint={message.sha256[:8]}" in page
    assert (
        f'href="/messages/{message.ticket}.pdf"'
        in colette.get(f"/messages/{message.ticket}/").content.decode()
    )
