"""A person's own data: each with its source, and how to be reached, which the person says."""

import re
import time
from typing import Any

import pytest
from django.conf import settings
from django.core import mail
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from casework.demo.building import Cast
from portal.access.mandates.models import Mandate
from portal.access.mandates.statuses import Help, MandateStatus
from portal.access.models import Capacity, CapacityKind, User
from portal.exchange.actions import move_outbox
from portal.pages.own.contact import LASTS, link_of
from portal.pages.own.models import Export
from portal.pages.own.queries import contact_of
from portal.people.models import Person
from tests.access.giving import LONG_AGO
from tests.access.test_confirming import age
from tests.hiring.acting import acting

EMMA = "emma@family.example"
NEW = "emma@new.example"
SAID = {"email": EMMA, "telephone": "", "language": "nl", "channel": "email"}


@pytest.fixture
def emma(cast: Cast) -> Client:
    return acting(EMMA, CapacityKind.CITIZEN)


@pytest.fixture
def person(cast: Cast) -> Person:
    return cast.persons["emma"]


def change(browser: Client, **said: str) -> Any:
    return browser.post(reverse("contact"), SAID | said)


def mails() -> list[Any]:
    move_outbox()
    return mail.outbox


def link() -> str:
    """Return the path of the link in the newest mail to the new address."""
    text = next(each.body for each in reversed(mails()) if each.to == [NEW])
    found = re.search(r"https?://[^/\s]+(/\S+)", text)
    assert found
    return found[1]


def test_each_datum_has_its_source_and_who_corrects_it(emma: Client) -> None:
    page = emma.get(reverse("own_data")).content.decode()
    for word in ("Emma Janssens", "90.01.17-284.36", "Bouwens Bouw", "Rue des Tilleuls 12"):
        assert word in page
    assert "declaration of Bouwens Bouw, " in page
    assert page.count("From: ") == page.count("solida-known")
    assert "civil affairs office" in page


def test_those_one_lives_with_are_counted_and_not_named(emma: Client) -> None:
    page = emma.get(reverse("own_data")).content.decode()
    assert "4 persons" in page
    assert not [name for name in ("Lucas", "Noah", "Lina") if name in page]


def test_the_page_takes_as_many_queries_for_much_as_for_little(emma: Client) -> None:
    emma.get(reverse("own_data"))
    with CaptureQueriesContext(
        connection,
    ) as before:
        emma.get(reverse("own_data"))
    for _ in range(3):
        change(emma, telephone="+32 470 12 34 56")
    emma.get(reverse("own_data"))  # which shows what was said just now
    with CaptureQueriesContext(connection) as after:
        emma.get(reverse("own_data"))
    assert len(after) <= len(before) <= 40


def test_what_one_says_counts_at_once_and_stays(emma: Client, person: Person) -> None:
    change(emma, telephone="+32 (0)470/12.34.56".replace("(0)", ""), language="de", channel="post")
    now = contact_of(person)
    assert (now.telephone, now.language, now.channel) == ("+32470123456", "de", "post")
    person.refresh_from_db()
    assert person.language == "de"  # letters follow
    change(emma, language="fr")
    assert [each.language for each in person.contact_versions.order_by("pk")] == ["de", "fr"]


def test_another_address_counts_once_it_is_confirmed(emma: Client, person: Person) -> None:
    change(emma, email=NEW)
    assert contact_of(person).email == EMMA
    path = link()
    assert emma.get(path).status_code == 200
    assert contact_of(person).email == EMMA  # a mail program that opens links changes nothing
    emma.post(path)
    assert contact_of(person).email == NEW
    assert [each.to for each in mails()[-1:]] == [[EMMA]]  # the old one is told
    assert emma.post(path).status_code == 400  # once


def test_each_change_is_told_to_the_address_that_counted(emma: Client) -> None:
    mails().clear()  # what the cast is told anyway
    change(emma, telephone="+32470123456")
    assert [each.to for each in mails()] == [[EMMA]]


def test_a_link_is_for_who_asked_and_for_three_days(
    emma: Client, person: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    change(emma, email=NEW)
    path = link()
    lucas = acting("lucas@family.example", CapacityKind.CITIZEN)
    assert lucas.post(path).status_code == 400
    change(emma, email="emma@third.example")
    assert emma.post(path).status_code == 400  # another address is asked for
    change(emma, email=NEW)
    version = contact_of(person)
    long_ago = time.time() - LASTS - 1
    monkeypatch.setattr("django.core.signing.time.time", lambda: long_ago)
    path = link_of(version).removeprefix(settings.BASE_URL)
    monkeypatch.undo()
    assert emma.post(path).status_code == 400
    assert emma.post(link()).status_code == 302


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ({"email": ""}, "Fill in your e-mail address, or choose paper."),
        ({"email": "emma"}, "Enter a valid email address."),
        ({"telephone": "call me"}, "A telephone number has 8 to 15 digits"),
        ({"language": "it"}, "Select a valid choice"),
    ],
)
def test_what_cannot_be_is_refused(
    emma: Client, person: Person, said: dict[str, str], words: str
) -> None:
    assert words in change(emma, **said).content.decode()
    assert not person.contact_versions.exists()


def test_it_wants_a_recent_sign_in(emma: Client, person: Person) -> None:
    answer = change(age(emma), telephone="+32470123456")
    assert answer.headers["Location"].startswith(reverse("account_reauthenticate"))
    assert not person.contact_versions.exists()


def test_a_helper_reads_and_changes_nothing(cast: Cast, person: Person) -> None:
    """Neither how the person is reached, nor a copy of everything, whatever the mandate says."""
    mandate = Mandate.objects.create(
        giver_person=person,
        holder_person=cast.persons["sofia"],
        service=Help.EVERYTHING,
        since=LONG_AGO.date(),
        status=MandateStatus.CONFIRMED,
        confirmed_at=LONG_AGO,
    )
    user = User.objects.get(person=mandate.holder_person)
    capacity = Capacity.objects.create(
        user=user, kind=CapacityKind.CITIZEN, mandate=mandate, since=mandate.since
    )
    helper = Client()
    helper.force_login(user)
    helper.post(reverse("choose_capacity"), {"capacity": capacity.pk})
    page = helper.get(reverse("own_data")).content.decode()
    assert "Emma Janssens" in page
    refused = [reverse("contact"), reverse("contact_confirm", args=["x"]), reverse("exports")]
    refused.append(reverse("export_file", args=[mandate.reference]))
    for address in refused:
        assert address not in page
        assert [helper.get(address).status_code, helper.post(address, SAID).status_code] == [
            403,
            403,
        ]
    assert not person.contact_versions.exists()
    assert not Export.objects.exists()
