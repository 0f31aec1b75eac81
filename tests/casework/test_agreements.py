"""The personal plan as an agreement: offered, discussed, signed by both, and followed up."""

import html
import re
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from typing import Any

import pytest
from django.core import mail
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from casework.demo.building import Cast
from casework.plans.actions import SupportRefusedError, end, hand_over, open_file_of
from casework.plans.agreement import actions
from casework.plans.agreement.models import (
    Agreement,
    AgreementPoint,
    MissedReport,
    PointMessage,
    ProgressReport,
    Signature,
)
from casework.plans.agreement.statuses import AgreementStatus, PointKind, Progress, Side
from casework.plans.agreement.text import Line, fingerprint
from casework.plans.models import SupportFile
from casework.plans.statuses import Ending
from portal.access.models import Capacity
from portal.documents.actions import pdf_of
from portal.exchange.actions import move_outbox
from portal.people.contact.models import ContactDetails
from portal.people.models import Person
from tests.casework.conftest import SignIn
from tests.documents.seals import check_seal
from tests.documents.test_letters import text_of

TODAY = timezone.localdate()
SOON = TODAY + timedelta(days=14)
LINES = [
    Line(PointKind.GOAL, "Work as an accountant"),
    Line(PointKind.ACTION, "Write a CV", SOON),
    Line(PointKind.PERSON, "Apply twice a week"),
    Line(PointKind.OFFICE, "Pay the course"),
    Line(PointKind.REPORT, "", SOON),
]
FORM = {
    "goal_1": "Work as an accountant",
    "action_1": "Write a CV",
    "action_1_day": SOON.isoformat(),
    "person_1": "Apply twice a week",
    "office_1": "Pay the course",
    "report_1_day": SOON.isoformat(),
}


@pytest.fixture
def emma(cast: Cast) -> Person:
    """Emma, who looks for work."""
    return cast.persons["emma"]


@pytest.fixture
def at_home(emma: Person, sign_in: SignIn) -> Client:
    """Emma's browser."""
    return sign_in("emma@family.example")


@pytest.fixture
def file(emma: Person, marie: Capacity) -> SupportFile:
    """Emma's support file, in Marie's hands."""
    return open_file_of(emma, marie)


@pytest.fixture
def offered(file: SupportFile, marie: Capacity) -> Agreement:
    """What Marie offers."""
    return actions.offer(file, marie, LINES)


@pytest.fixture
def signed(offered: Agreement, emma: Person) -> Agreement:
    """What Emma signed."""
    actions.sign(offered, emma.account, fingerprint(LINES))
    offered.refresh_from_db()
    return offered


def words(response: Any) -> str:
    return " ".join(html.unescape(re.sub("<[^>]+>", " ", response.content.decode())).split())


def of(file: SupportFile, part: str = "") -> str:
    return f"/casework/support/{file.reference}/{part}"


def shown_by(client: Client) -> str:
    page = client.get("/me/plan/sign/").content.decode()
    found = re.search(r'name="shown" value="([0-9a-f]{64})"', page)
    assert found
    return found[1]


@contextmanager
def some_days_later(monkeypatch: pytest.MonkeyPatch, days: int) -> Iterator[date]:
    """Let the pages think that it is some days later."""
    later = TODAY + timedelta(days=days)
    with monkeypatch.context() as patched:
        patched.setattr(timezone, "localdate", lambda *_args: later)
        yield later


