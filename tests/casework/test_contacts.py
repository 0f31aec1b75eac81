"""The contact centre: who calls is known by what they know, and everything said is kept."""

import html
import re
from threading import Thread
from typing import Any

import pytest
from django.core import mail
from django.db import DatabaseError, connection, connections, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from benefits.payments.accounts import tell_account
from casework.contacts.actions import (
    FAIL,
    ContactMoveRefusedError,
    Said,
    answer,
    identify,
    pass_on,
    record,
    take,
    write,
)
from casework.contacts.identifying import CHECKS
from casework.contacts.models import (
    Channel,
    Contact,
    ContactAnswer,
    ContactMove,
    Direction,
    Identification,
)
from casework.contacts.queries import elsewhere
from casework.contacts.statuses import MOVES, ContactStatus
from casework.demo.building import CAST, Cast
from portal.access.door import TooNearError
from portal.access.models import AccessLine, Capacity, CapacityKind, Purpose
from portal.exchange.actions import move_outbox
from portal.people.models import Person
from tests.access.test_row_security import acting
from tests.api.messages import NOBODY
from tests.casework.conftest import SignIn, caseworker

EMMA = {  # as she answers, who lives at Rue des Tilleuls 12 in 5000 Namur
    "number": CAST["persons"]["emma"]["inss"],
    "birth_date": "17/1/1990",
    "postal_code": "5000",
    "card_number": "592-0000004-85",
}
FITS = {"birth_date": "1990-01-17", "postal_code": "5000", "card_number": "592000000485"}
CALL = reverse("contact_identify", args=["telephone"])
RECORD = {
    "direction": "in",
    "topic": "unemployment",
    "question": "When is my application decided?",
    "answer": "Within four months.",
}


def words(response: Any) -> str:
    return " ".join(html.unescape(re.sub("<[^>]+>", " ", response.content.decode())).split())


@pytest.fixture
def emma(cast: Cast) -> Person:
    return cast.persons["emma"]


@pytest.fixture
def at_home(sign_in: SignIn) -> Client:
    """Emma's browser."""
    return sign_in("emma@family.example")


@pytest.fixture
def as_emma(emma: Person) -> Capacity:
    return Capacity.objects.get(user__person=emma, kind=CapacityKind.CITIZEN, mandate=None)


@pytest.fixture
def waiting(as_emma: Capacity) -> Contact:
    """What Emma wrote to the unemployment office."""
    return write(as_emma, "unemployment", "Which form do I need?")


def called(capacity: Capacity) -> Identification:
    """Emma calls and answers right."""
    known = identify(capacity, Channel.TELEPHONE, EMMA["number"], FITS)
    assert known
    return known


