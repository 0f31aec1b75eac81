"""An application on paper or by telephone: entered by the office, marked so, and told by letter."""

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import DatabaseError, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from benefits.attachments.models import Attachment
from benefits.claims.models import Claim, ClaimEntry
from benefits.claims.receipts import fingerprint, sending, sent_text
from benefits.claims.statuses import ClaimStatus
from casework.cases.actions import take
from casework.demo.building import Cast
from casework.queue.models import Waiting
from portal.access.glass.actions import break_glass
from portal.access.glass.models import GlassReason
from portal.access.models import AccessLine, Capacity
from portal.documents.actions import words_of
from portal.documents.models import Letter
from portal.people.models import Person
from tests.benefits.documents import picture
from tests.casework.conftest import SignIn

TYPED = {
    "ending": {"ended_by": "employer"},
    "pay": {"monthly_pay": "3000"},
    "household": {"others_earn": "yes"},
    "account": {"iban": "BE68 5390 0754 7034"},
}


@pytest.fixture
def emma(cast: Cast) -> Person:
    """Emma, who wrote a letter."""
    return cast.persons["emma"]


@pytest.fixture
def opened(emma: Person, marie: Capacity) -> Person:
    """Emma, whose file Marie opened with a reason."""
    break_glass(emma, marie, GlassReason.URGENT, "She applies by letter.")
    return emma


@pytest.fixture
def typed(at_desk: Client, opened: Person) -> Claim:
    """Emma's application, typed by Marie and not sent."""
    address = reverse("person_apply", args=[opened.reference])
    page = at_desk.post(address, {"right": "unemployment"})
    for step, answers in TYPED.items():
        assert page["Location"].endswith(f"/{step}/")
        page = at_desk.post(page["Location"], answers)
    claim = Claim.objects.get(person=opened, scheme="unemployment")
    assert page["Location"] == reverse("entering_send", args=[claim.reference])
    return claim


def came(**other: Any) -> dict[str, Any]:
    scan = SimpleUploadedFile("letter.jpg", picture(), "image/jpeg")
    today = timezone.localdate().isoformat()
    sent = {"channel": "letter", "received_on": today, "document": scan, "same": "on"}
    return {name: value for name, value in {**sent, **other}.items() if value is not None}


def send(browser: Client, claim: Claim, **other: Any) -> Any:
    return browser.post(reverse("entering_send", args=[claim.reference]), came(**other))


def test_a_letter_becomes_an_application_that_waits_with_its_scan(
    at_desk: Client, typed: Claim, marie: Capacity
) -> None:
    shown = at_desk.get(reverse("entering_send", args=[typed.reference])).content.decode()
    assert "BE68 5390 0754 7034" in shown
    assert send(at_desk, typed).status_code == 302
    typed.refresh_from_db()
    entry = ClaimEntry.objects.get(claim=typed)
    assert typed.status == ClaimStatus.SUBMITTED
    assert (entry.channel, entry.office, entry.entered_by) == (
        "letter",
        marie.institution,
        marie.user,
    )
    assert Attachment.objects.get(claim=typed).added_by == marie.user
    assert Waiting.objects.filter(claim=typed).exists()


def test_the_receipt_names_the_channel(at_desk: Client, typed: Claim) -> None:
    send(at_desk, typed)
    claim = Claim.objects.get(pk=typed.pk)
    assert '"channel":"letter"' in sent_text(claim)
    sent = sending(claim)
    assert sent
    assert sent.sha256 == fingerprint(claim)


def test_the_person_sees_who_entered_it_and_from_what(
    at_desk: Client, typed: Claim, sign_in: SignIn
) -> None:
    send(at_desk, typed)
    browser = sign_in("emma@family.example")
    for name in ("claim", "claim_sent"):
        page = browser.get(reverse(name, args=[typed.reference])).content.decode()
        assert "The Unemployment office entered it for you, from your letter of" in page
        assert "Marie" not in page


@pytest.mark.parametrize(
    ("language", "words"),
    [("en", "We entered it when you called"), ("nl", "BE68 5390 0754 7034")],
)
def test_a_letter_tells_the_person_what_was_typed(
    at_desk: Client, typed: Claim, language: str, words: str
) -> None:
    Person.objects.filter(pk=typed.person_id).update(language=language)
    send(at_desk, typed, channel="telephone", document=None)
    letter = Letter.objects.get(template="entered")
    assert letter.language == language
    assert words in words_of(letter)
    assert "Marie" not in words_of(letter)


def test_the_caseworker_who_takes_it_sees_the_mark(
    at_desk: Client, beside: Client, typed: Claim, tom: Capacity
) -> None:
    send(at_desk, typed, channel="visit", document=None)
    case = take(Claim.objects.get(pk=typed.pk), tom)
    page = beside.get(reverse("case", args=[case.reference])).content.decode()
    assert "Entered by Marie Claes" in page


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"document": None}, "document"),
        ({"same": None}, "same"),
        ({"channel": "pigeon"}, "channel"),
        ({"received_on": "2099-01-01"}, "received_on"),
        ({"received_on": "2001-01-01"}, "received_on"),
        ({"document": SimpleUploadedFile("x.pdf", b"MZ\0\0")}, "document"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_is_sent(
    at_desk: Client, typed: Claim, wrong: dict[str, Any], field: str
) -> None:
    page = send(at_desk, typed, **wrong)
    assert field in page.context["form"].errors
    typed.refresh_from_db()
    assert typed.status == ClaimStatus.DRAFT
    assert not ClaimEntry.objects.exists()
    assert not Attachment.objects.exists()


def test_sent_twice_it_is_there_once(at_desk: Client, typed: Claim) -> None:
    send(at_desk, typed)
    assert send(at_desk, typed).status_code == 404
    assert ClaimEntry.objects.count() == Letter.objects.filter(template="entered").count() == 1


def test_without_a_reason_nothing_is_entered(
    at_desk: Client, beside: Client, emma: Person, typed: Claim
) -> None:
    for name, of in (("person_apply", emma), ("entering_send", typed)):
        assert beside.get(reverse(name, args=[of.reference])).status_code == 404
    step = reverse("entering_step", args=[typed.reference, "pay"])
    assert beside.post(step, {"monthly_pay": "1"}).status_code == 404
    assert at_desk.get(step).status_code == 200


def test_each_page_leaves_a_line(at_desk: Client, typed: Claim, marie: Capacity) -> None:
    lines = AccessLine.objects.filter(person=typed.person, capacity=marie, opened=True)
    before = lines.count()
    at_desk.get(reverse("entering_send", args=[typed.reference]))
    assert lines.count() == before + 1


def test_an_entry_is_never_edited(at_desk: Client, typed: Claim) -> None:
    send(at_desk, typed)
    with pytest.raises(DatabaseError, match="never changed"), transaction.atomic():
        ClaimEntry.objects.update(channel="visit")


def test_what_lacks_is_said(at_desk: Client, cast: Cast, marie: Capacity) -> None:
    lucas = cast.persons["lucas"]
    break_glass(lucas, marie, GlassReason.URGENT, "He applies by letter.")
    page = at_desk.post(reverse("person_apply", args=[lucas.reference]), {"right": "unemployment"})
    assert "No employer told us" in str(page.context["form"].errors["right"])