def test_offered_read_discussed_changed_and_signed(
    file: SupportFile, at_desk: Client, at_home: Client, emma: Person
) -> None:
    page = words(at_desk.post(of(file, "agreement/"), FORM, follow=True))
    assert "Emma Janssens is told that an agreement waits" in page
    assert "waits for the person" in page

    home = at_home.get("/me/").content.decode()
    waits, right = home.index("Your agreement waits"), home.index("We filled in what we know")
    assert home.count("For you to do") == 1  # whichever app it comes from
    assert home.index("For you to do") < waits < right < home.index('id="rights"')
    page = words(at_home.get("/me/plan/"))
    for text in ("Work as an accountant", "Write a CV", "Apply twice a week", "Pay the course"):
        assert text in page
    assert "Marie" not in page

    point = AgreementPoint.objects.get(kind=PointKind.PERSON)
    said = {"point": point.reference, "text": "Once a week, please."}
    assert "Once a week, please." in words(at_home.post("/me/plan/message/", said, follow=True))
    assert "wrote to you" in words(at_desk.get("/casework/support/"))
    answer = {"point": point.reference, "text": "Fine."}
    assert "Fine." in words(at_desk.post(of(file, "message/"), answer, follow=True))
    assert "wrote to you" not in words(at_desk.get("/casework/support/"))

    page = at_desk.get(of(file, "agreement/")).content.decode()
    assert "Apply twice a week" in page  # filled in with the last version
    at_desk.post(of(file, "agreement/"), FORM | {"person_1": "Apply once a week"})
    assert [each.status for each in Agreement.objects.order_by("number")] == ["replaced", "offered"]

    shown = shown_by(at_home)
    page = words(at_home.post("/me/plan/sign/", {"shown": shown}, follow=True))
    assert "You signed the agreement." in page
    assert "signed by both" in page
    assert "Apply once a week" in page
    agreement = Agreement.objects.get(status=AgreementStatus.SIGNED)
    sides = agreement.signatures.values_list("side", "agreed", "fingerprint").order_by("side")
    assert list(sides) == [("office", True, shown), ("person", True, shown)]
    assert "agreement: signed by both" in words(at_desk.get("/casework/support/"))


def test_who_read_another_version_does_not_sign(
    file: SupportFile, offered: Agreement, marie: Capacity, at_home: Client
) -> None:
    shown = shown_by(at_home)
    actions.offer(file, marie, [*LINES[:2], Line(PointKind.PERSON, "Apply every day")])
    page = words(at_home.post("/me/plan/sign/", {"shown": shown}, follow=True))
    assert "Nothing waits, or it was changed." in page
    assert not Signature.objects.filter(side=Side.PERSON).exists()


def test_signing_wants_a_recent_sign_in(offered: Agreement, at_home: Client, settings: Any) -> None:
    settings.CONFIRM_AFTER = 0
    answer = at_home.post("/me/plan/sign/", {"shown": fingerprint(LINES)})
    assert answer.status_code == 302
    assert "reauthenticate" in answer.headers["Location"]
    assert not Signature.objects.filter(side=Side.PERSON).exists()


def test_a_helper_reads_and_writes_but_does_not_sign(
    offered: Agreement, cast: Cast, sign_in: SignIn
) -> None:
    """Lucas helps Emma with applications, decisions and letters."""
    lucas = sign_in("lucas@family.example")
    helper = Capacity.objects.get(
        user__person=cast.persons["lucas"], mandate__giver_person=offered.file.person
    )
    lucas.post(reverse("choose_capacity"), {"capacity": helper.pk})
    page = words(lucas.get("/me/plan/"))
    assert "Write a CV" in page
    assert "Read and sign" not in page
    assert lucas.get("/me/plan/sign/").status_code == 403
    assert lucas.post("/me/plan/refuse/", {"text": "No."}).status_code == 403
    point = offered.points.get(kind=PointKind.GOAL)
    said = {"point": point.reference, "text": "She would rather teach."}
    assert "She would rather teach." in words(lucas.post("/me/plan/message/", said, follow=True))


def test_refused_for_a_reason_what_stood_still_stands(
    file: SupportFile, signed: Agreement, marie: Capacity, at_home: Client, at_desk: Client
) -> None:
    actions.offer(file, marie, LINES[:2])
    shown = shown_by(at_home)
    assert "Write why you do not agree." in words(
        at_home.post("/me/plan/refuse/", {"shown": shown})
    )
    refusal = {"shown": shown, "text": "Too little help."}
    page = words(at_home.post("/me/plan/refuse/", refusal, follow=True))
    assert "The office reads why you do not agree." in page
    assert [each.status for each in Agreement.objects.order_by("number")] == ["signed", "refused"]
    assert "agreement: refused by the person" in words(at_desk.get("/casework/support/"))


