"""Files on pages: sending, receipts, progress, checking."""

from collections.abc import Mapping
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.test import Client
from lxml import etree

from casework.demo.building import Cast
from declarations.channels.models import Declaration
from declarations.files.models import DroppedFile, Sending
from declarations.social_risk.scenarios import scenarios
from portal.exchange.actions import MOST, deliver, fan_out, move_outbox, turns
from portal.exchange.models import Message
from tests.api.messages import COLETTE, SOFIA
from tests.files.sets import RESTAURANT, hirings, set_of, stem
from tests.glossary.official import official
from tests.hiring.test_hire_pages import text
from tests.social_risk.declaring import content
from tests.social_risk.samples import xml
from tests.wages.odd_files import SOUND

OWN = stem(sender=RESTAURANT)


def send(client: Client, address: str, files: Mapping[str, bytes]) -> Any:
    chosen = [SimpleUploadedFile(name, data) for name, data in files.items()]
    return client.post(address, {"file": chosen})


def take_a_turn(limit: int = MOST) -> None:
    """Carry out so many deliveries of who is next, as a worker does in one transaction."""
    deliver(turns()[0], limit)


def test_a_company_sends_a_file(colette: Client) -> None:
    answer = send(colette, "/company/file/", {"dimona.xml": hirings()})
    assert "0 of 1 checked" in text(colette.get(answer["Location"]))
    move_outbox()
    assert "accepted" in text(colette.get(answer["Location"]))


def test_many_forms_are_read_after_the_receipt(colette: Client) -> None:
    many = {"dimona.xml": hirings(*[SOFIA] * 60)}
    here = send(colette, "/company/file/", many)["Location"]
    page = colette.get(here)
    assert "read its forms now" in text(page)
    assert f'hx-get="{here}forms/' in page.content.decode()
    assert send(colette, "/company/file/", many)["Location"] == here
    assert not Declaration.objects.filter(message__channel="file").exists()
    fan_out()
    take_a_turn()
    assert "0 of 60 checked" in text(colette.get(here))
    move_outbox()
    page = colette.get(here)
    assert "60 declarations: 59 refused, 0 being checked" in text(page)
    assert "hx-get" not in page.content.decode()


def test_a_file_of_which_reading_is_broken_off_is_read_again(colette: Client) -> None:
    here = send(colette, "/company/file/", {"dimona.xml": hirings(*[SOFIA] * 60)})["Location"]
    fan_out()
    with transaction.atomic():
        take_a_turn()
        transaction.set_rollback(True)  # as the database does with what is not committed
    assert "read its forms now" in text(colette.get(here))
    move_outbox()
    assert "60 declarations" in text(colette.get(here))


def test_a_set_is_sent_at_once_in_any_order(colette: Client) -> None:
    files = dict(reversed(list(set_of(OWN, hirings(SOFIA, COLETTE)).items())))
    answer = send(colette, "/company/file/", files)
    again = send(colette, "/company/file/", files)
    assert answer["Location"] == again["Location"]
    page = text(colette.get(answer["Location"]))
    assert f"GO.{OWN}.1" in page
    assert Sending.objects.count() == 1


def test_files_wait_for_their_go_file(colette: Client) -> None:
    (fi, fs, go) = (files := set_of(OWN, hirings())).keys()
    answer = colette.get(
        send(colette, "/company/file/", {fi: files[fi], fs: files[fs]})["Location"]
    )
    assert "They wait for their GO file" in text(answer)
    assert [file.name for file in answer.context["waiting"]] == [fs, fi]
    send(colette, "/company/file/", {go: b""})
    assert not colette.get("/company/file/").context["waiting"]


def test_a_wrong_name_is_said_at_the_field_and_stores_nothing(colette: Client) -> None:
    files = {**set_of(OWN, hirings()), "FI.DMPI.1": b""}
    page = text(send(colette, "/company/file/", files))
    assert "(ACRF-131)" in page
    assert not DroppedFile.objects.exists()


def test_several_files_need_official_names(colette: Client) -> None:
    page = text(send(colette, "/company/file/", {"a.xml": hirings(), "b.xml": hirings(COLETTE)}))
    assert "files with official names" in page
    assert not Message.objects.filter(channel="file").exists()


def test_a_refused_set_says_why_and_has_its_receipt(colette: Client) -> None:
    address = send(colette, "/company/file/", {f"GO.{OWN}.1": b""})["Location"]
    page = text(colette.get(address))
    assert "(ACRF-120)" in page
    assert "(ACRF-122)" in page
    receipt = etree.fromstring(colette.get(f"{address}acrf.xml").content)
    assert receipt.findtext(".//ResultCode") == "0"


def test_a_message_says_which_rows_were_known(nora: Client) -> None:
    for sequence, numbers in (("00001", [SOFIA]), ("00002", [COLETTE, SOFIA])):
        answer = send(nora, "/office/file/", set_of(stem(sequence), hirings(*numbers)))
    move_outbox()
    assert "1 of them was known already, and was not done twice." in text(
        nora.get(answer["Location"])
    )


