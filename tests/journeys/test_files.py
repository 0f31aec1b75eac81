"""A payroll office checks a file, sends it as a set, sees it worked, and keeps the answers."""

from pathlib import Path

import pytest
from playwright.sync_api import FilePayload, Page, expect

from casework.demo.building import Cast
from portal.exchange.actions import move_outbox
from tests.api.messages import COLETTE, NOBODY, SOFIA
from tests.files.sets import hirings, set_of, stem
from tests.journeys.conftest import SignIn
from tests.journeys.looking import no_violations

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def choose(page: Page, label: str, files: dict[str, bytes]) -> None:
    payloads: list[FilePayload] = [
        {"name": name, "mimeType": "text/xml", "buffer": data} for name, data in files.items()
    ]
    page.get_by_label(label).set_input_files(payloads)


def test_a_set_of_files_from_check_to_answers(portal: Cast, sign_in: SignIn) -> None:
    page = sign_in("nora@payroll.example")
    page.goto("/check-file/")
    choose(page, "File of declarations", {"dimona.xml": hirings().replace(b"OTH", b"ZZZ")})
    page.get_by_role("button", name="Check the file").click()
    expect(page.get_by_role("heading", name="dimona.xml would be refused")).to_be_visible()
    no_violations(page)

    page.goto("/office/file/")
    choose(page, "Dimona file", {f"GO.{stem()}.1": b""})
    page.get_by_role("button", name="Send", exact=True).click()
    expect(page.get_by_text("(ACRF-120)")).to_be_visible()
    no_violations(page)

    page.goto("/office/file/")
    choose(page, "Dimona file", {"FI.DMPI.1": b"", "FS.1": b""})
    page.get_by_role("button", name="Send", exact=True).click()
    expect(page.get_by_role("alert").get_by_text("(ACRF-131)")).to_be_visible()
    no_violations(page)

    choose(page, "Dimona file", dict(set_of(stem("00002"), hirings(SOFIA, COLETTE, NOBODY))))
    page.get_by_role("button", name="Send", exact=True).click()
    expect(page.get_by_text("0 of 3 checked")).to_be_visible()
    no_violations(page)
    move_outbox()
    expect(page.get_by_text("3 declarations: 1 refused, 0 being checked.")).to_be_visible()
    no_violations(page)
    with page.expect_download() as download:
        page.get_by_role("link", name="Receipt (ACRF)").click()
    assert b"ACRF001" in Path(download.value.path()).read_bytes()
    page.goto("/office/file/")
    expect(page.get_by_role("link", name=f"GO.{stem('00002')}.1")).to_be_visible()
    no_violations(page)
