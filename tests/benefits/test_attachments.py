"""Documents of an application: added, kept once, given back as they were, sent with it."""

import hashlib
import html
import re
from datetime import timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import DatabaseError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from benefits.attachments import actions
from benefits.attachments.forms import Document
from benefits.attachments.models import Attachment, Content
from benefits.claims.actions import submit
from benefits.claims.models import Claim
from tests.benefits import documents as made
from tests.benefits.conftest import SignedIn
from tests.benefits.test_claims import complete, url

SCAN = Document("scan.pdf", "application/pdf", b"%PDF-a scan")


@pytest.fixture
def emma(signed_in: SignedIn) -> Client:
    return signed_in("emma")


def words(response: Any) -> str:
    return " ".join(html.unescape(re.sub("<[^>]+>", " ", response.content.decode())).split())


def add(client: Client, claim: Claim, data: bytes, name: str = "note.pdf") -> Any:
    file = SimpleUploadedFile(name, data, "text/html")  # what the browser says is not believed
    return client.post(url(claim, "documents/"), {"document": file}, follow=True)


def test_a_document_is_added_listed_and_given_back(claim: Claim, emma: Client) -> None:
    data = made.picture()
    page = words(add(emma, claim, data, "My letter.PDF"))
    assert "My letter.jpg is added." in page
    added = claim.attachments.get()
    assert added.content_id == hashlib.sha256(data).hexdigest()
    for part in ("", "documents/"):
        assert "My letter.jpg" in words(emma.get(url(claim, part)))
    back = emma.get(url(claim, f"documents/{added.reference}/"))
    assert back.content == data
    assert back.headers["Content-Type"] == "image/jpeg"
    assert back.headers["Content-Disposition"] == 'attachment; filename="My letter.jpg"'
    assert back.headers["X-Content-Type-Options"] == "nosniff"
    assert back.headers["Content-Security-Policy"] == "default-src 'none'; sandbox"


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "The file is empty."),
        (b"<svg onload=alert(1)>", "This is not a PDF and not a photo"),
        (made.picture()[:900], "We cannot open this file"),
        (made.with_root("/AA", made.action("/Launch")), "does something by itself"),
        (made.pdf() + made.archive(), "There is another file in this file."),
        (b"%PDF-" + bytes(10 * 1024 * 1024), "larger than 10 megabytes"),
    ],
    ids=["empty", "SVG", "broken", "active", "two at once", "huge"],
)
def test_what_is_refused_is_said_at_the_field(
    claim: Claim, emma: Client, data: bytes, said: str
) -> None:
    answer = add(emma, claim, data)
    assert answer.status_code == 200
    page = answer.content.decode()
    assert said in html.unescape(page)
    assert 'href="#id_document"' in page
    assert 'aria-invalid="true"' in page
    assert not Attachment.objects.exists()
    assert not Content.objects.exists()


def test_without_a_file_one_is_asked_for(claim: Claim, emma: Client) -> None:
    assert "Choose a file." in words(emma.post(url(claim, "documents/")))


def test_the_same_document_is_kept_once(claim: Claim, emma: Client, signed_in: SignedIn) -> None:
    data = made.pdf()
    add(emma, claim, data, "one.pdf")
    add(emma, claim, data, "two.pdf")
    assert claim.attachments.get().name == "one.pdf"
    other = Claim.objects.create(person=claim.person, scheme="unemployment")
    add(emma, other, data, "three.pdf")
    assert Content.objects.count() == 1
    assert Attachment.objects.count() == 2


def test_somebody_elses_same_document_is_not_in_the_way(
    claim: Claim, emma: Client, signed_in: SignedIn
) -> None:
    lucas = signed_in("lucas")
    person = lucas.get("/me/").context["person"]
    his = Claim.objects.create(person=person, scheme="unemployment")
    data = made.pdf()
    add(emma, claim, data)
    assert "is added" in words(add(lucas, his, data))
    assert Content.objects.count() == 1
    reference = claim.attachments.get().reference
    assert lucas.get(url(claim, f"documents/{reference}/")).status_code == 404
    assert lucas.get(url(his, f"documents/{reference}/")).status_code == 404


def test_it_survives_stopping_and_going_on(claim: Claim, emma: Client, signed_in: SignedIn) -> None:
    add(emma, claim, made.pdf(), "why.pdf")
    again = signed_in("emma")
    complete(again, claim)
    assert "why.pdf" in words(again.get(url(claim, "check/")))
    claim.refresh_from_db()
    submit(claim, claim.person.account)
    assert "why.pdf" in words(again.get(url(claim)))


def test_before_it_is_sent_it_can_be_taken_away(claim: Claim, emma: Client) -> None:
    add(emma, claim, made.pdf())
    reference = claim.attachments.get().reference
    address = url(claim, f"documents/{reference}/remove/")
    assert emma.get(address).status_code == 405
    assert "is removed" in words(emma.post(address, follow=True))
    assert emma.post(address).status_code == 404
    assert "What you added" not in words(emma.get(url(claim, "documents/")))


def test_what_was_sent_stays(claim: Claim, emma: Client) -> None:
    add(emma, claim, made.pdf())
    complete(emma, claim)
    submit(claim, claim.person.account)
    added = claim.attachments.get()
    page = emma.post(url(claim, f"documents/{added.reference}/remove/"), follow=True)
    assert "cannot be changed any more" in words(page)
    page = add(emma, claim, made.picture())
    assert "cannot be changed any more" in words(page)
    assert claim.attachments.get() == added
    for statement in (
        "DELETE FROM benefits_attachment",
        "UPDATE benefits_attachment SET name = 'other.pdf'",
        "UPDATE benefits_content SET data = '\\x00'",
        "DELETE FROM benefits_content",
    ):
        with pytest.raises(DatabaseError):
            _do(statement)


@transaction.atomic
def _do(statement: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement)
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")


def test_there_is_an_end_to_how_many(claim: Claim, emma: Client) -> None:
    for number in range(actions.MOST):
        document = Document(f"{number}.pdf", "application/pdf", b"%d" % number)
        actions.attach(claim, document, claim.person.account)
    answer = add(emma, claim, made.pdf())
    assert "20 documents at most" in words(answer)
    assert claim.attachments.count() == actions.MOST


def test_what_nobody_holds_is_forgotten_after_a_day(claim: Claim) -> None:
    held = actions.attach(claim, SCAN, claim.person.account)
    old = timezone.now() - timedelta(days=2)
    for mark in ("old", "new"):
        at = old if mark == "old" else timezone.now()
        Content.objects.create(sha256=mark, media_type="image/png", size=1, data=b"x", stored_at=at)
    assert actions.forget() == 1
    assert set(Content.objects.values_list("pk", flat=True)) == {"new", held.content_id}


def test_a_list_costs_the_same_however_long(claim: Claim, emma: Client) -> None:
    counts = set()
    emma.get(url(claim, "documents/"))
    for number in range(5):
        document = Document(f"{number}.pdf", "application/pdf", b"%d" % number)
        actions.attach(claim, document, claim.person.account)
        with CaptureQueriesContext(connection) as seen:
            emma.get(url(claim, "documents/"))
        counts.add(len(seen))
    assert len(counts) == 1
    assert not any('"data"' in each["sql"] for each in seen.captured_queries)