def test_only_the_counsellor_offers(file: SupportFile, tom: Capacity, beside: Client) -> None:
    with pytest.raises(SupportRefusedError):
        actions.offer(file, tom, LINES)
    assert beside.post(of(file, "agreement/"), FORM).status_code == 409
    assert not Agreement.objects.exists()


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"goal_1": ""}, "Write at least one goal."),
        ({"action_1": ""}, "Say what is done until that day."),
        ({"report_1_day": "2020-01-01"}, "Choose a day that is to come."),
    ],
)
def test_what_an_agreement_wants(
    file: SupportFile, at_desk: Client, changed: dict[str, str], said: str
) -> None:
    assert said in words(at_desk.post(of(file, "agreement/"), FORM | changed))
    assert not Agreement.objects.exists()


def test_the_same_points_have_the_same_fingerprint_and_others_another() -> None:
    assert fingerprint(LINES) == fingerprint(list(LINES))
    others = [
        LINES[::-1],
        LINES[:-1],
        [LINES[0]._replace(text="Work"), *LINES[1:]],
        [LINES[0], LINES[1]._replace(day=TODAY), *LINES[2:]],
        [Line("goal", "a\n2 goal - 1 b")],
        [Line("goal", "a"), Line("goal", "b")],
    ]
    marks = {fingerprint(lines) for lines in others}
    assert len(marks) == len(others)
    assert fingerprint(LINES) not in marks


def test_signed_is_told_by_a_letter_that_is_sealed(signed: Agreement, emma: Person) -> None:
    move_outbox()
    letter = emma.letters.get(template="agreement")
    letter.language = "en"
    pdf = pdf_of(letter)
    assert check_seal(pdf)
    said = text_of(pdf)
    for text in ("Work as an accountant", "What you undertake", "Pay the course"):
        assert text in said
    assert fingerprint(LINES) in said.replace(" ", "").replace("\n", "")
    assert "Signed by the office on" in said


def test_that_it_waits_is_told_by_mail_without_a_word_of_it(offered: Agreement) -> None:
    move_outbox()
    (told,) = mail.outbox
    assert "/me/plan/" in told.body
    assert "accountant" not in told.body
    assert "Unemployment" not in told.body


def test_who_wants_paper_gets_what_waits_on_paper(file: SupportFile, marie: Capacity) -> None:
    ContactDetails.objects.create(person=file.person, email="", language="nl", channel="post")
    actions.offer(file, marie, LINES)
    move_outbox()
    assert mail.outbox == []
    letter = file.person.letters.get(template="agreement")
    letter.language = "en"
    assert "It stands once you have signed it, too." in text_of(pdf_of(letter))


def test_a_report_for_the_first_day_by_page(
    signed: Agreement, at_home: Client, at_desk: Client
) -> None:
    given = {"progress": "partly", "text": "The CV is ready."}
    page = words(at_home.post("/me/plan/report/", given, follow=True))
    assert "Thank you. The office reads how it goes." in page
    told = ProgressReport.objects.get()
    assert (told.progress, told.point.day) == ("partly", SOON)
    assert "The CV is ready." in words(at_desk.get(of(signed.file)))
    assert "Nothing waits" in words(at_home.post("/me/plan/report/", given, follow=True))


def test_a_reminder_goes_out_once_some_days_before(signed: Agreement) -> None:
    move_outbox()
    mail.outbox.clear()
    assert actions.remind(SOON - timedelta(days=4)) == 0
    assert actions.remind(SOON - timedelta(days=3)) == 1
    assert actions.remind(SOON - timedelta(days=2)) == 0
    move_outbox()
    (told,) = mail.outbox
    assert "/me/plan/" in told.body
    assert "accountant" not in told.body


