"""The second journey: an institution reports a status, and rights follow without a question."""

from datetime import date

import pytest
import redis
import requests
from playwright.sync_api import expect
from pytest_django.live_server_helper import LiveServer

from casework.demo.building import CAST, Cast
from portal.exchange.models import Message
from tests.journeys.conftest import SignIn
from tests.journeys.looking import no_violations, until

pytestmark = [pytest.mark.browser, pytest.mark.usefixtures("worker")]


def report_status(portal_url: str, **content: str) -> None:
    """Report a status as the welfare centre's software does: a token, then the report."""
    secret = CAST["applications"]["welfare-software"]["secret"]
    token = requests.post(
        f"{portal_url}/identity/o/api/token",
        auth=("welfare-software", secret),
        data={"grant_type": "client_credentials", "scope": "statuses"},
        timeout=20,
    ).json()["access_token"]
    answer = requests.post(
        f"{portal_url}/api/statuses/v1/reports",
        headers={"Authorization": f"Bearer {token}"},
        json=content,
        timeout=20,
    )
    assert answer.status_code == 201, answer.text


def test_integration_income_for_three_months_opens_two_rights(
    portal: Cast, live_server: LiveServer, sign_in: SignIn, broker: redis.Redis
) -> None:
    report_status(
        live_server.url,
        ssin=portal.persons["sofia"].inss,
        status="integration_income",
        since=date(2026, 4, 1).isoformat(),
        legalContext="RIS",
    )
    broker.flushall()  # every bell is lost; the rows are not

    page = sign_in("sofia@student.example")
    reimbursement = page.get_by_role("link", name="Increased reimbursement of health care")
    until(page, reimbursement.first)
    until(page, page.get_by_role("link", name="Social tariff for gas and electricity").first)
    no_violations(page)

    reimbursement.first.click()
    ticket = str(Message.objects.get(service="statuses", capacity__institution__sector=17).ticket)
    main = page.get_by_role("main")
    expect(main).to_contain_text("Coordinated Act of 14 July 1994")
    expect(main).to_contain_text("Public centre for social welfare of Leuven")
    expect(main).to_contain_text(ticket)
    no_violations(page)

    letter = page.request.get(
        main.get_by_role("link", name="PDF").first.get_attribute("href") or ""
    )
    assert letter.headers["content-type"] == "application/pdf"
    assert letter.body().startswith(b"%PDF-")

    stranger = sign_in("lucas@family.example")
    assert stranger.request.get(page.url).status == 404
