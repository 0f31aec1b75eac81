"""Somebody is shown a letter, and sees whether it is ours: without signing in, without scripts."""

from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from casework.demo.building import Cast
from portal.documents.actions import file_of
from portal.documents.codes import in_groups
from tests.journeys.looking import no_violations

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_checked_by_its_code_and_its_bytes(
    browser: Browser, browser_context_args: dict[str, object], portal: Cast, tmp_path: Path
) -> None:
    letter = portal.persons["georges"].letters.earliest("pk")
    pdf = bytes(file_of(letter).pdf)
    (tmp_path / "letter.pdf").write_bytes(pdf)
    (tmp_path / "changed.pdf").write_bytes(pdf[:9_000] + b"0" + pdf[9_001:])

    page = browser.new_context(**browser_context_args).new_page()  # type: ignore[arg-type]
    page.goto("/letter/")
    no_violations(page)
    page.get_by_label("Code of the letter").fill("ABCD-EFGH")
    page.keyboard.press("Enter")
    expect(page.get_by_role("alert")).to_contain_text("A character is missing or was misread.")
    no_violations(page)
    page.get_by_label("Code of the letter").fill(in_groups(str(letter.code)).lower())
    page.keyboard.press("Enter")
    expect(page.get_by_text("We wrote a letter with this code")).to_be_visible()
    expect(page.get_by_text("Georges")).to_have_count(0)
    no_violations(page)
    page.get_by_label("The PDF of the letter").set_input_files(tmp_path / "letter.pdf")
    page.get_by_role("button", name="Compare").press("Enter")
    expect(page.get_by_text("The PDF is unchanged")).to_be_visible()
    page.get_by_label("The PDF of the letter").set_input_files(tmp_path / "changed.pdf")
    page.get_by_role("button", name="Compare").press("Enter")
    expect(page.get_by_text("This is not the PDF that we wrote")).to_be_visible()
    no_violations(page)
    page.context.close()