@pytest.mark.parametrize(
    ("name", "schema"), [("acrf", "ACRF_20231"), ("notification", "NOTIFICATION_20223")]
)
def test_answers_can_be_taken_along_as_official_xml(
    nora: Client, colette: Client, name: str, schema: str
) -> None:
    address = send(nora, "/office/file/", set_of(stem(), hirings()))["Location"]
    waiting = nora.get(f"{address}notification.xml", follow=True)
    assert "There is no answer yet" in text(waiting)
    move_outbox()
    content = nora.get(f"{address}{name}.xml").content
    found = etree.fromstring(content)
    etree.XMLSchema(etree.parse(official(f"schemas/{schema}.xsd"))).assertValid(found)
    assert found.findtext(".//FileName") == f"GO.{stem()}.1"
    assert colette.get(f"{address}{name}.xml").status_code == 404


def test_files_are_for_their_sender(
    cast: Cast, nora: Client, colette: Client, lucas: Client, client: Client
) -> None:
    send(nora, "/office/file/", {f"GO.{stem()}.1": b""})
    address = f"/files/{Sending.objects.get().ticket}/"
    for page in (address, f"{address}acrf.xml"):
        assert nora.get(page).status_code == 200
        assert colette.get(page).status_code == 404
        assert lucas.get(page).status_code == 403
        assert client.get(page)["Location"].startswith("/accounts/login/")
    assert nora.get("/company/file/").status_code == 403


def test_the_progress_is_drawn_while_declarations_wait(nora: Client) -> None:
    answer = send(nora, "/office/file/", {"a.xml": hirings(SOFIA, COLETTE)})
    page = nora.get(answer["Location"])
    assert (page.context["judged"], page.context["percent"]) == (0, 0)
    assert 'width="0%"' in page.content.decode()
    move_outbox()
    page = nora.get(answer["Location"])
    assert (page.context["judged"], page.context["percent"]) == (2, 100)
    assert "of 2 checked" not in text(page)


def test_a_file_that_was_worked_half_way_goes_on(nora: Client) -> None:
    answer = send(nora, "/office/file/", {"a.xml": hirings(*[SOFIA] * 501)})
    for _ in range(2):
        fan_out()
        take_a_turn(1)  # as far as a worker came that was killed then
    assert "500 of 501 checked" in text(nora.get(answer["Location"]))
    assert 'width="99%"' in nora.get(f"{answer['Location']}forms/").content.decode()
    move_outbox()
    page = text(nora.get(answer["Location"]))
    assert "501 declarations: 500 refused, 0 being checked." in page
    assert "500 of them were known already" in page


def test_a_file_is_checked_without_being_stored(nora: Client, colette: Client) -> None:
    before = Message.objects.count()
    for browser in (nora, colette):
        page = text(send_one(browser, hirings()))
        assert "Nothing is wrong with dimona.xml" in page
        page = text(send_one(browser, hirings().replace(b"<WorkerType>OTH", b"<WorkerType>ZZZ")))
        assert "dimona.xml would be refused" in page
        assert "00655-" in page
    assert Message.objects.count() == before


def test_quarterly_wages_are_checked_on_the_same_page(nora: Client) -> None:
    page = text(send_one(nora, SOUND.replace("<Border>0", "<Border>x").encode()))
    assert "No worker twice for one employer and quarter" in page
    assert "00040-002" in page


def send_one(client: Client, data: bytes) -> Any:
    return client.post("/check-file/", {"file": SimpleUploadedFile("dimona.xml", data)})


@pytest.mark.parametrize("address", ["/check-file/", "/company/file/"])
def test_something_must_be_chosen(colette: Client, address: str) -> None:
    assert "Choose a file." in text(colette.post(address, {}))


def test_a_file_of_risks_is_answered_like_any_other(cast: Cast, colette: Client) -> None:
    """A few forms, and many that are read after the receipt: results, and official answers."""
    good = content(cast, "zima006")
    bad = content(cast, "zima006", WorkRecoveryDate="2020-01-01")
    data = xml(scenarios()["zima006"], good, bad)
    here = send(colette, "/company/file/", {"back.xml": data})["Location"]
    assert send(colette, "/company/file/", {"back.xml": data})["Location"] == here
    assert "0 of 2 checked" in text(colette.get(here))
    move_outbox()
    page = text(colette.get(here))
    assert "2 declarations: 1 refused, 0 being checked" in page
    assert "Lucas Dubois" in page
    assert "90017-152" in page
    found = etree.fromstring(colette.get(f"{here}notification.xml").content)
    etree.XMLSchema(etree.parse(official("schemas/NOTIFICATION_20223.xsd"))).assertValid(found)
    assert len(found.findall("Form")) == 2
    many = xml(scenarios()["zima006"], *[bad] * 60)
    there = send(colette, "/company/file/", {"many.xml": many})["Location"]
    assert "read its forms now" in text(colette.get(there))
    move_outbox()
    assert "60 declarations: 60 refused" in text(colette.get(there))
    assert colette.get("/company/file/").status_code == 200


def test_a_file_that_is_no_risk_is_said_to_be_unreadable(colette: Client) -> None:
    page = send(colette, "/company/file/", {"back.xml": b"<ZIMA006><Form></ZIMA006>"})
    assert "We cannot read this file. Nothing was stored." in text(page)