class TestWhoCalls:
    """What somebody must know to be who they say."""

    def test_enough_right_answers_open_the_person_and_she_reads_it(
        self, at_desk: Client, at_home: Client, emma: Person
    ) -> None:
        page = words(at_desk.post(CALL, EMMA, follow=True))
        assert "Emma Janssens" in page
        assert "Born on 17 January 1990" in page
        line = emma.access_lines.latest("pk")
        assert (line.purpose, line.opened) == (Purpose.CONTACT, True)
        assert "answering a contact with you" in words(at_home.get(reverse("looked")))
        known = Identification.objects.get()
        assert known.asked == known.passed == ["birth_date", "card_number", "postal_code"]

    @pytest.mark.parametrize(
        "changes",
        [
            {"number": CAST["persons"]["sofia"]["inss"]},
            {"number": NOBODY},  # which nobody has
            {"birth_date": "18/1/1990"},
            {"postal_code": "5001", "house_number": "13"},
            {"card_number": "", "house_number": "12"},  # others know all of it
        ],
        ids=["another's", "nobody's", "birth", "two wrong", "nothing own"],
    )
    def test_too_little_opens_nothing_and_says_nothing(
        self, at_desk: Client, changes: dict[str, str], marie: Capacity
    ) -> None:
        answered = at_desk.post(CALL, EMMA | changes)
        page = words(answered)
        assert "Too little of it fits" in page
        for told in ("Emma", "Janssens", "Sofia", "Tilleuls"):
            assert told not in page
        assert not AccessLine.objects.filter(capacity=marie).exists()
        assert not Identification.objects.open_to(marie).exists()

    def test_all_failures_look_alike(self, at_desk: Client) -> None:
        """Who asks cannot tell a number that nobody has from answers that do not fit."""
        pages = set()
        for changes in ({"number": NOBODY}, {"birth_date": "18/1/1990"}):
            content = at_desk.post(CALL, EMMA | changes).content
            typed = "|".join(map(re.escape, (EMMA | changes).values()))
            pages.add(
                re.sub(rf"[A-Za-z0-9]{{64}}|{typed}|{EMMA['birth_date']}", "", content.decode())
            )
        assert len(pages) == 1

    def test_one_wrong_answer_of_four_is_forgiven_on_the_telephone(self, marie: Capacity) -> None:
        said = FITS | {"house_number": "14"}
        assert identify(marie, Channel.TELEPHONE, EMMA["number"], said)
        assert identify(marie, Channel.LETTER, EMMA["number"], said) is None
        assert Identification.objects.latest("pk").passed == sorted(FITS)

    def test_at_the_desk_the_card_is_enough(self, marie: Capacity) -> None:
        card = {"card_number": FITS["card_number"]}
        assert identify(marie, Channel.VISIT, EMMA["number"], card)
        assert identify(marie, Channel.TELEPHONE, EMMA["number"], card) is None

    def test_the_account_counts_as_known_to_oneself_alone(
        self, marie: Capacity, emma: Person
    ) -> None:
        tell_account(emma, "BE68539007547034")
        said = {"birth_date": FITS["birth_date"], "postal_code": "5000", "account_end": "7034"}
        assert identify(marie, Channel.TELEPHONE, EMMA["number"], said)
        wrong = said | {"account_end": "7035"}
        assert identify(marie, Channel.TELEPHONE, EMMA["number"], wrong) is None

    def test_after_five_failures_a_number_stays_shut_even_to_right_answers(
        self, marie: Capacity, tom: Capacity
    ) -> None:
        for _time in range(FAIL.most):
            assert identify(marie, Channel.TELEPHONE, EMMA["number"], {}) is None
        assert identify(tom, Channel.TELEPHONE, EMMA["number"], FITS) is None

    def test_who_asks_too_often_waits(self, at_desk: Client) -> None:
        answers = {at_desk.post(CALL, EMMA | {"card_number": ""}).status_code for _ in range(2)}
        assert answers == {200}  # too few answers are asked again, and count for nothing
        for _time in range(30):
            at_desk.post(CALL, EMMA | {"number": NOBODY})
        assert at_desk.post(CALL, EMMA).status_code == 429

    def test_the_person_reads_that_somebody_failed_to_be_them(
        self, at_desk: Client, at_home: Client
    ) -> None:
        at_desk.post(CALL, EMMA | {"birth_date": "1/1/1990", "postal_code": "1000"})
        page = words(at_home.get(reverse("own_contacts")))
        assert "Somebody said to be you" in page
        assert "telephone, Unemployment office" in page

    def test_nobody_opens_somebody_near(self, marie: Capacity, at_desk: Client) -> None:
        number = marie.person.inss
        card = {"card_number": "592000000586"}
        marie.person.cards.create(number=card["card_number"], since="2020-01-01")
        with pytest.raises(TooNearError):
            identify(marie, Channel.VISIT, number, card)
        visit = reverse("contact_identify", args=["visit"])
        assert at_desk.post(visit, {"number": number, **card}).status_code == 403

    def test_it_is_open_to_who_asked_and_to_nobody_else(
        self, marie: Capacity, at_desk: Client, beside: Client
    ) -> None:
        url = reverse("contact_person", args=[called(marie).reference])
        assert at_desk.get(url).status_code == 200
        assert beside.get(url).status_code == 404

    def test_each_channel_can_be_passed_and_asks_what_has_a_field(self) -> None:
        for checks in CHECKS.values():
            assert checks.enough(checks.ask, checks.ask)
            assert not checks.enough((), ())


