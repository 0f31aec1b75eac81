"""People are told that something is ready, as they chose, and a mail says no more than that."""

from collections.abc import Sequence
from smtplib import SMTPRecipientsRefused
from typing import Any

import pytest
from django.conf import settings
from django.core import mail
from django.core.mail import EmailMessage
from django.core.mail.backends.locmem import EmailBackend
from django.test import Client
from django.urls import reverse

from benefits.claims.models import Claim
from benefits.decisions.models import Decision
from benefits.granting.models import Finding, FindingKind, GrantRun
from benefits.objections.actions import object_to, reject
from casework.cases.models import Case
from casework.demo.building import Cast
from casework.questions.actions import ask
from casework.questions.models import Wanted
from portal.access.models import Capacity
from portal.documents.actions import words_of
from portal.exchange.actions import move_outbox, publish
from portal.exchange.models import Delivery
from portal.people.contact.models import ContactDetails
from portal.people.models import Person
from tests.casework.conftest import case, claim, marie, tom
from tests.payments.conftest import jobless

__all__ = ["case", "claim", "marie", "tom"]
SECRETS = ("Unemployment", "unemployment", "Emma", "Janssens", "granted", "€")


@pytest.fixture
def emma(cast: Cast) -> Person:
    """Emma, of whom everything so far was told."""
    move_outbox()
    mail.outbox.clear()
    return cast.persons["emma"]


def reached(person: Person, channel: str) -> None:
    ContactDetails.objects.create(
        person=person, email="emma@elsewhere.example", language="en", channel=channel
    )


def told() -> str:
    """Return the one mail that was sent, which says nothing of what it is about."""
    (message,) = mail.outbox
    said = f"{message.subject}{message.body}"
    assert [secret for secret in SECRETS if secret in said] == []
    assert message.to == ["emma@elsewhere.example"]
    mail.outbox.clear()
    return str(message.body)


def ending(decision: Decision) -> Finding:
    cause = publish("granting.held", 0)
    run = GrantRun.objects.create(as_of="2026-07-01", event=cause)
    found = Finding.objects.create(
        run=run, person=decision.person, scheme=decision.scheme, kind=FindingKind.ENDING,
        decision=decision,
    )  # fmt: skip
    publish("right.ending", found.pk, person=decision.person)
    return found


def test_a_decision_is_told_of_once(emma: Person) -> None:
    reached(emma, "email")
    first = jobless(emma)
    last = jobless(emma, monthly_pay=200000, replaces=first)
    move_outbox()
    body = told()
    assert f"{settings.BASE_URL}{reverse('decision', args=[last.reference])}" in body
    move_outbox()
    assert mail.outbox == []


class Refusing(EmailBackend):
    """A mail server that does not know Emma."""

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        for message in email_messages:
            if message.to == ["emma@elsewhere.example"]:
                raise SMTPRecipientsRefused({message.to[0]: (550, b"unknown")})
        return super().send_messages(email_messages)


def test_an_address_that_is_refused_keeps_no_mail_from_others(
    emma: Person, cast: Cast, settings: Any
) -> None:
    """Decisions are told of together; nobody is told twice."""
    settings.EMAIL_BACKEND = f"{__name__}.Refusing"
    others = [cast.persons["lucas"], cast.persons["georges"]]
    reached(emma, "email")
    for person in (others[0], emma, others[1]):
        jobless(person)
    move_outbox()
    assert sorted(message.to[0] for message in mail.outbox) == [
        "georges@pension.example",
        "lucas@family.example",
    ]
    assert not Delivery.objects.filter(error__contains="Refused").exists()


def test_the_letter_says_which_decision_it_replaces(emma: Person) -> None:
    first = jobless(emma)
    last = jobless(emma, monthly_pay=200000, replaces=first)
    last.letter.language = first.letter.language = "en"
    assert str(first.reference) in words_of(last.letter)
    assert "takes the place of" in words_of(last.letter)
    assert "takes the place of" not in words_of(first.letter)


def test_an_answer_to_an_objection_is_told_of(emma: Person, tom: Capacity) -> None:
    reached(emma, "email")
    decision = jobless(emma)
    move_outbox()
    mail.outbox.clear()
    objection, _new = object_to(decision, emma.account, "")
    reject(objection, tom.user, "It is right.")
    move_outbox()
    assert reverse("objection", args=[objection.reference]) in told()


def test_who_chose_paper_gets_no_mail_and_the_letter_that_there_is(emma: Person) -> None:
    reached(emma, "post")
    jobless(emma)
    move_outbox()
    assert mail.outbox == []
    assert not emma.letters.filter(template="notice").exists()
    assert emma.letters.filter(template="decision").count() == 1


@pytest.mark.parametrize("channel", ["email", "post"])
def test_a_right_that_ends_is_told_of(emma: Person, channel: str) -> None:
    reached(emma, channel)
    decision = jobless(emma)
    move_outbox()
    mail.outbox.clear()
    ending(decision)
    move_outbox()
    if channel == "email":
        assert reverse("decision", args=[decision.reference]) in told()
    else:
        letter = emma.letters.get(template="notice")
        letter.language = "en"
        said = words_of(letter)
        assert "This right ends on" in said
        assert "Unemployment benefit" in said


def test_a_right_that_was_decided_again_is_not_said_to_end(emma: Person) -> None:
    reached(emma, "email")
    decision = jobless(emma)
    jobless(emma, monthly_pay=200000, replaces=decision)
    move_outbox()
    mail.outbox.clear()
    ending(decision)
    move_outbox()
    assert mail.outbox == []


@pytest.mark.parametrize("channel", ["email", "post"])
def test_an_application_that_was_prepared_is_told_of(emma: Person, channel: str) -> None:
    reached(emma, channel)
    claim = Claim.objects.get(person=emma)
    publish("claim.prefilled", claim.pk, person=emma)
    move_outbox()
    if channel == "email":
        assert reverse("claim", args=[claim.reference]) in told()
    else:
        letter = emma.letters.get(template="notice")
        letter.language = "en"
        assert "We prepared an application for you." in words_of(letter)


def test_an_application_with_an_open_question_does_not_say_that_nothing_is_to_be_done(
    case: Case, marie: Capacity
) -> None:
    client = Client()
    client.force_login(case.person.account)
    pages = [reverse("me"), reverse("rights"), reverse("claim", args=[case.about.reference])]
    for page in pages:
        assert "do not have to do anything" in client.get(page).content.decode(), page
    ask(case, marie, Wanted.FACT, "Why?", 14)
    for page in pages:
        said = client.get(page).content.decode()
        assert "A caseworker asked you something: answer it" in said
        assert "do not have to do anything" not in said, page
