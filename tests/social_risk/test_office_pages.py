"""A payroll office on the pages of its clients' risks: by mandate, each risk by its own quarter."""

from __future__ import annotations

import re
from urllib.parse import urljoin

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from casework.demo.building import Cast
from declarations.channels.models import Declaration
from declarations.hiring.models import EmploymentPeriod
from declarations.social_risk.models import Risk
from portal.access.mandates.models import Mandate
from portal.access.mandates.statuses import MandateStatus
from portal.access.models import AccessLine
from portal.exchange.actions import move_outbox
from portal.people.models import Company
from tests.hiring.conftest import nora
from tests.social_risk.declaring import content, declare, employer
from tests.social_risk.test_pages import inputs

__all__ = ["nora"]
pytestmark = pytest.mark.django_db


def risks(company: Company) -> str:
    return reverse("client_risks", args=[company.reference])


def form(cast: Cast, flow: str = "zima006") -> str:
    """Where something is declared of Lucas for the restaurant."""
    period = EmploymentPeriod.objects.get(person=cast.persons["lucas"])
    place = [cast.companies["restaurant"].reference, period.reference, flow, "001"]
    return reverse("client_risk_form", args=place)


def back_on(page: str, day: int, month: int) -> dict[str, str]:
    """The answers to a page that asks for the day of the return to work."""
    typed = inputs(page)
    name = next(name for name in typed if "WorkRecoveryDate" in name)[:-2]
    return typed | {f"{name}_0": str(day), f"{name}_1": str(month), f"{name}_2": "2026"}


def wages_mandate(cast: Cast) -> Mandate:
    return Mandate.objects.get(giver_company=cast.companies["restaurant"], service="wages")


def end(mandate: Mandate) -> None:
    Mandate.objects.filter(pk=mandate.pk).update(
        status=MandateStatus.ENDED, ended_at=timezone.now()
    )


def test_an_office_declares_changes_and_cancels_for_its_client(cast: Cast, nora: Client) -> None:
    """From the wages of the client to the risk; with the client's own declarations in the list."""
    declare(employer(cast), "zima001", content(cast, "zima001"))
    company = cast.companies["restaurant"]
    page = nora.get(reverse("client_quarters", args=[company.reference])).content.decode()
    assert 'href="../risks/"' in page
    start = urljoin(risks(company), "new/")
    worker = str(EmploymentPeriod.objects.get(person=cast.persons["lucas"]).reference)
    led = nora.post(start, {"worker": worker, "what": "zima006-001"})
    assert urljoin(start, led["Location"]) == form(cast)
    sent = nora.post(form(cast), back_on(nora.get(form(cast)).content.decode(), 9, 11))
    assert sent.status_code == 302
    move_outbox()
    answer = nora.get(sent["Location"]).content.decode()
    assert "1 declaration: 0 refused" in answer
    listed = nora.get(risks(company)).content.decode()
    assert "Social risks of Restaurant Chez Colette" in listed
    by_office, by_boss = Risk.objects.get(flow="zima006"), Risk.objects.get(flow="zima001")
    for risk in (by_office, by_boss):
        assert f'href="{risk.reference}/"' in listed
        shown = nora.get(urljoin(risks(company), f"{risk.reference}/"))
        assert shown.status_code == 200
        assert ("What was declared" in shown.content.decode()) == (risk is by_office)
    here = urljoin(risks(company), f"{by_office.reference}/")
    link = re.search(r'href="([^"]*change=[^"]*)"', nora.get(here).content.decode())
    assert link
    change = urljoin(here, link[1])
    assert nora.post(change, back_on(nora.get(change).content.decode(), 10, 11)).status_code == 302
    move_outbox()
    assert nora.post(f"{here}cancel/").status_code == 302
    move_outbox()
    by_office.refresh_from_db()
    assert (by_office.since.day, by_office.is_cancelled) == (10, True)
    lines = AccessLine.objects.filter(person=cast.persons["lucas"], opened=True)
    assert lines.filter(capacity__user__email="nora@payroll.example").exists()


def test_who_gave_no_mandate_or_ended_it_is_not_found(cast: Cast, nora: Client) -> None:
    declare(employer(cast), "zima006", content(cast, "zima006"))
    risk, company = Risk.objects.get(), cast.companies["restaurant"]
    inside = [risks(company), urljoin(risks(company), "new/"), form(cast)]
    inside += [urljoin(risks(company), f"{risk.reference}/{each}") for each in ("", "cancel/")]
    other = risks(cast.companies["payroll"])
    assert [nora.get(each).status_code for each in (*inside, other)] == [200] * len(inside) + [404]
    swapped = [each.replace(str(company.reference), str(cast.companies["builder"].reference))
               for each in inside[2:]]  # fmt: skip
    assert [nora.get(each).status_code for each in swapped] == [404] * len(swapped)
    end(wages_mandate(cast))
    assert [nora.get(each).status_code for each in inside] == [404] * len(inside)
    assert [nora.post(each).status_code for each in inside[1:]] == [404] * len(inside[1:])


def test_a_mandate_that_ends_in_the_middle(cast: Cast, nora: Client) -> None:
    """Ended while the form is filled in, nothing is sent; what was received before it counts."""
    typed = back_on(nora.get(form(cast)).content.decode(), 9, 11)
    sent = nora.post(form(cast), typed)
    assert sent.status_code == 302
    end(wages_mandate(cast))
    move_outbox()
    assert Declaration.objects.get(flow="zima006").verdict.result == "A"
    assert (
        nora.post(form(cast), typed | {"key": str(cast.persons["lucas"].reference)}).status_code
        == 404
    )
    assert Declaration.objects.filter(flow="zima006").count() == 1


def test_each_risk_is_judged_by_its_own_quarter(cast: Cast, nora: Client) -> None:
    """A mandate from the fourth quarter on: nothing of the third is seen or declared."""
    declare(employer(cast), "zima006", content(cast, "zima006", WorkRecoveryDate="2026-09-30"))
    old = Risk.objects.get()
    Mandate.objects.filter(pk=wages_mandate(cast).pk).update(quarters_from=20264)
    company = cast.companies["restaurant"]
    assert str(old.reference) not in nora.get(risks(company)).content.decode()
    for address in ("", "cancel/", "proof.pdf"):
        there = urljoin(risks(company), f"{old.reference}/{address}")
        assert nora.get(there).status_code == 404
    assert nora.get(f"{form(cast)}?change={old.reference}").status_code == 404
    page = nora.get(form(cast)).content.decode()
    refused = nora.post(form(cast), back_on(page, 29, 9))
    assert refused.status_code == 200
    assert "00011-155" in refused.content.decode()
    assert nora.post(form(cast), back_on(page, 1, 10)).status_code == 302


def test_the_list_takes_as_many_queries_for_many(
    cast: Cast, nora: Client, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    for day in range(1, 5):
        made = content(cast, "zima006", WorkRecoveryDate=f"2026-10-{day:02d}")
        declare(employer(cast), "zima006", made)
    with django_assert_max_num_queries(24):
        page = nora.get(risks(cast.companies["restaurant"]))
    assert page.content.decode().count("Return to work after incapacity") == 4