class TestHistory:
    """What was asked and answered, through any channel."""

    def test_a_call_that_is_answered_stands_on_the_persons_page(
        self, marie: Capacity, at_desk: Client, at_home: Client
    ) -> None:
        url = reverse("contact_person", args=[called(marie).reference])
        assert "with your answer" in words(at_desk.post(url, RECORD, follow=True))
        page = words(at_home.get(reverse("own_contacts")))
        assert "You called" in page
        assert RECORD["question"] in page
        assert RECORD["answer"] in page
        assert "Marie" not in page  # staff are known by a mark
        assert f"staff {marie.mark}" in page
        assert not Contact.objects.waiting_for(marie).exists()

    def test_a_call_that_is_not_answered_waits_for_the_office_that_it_is_about(
        self, marie: Capacity, at_desk: Client, sign_in: SignIn, cast: Cast
    ) -> None:
        url = reverse("contact_person", args=[called(marie).reference])
        asked = RECORD | {"topic": "incapacity", "answer": ""}
        page = words(at_desk.post(url, asked, follow=True))
        assert "The question waits for: Sickness fund Horizon." in page
        assert "Emma Janssens" in words(sign_in("ines@fund.example").get(reverse("contacts")))
        assert "No question waits" in words(at_desk.get(reverse("contacts")))

    def test_another_office_reads_when_and_about_what_and_not_what_was_said(
        self, marie: Capacity, emma: Person
    ) -> None:
        record(called(marie), marie, Said(Direction.IN, "unemployment", "A secret?"), "Yes.")
        ines = caseworker("Ines")
        client = Client()
        client.force_login(ines.user)
        page = words(client.get(reverse("contact_person", args=[called(ines).reference])))
        assert "Unemployment benefit" in page
        assert "What was said stays with that office." in page
        assert "A secret?" not in page
        with acting(ines):
            assert not Contact.objects.exists()
            assert [each.topic for each in elsewhere(emma, 9)] == ["unemployment"]
        assert not Contact.objects.known_to(ines).exists()

    def test_the_open_things_of_the_office_are_shown(
        self, claim: Any, marie: Capacity, at_desk: Client
    ) -> None:
        page = words(at_desk.get(reverse("contact_person", args=[called(marie).reference])))
        assert "Application for: Unemployment benefit" in page

    def test_written_on_the_portal_answered_by_the_office_and_told_by_mail(
        self, at_home: Client, at_desk: Client, emma: Person, marie: Capacity
    ) -> None:
        sent = {"topic": "unemployment", "question": "Which form do I need?"}
        page = words(at_home.post(reverse("contact_write"), sent, follow=True))
        assert "Your question is sent to: Unemployment office." in page
        assert "waits for an answer" in page
        assert "Emma Janssens" in words(at_desk.get(reverse("contacts")))
        contact = Contact.objects.get()
        url = reverse("contact_file", args=[contact.reference])
        assert "Which form do I need?" in words(at_desk.get(url))
        line = emma.access_lines.latest("pk")
        assert (line.purpose, line.case) == (Purpose.CONTACT, contact.reference)
        at_desk.post(url, {"answer": "None: we have all."})
        move_outbox()
        (told,) = mail.outbox
        assert told.to == ["emma@family.example"]
        assert "None" not in told.body
        assert "None: we have all." in words(at_home.get(reverse("own_contacts")))
        assert at_desk.get(url).status_code == 404  # answered: the file is shut again

    def test_the_same_words_sent_twice_are_one_question(self, as_emma: Capacity) -> None:
        first = write(as_emma, "unemployment", "Hello?")
        assert write(as_emma, "unemployment", "Hello?") == first

    def test_others_find_nothing(self, waiting: Contact, sign_in: SignIn) -> None:
        url = reverse("contact_file", args=[waiting.reference])
        assert sign_in("ines@fund.example").get(url).status_code == 404
        sofia = sign_in("sofia@student.example")
        assert "Which form" not in words(sofia.get(reverse("own_contacts")))

    def test_a_helper_reads_and_writes_and_she_sees_it(
        self, waiting: Contact, sign_in: SignIn, emma: Person, cast: Cast
    ) -> None:
        acting = Capacity.objects.get(mandate__giver_person=emma, mandate__representation=None)
        lucas = sign_in("lucas@family.example")
        lucas.post(reverse("choose_capacity"), {"capacity": acting.pk})
        assert "Which form do I need?" in words(lucas.get(reverse("own_contacts")))
        lucas.post(reverse("contact_write"), {"topic": "data", "question": "Is it so?"})
        assert Contact.objects.latest("pk").person == emma
        assert emma.access_lines.filter(act="contact_write+").exists()

    def test_hostile_words_stay_words(
        self, as_emma: Capacity, at_desk: Client, at_home: Client
    ) -> None:
        asked = write(as_emma, "unemployment", "<script>alert(1)</script>")
        for page in (
            at_home.get(reverse("own_contacts")),
            at_desk.get(reverse("contact_file", args=[asked.reference])),
        ):
            assert b"<script>alert" not in page.content

    def test_nothing_that_was_checked_or_answered_can_be_changed(
        self, waiting: Contact, marie: Capacity
    ) -> None:
        called(marie)
        answer(waiting, marie, "So.")
        for model in (Identification, ContactAnswer, ContactMove):
            with pytest.raises(DatabaseError), transaction.atomic():
                model.objects.get(pk=model.objects.latest("pk").pk).save()

    def test_pages_cost_the_same_however_much_waits(
        self, as_emma: Capacity, marie: Capacity, at_desk: Client, at_home: Client
    ) -> None:
        known = reverse("contact_person", args=[called(marie).reference])
        pages = [(at_desk, reverse("contacts")), (at_desk, known)]
        pages.append((at_home, reverse("own_contacts")))
        write(as_emma, "unemployment", "First?")
        for browser, url in pages:
            browser.get(url)
        counts = set()
        for number in range(3):
            asked = write(as_emma, "unemployment", f"Question {number}?")
            answer(write(as_emma, "unemployment", f"Answered {number}?"), marie, "So.")
            take(asked, marie)
            with CaptureQueriesContext(connection) as seen:
                for browser, url in pages:
                    browser.get(url)
            counts.add(len(seen))
        assert len(counts) == 1