def test_of_what_was_told_ended_or_replaced_nobody_is_reminded(
    signed: Agreement, emma: Person, marie: Capacity
) -> None:
    with transaction.atomic():
        actions.report(signed.file, emma.account, Progress.WELL, "")
        assert actions.remind(SOON) == 0
        transaction.set_rollback(True)
    end(signed.file, marie, Ending.WORK, "")
    assert actions.remind(SOON) == 0


def test_a_report_that_does_not_come_is_the_counsellors_to_ask_after_and_nothing_else(
    signed: Agreement, at_desk: Client, at_home: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Fourteen days and three more are over: a line for Marie; the person can still tell."""
    before = {each.status for each in Agreement.objects.all()}
    with some_days_later(monkeypatch, 17):
        assert "no report for" not in words(at_desk.get("/casework/support/"))
    with some_days_later(monkeypatch, 18):
        assert "no report for" in words(at_desk.get("/casework/support/"))
        assert "No report came for" in words(at_desk.get(of(signed.file)))
        assert "Tell how it goes" in words(at_home.get("/me/plan/"))
        noted = {"text": "She was ill; a new day is agreed."}
        page = words(at_desk.post(of(signed.file, "missed/"), noted, follow=True))
        assert "She was ill" in page
        assert "no report for" not in words(at_desk.get("/casework/support/"))
        assert "She was ill" in words(at_home.get("/me/plan/"))
    assert MissedReport.objects.count() == 1
    assert {each.status for each in Agreement.objects.all()} == before
    signed.file.refresh_from_db()
    assert signed.file.status == "open"


def test_the_one_who_takes_over_goes_on_with_the_agreement(
    signed: Agreement, marie: Capacity, tom: Capacity
) -> None:
    hand_over(signed.file, marie, tom)
    with pytest.raises(SupportRefusedError):
        actions.offer(signed.file, marie, LINES)
    assert actions.offer(signed.file, tom, LINES).number == 2


def test_others_get_nothing(offered: Agreement, cast: Cast, sign_in: SignIn) -> None:
    sofia = sign_in("sofia@student.example")
    point = offered.points.get(kind=PointKind.GOAL)
    assert sofia.get("/me/plan/sign/").status_code == 404
    said = {"point": point.reference, "text": "Me too."}
    assert sofia.post("/me/plan/message/", said).status_code == 404
    office = offered.file.office
    sofia.post("/me/plan/ask/", {"office": office.pk})
    assert sofia.post("/me/plan/message/", said).status_code == 404
    assert "accountant" not in words(sofia.get("/me/plan/"))


def test_the_page_takes_the_same_queries_however_much_was_said(
    signed: Agreement, marie: Capacity, at_home: Client, at_desk: Client
) -> None:
    def queries() -> list[int]:
        counts = []
        for client, address in ((at_home, "/me/plan/"), (at_desk, of(signed.file))):
            with CaptureQueriesContext(connection) as caught:
                assert client.get(address).status_code == 200
            counts.append(len(caught))
        return counts

    queries()
    few = queries()
    for point in signed.points.all():
        for number in range(4):
            PointMessage.objects.create(
                point=point, side="office", text=f"{number}", said_by=marie.user
            )
    actions.offer(signed.file, marie, LINES * 5)
    many = queries()
    assert all(after <= before + 2 for before, after in zip(few, many, strict=True))
    actions.offer(signed.file, marie, LINES * 15)
    assert queries() == many


def test_the_persons_own_page_says_you(
    offered: Agreement, file: SupportFile, at_home: Client, at_desk: Client
) -> None:
    own = at_home.get(reverse("plan")).content.decode()
    assert "What you undertake" in own
    assert "What the person undertakes" not in own
    desk = at_desk.get(reverse("support_file", args=[file.reference])).content.decode()
    assert "What the person undertakes" in desk