class TestMoves:
    """Who may do what with a contact, and when."""

    def test_only_these_moves_are_made(self) -> None:
        made, moved = {"record", "write"}, {"take", "give_back", "hand_over", "pass_on", "answer"}
        assert set(MOVES) == made | moved
        assert {target for _sources, target in MOVES.values()} == set(ContactStatus)

    def test_what_a_colleague_has_in_hand_is_the_colleagues(
        self, waiting: Contact, marie: Capacity, tom: Capacity, beside: Client
    ) -> None:
        take(waiting, marie)
        fresh = Contact.objects.get()
        for act in (lambda: answer(fresh, tom, "Mine."), lambda: take(fresh, tom)):
            with pytest.raises(ContactMoveRefusedError):
                act()
        page = words(beside.get(reverse("contact_file", args=[waiting.reference])))
        assert "Marie Claes has this in hand" in page
        answer(fresh, marie, "Here.")

    def test_passed_on_it_waits_for_the_other_office_and_is_gone_from_here(
        self, waiting: Contact, cast: Cast, at_desk: Client, sign_in: SignIn
    ) -> None:
        url = reverse("contact_pass_on", args=[waiting.reference])
        at_desk.post(url, {"passing-topic": "incapacity"})
        waiting.refresh_from_db()
        assert waiting.office == cast.institutions["sickness-fund"]
        assert at_desk.get(reverse("contact_file", args=[waiting.reference])).status_code == 404
        there = sign_in("ines@fund.example").get(reverse("contacts"))
        assert "Emma Janssens" in words(there)
        assert [move.verb for move in waiting.moves.order_by("pk")] == ["write", "pass_on"]

    def test_what_is_answered_stays_so(self, waiting: Contact, marie: Capacity) -> None:
        answer(waiting, marie, "So.")
        with pytest.raises(ContactMoveRefusedError):
            answer(waiting, marie, "Or so.")
        with pytest.raises(ContactMoveRefusedError):
            pass_on(waiting, marie, "incapacity")


@pytest.mark.django_db(transaction=True)
def test_of_two_who_answer_at_once_one_does(cast: Cast) -> None:
    emma = Capacity.objects.get(
        user__person=cast.persons["emma"], kind=CapacityKind.CITIZEN, mandate=None
    )
    asked = write(emma, "unemployment", "Who is first?")
    refused = []

    def reply(name: str) -> None:
        try:
            answer(Contact.objects.get(pk=asked.pk), caseworker(name), f"{name} is.")
        except ContactMoveRefusedError:
            refused.append(name)
        finally:
            connections.close_all()

    threads = [Thread(target=reply, args=[name]) for name in ("Marie", "Tom")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(refused) == 1
    assert ContactAnswer.objects.count() == 1
