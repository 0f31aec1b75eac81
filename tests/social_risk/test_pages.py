"""Pages of social risks: prefilled, sent, shown with their way, changed, cancelled, reminded of."""

from __future__ import annotations

import re
from datetime import date, timedelta
from urllib.parse import urljoin
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from casework.demo.building import Cast
from declarations.channels.models import Declaration
from declarations.hiring.models import EmploymentPeriod
from declarations.social_risk.contents import blocks_in
from declarations.social_risk.models import AnswerKind, Risk, RiskAnswer
from declarations.social_risk.pages import views
from declarations.social_risk.pages.reminders import last_month, tasks_of
from portal.exchange.actions import move_outbox
from tests.social_risk.declaring import content, declare, employer

pytestmark = pytest.mark.django_db


def period(cast: Cast) -> EmploymentPeriod:
    return EmploymentPeriod.objects.get(person=cast.persons["lucas"])


def address(cast: Cast, flow: str, kind: str) -> str:
    return reverse("risk_form", args=[period(cast).reference, flow, kind])


def inputs(html: str) -> dict[str, str]:
    """What a form would send as it is shown."""
    tags = re.findall(r"<input[^>]*>", html)
    found = {}
    for tag in tags:
        name, value = re.search(r'name="([^"]*)"', tag), re.search(r'value="([^"]*)"', tag)
        if name and ('type="radio"' not in tag or "checked" in tag):
            found[name[1]] = value[1] if value else ""
    for name, options in re.findall(r'<select[^>]*name="([^"]*)"[^>]*>(.*?)</select>', html, re.S):
        chosen = re.search(r'value="([^"]*)" selected', options)
        found[name] = chosen[1] if chosen else ""
    found.pop("language", None)
    return found


def test_a_return_to_work_asks_for_the_day_alone(cast: Cast, colette: Client) -> None:
    page = colette.get(address(cast, "zima006", "001")).content.decode()
    assert cast.persons["lucas"].full_name in page
    typed = inputs(page)
    day = next(name for name in typed if "WorkRecoveryDate" in name)[:-2]
    typed |= {f"{day}_0": "9", f"{day}_1": "11", f"{day}_2": "2026"}
    sent = colette.post(address(cast, "zima006", "001"), typed)
    assert sent.status_code == 302, re.findall("error-message.*", sent.content.decode())
    again = colette.post(address(cast, "zima006", "001"), typed)
    assert again["Location"] == sent["Location"]
    move_outbox()
    risk = Risk.objects.get()
    assert risk.since == date(2026, 11, 9)
    shown = colette.get(sent["Location"]).content.decode()
    assert "Social risk" in shown
    listed = colette.get(reverse("risks")).content.decode()
    assert f'href="{risk.reference}/"' in listed
    RiskAnswer.objects.create(
        delivery=risk.deliveries.get(), kind=AnswerKind.DECIDED, note="Paid until the 8th."
    )
    file = colette.get(reverse("risk", args=[risk.reference])).content.decode()
    assert "Sickness fund Horizon" in file
    assert "Paid until the 8th." in file


def test_wrong_answers_are_shown_at_their_question(cast: Cast, colette: Client) -> None:
    page = address(cast, "zima006", "001")
    for typed in ({}, {"key": "x"}, inputs(colette.get(page).content.decode())):
        answer = colette.post(page, typed)
        assert answer.status_code == 200
    assert "00128-001" in answer.content.decode()
    assert not Declaration.objects.filter(flow="zima006").exists()


def test_a_month_of_temporary_unemployment_by_grid_and_days(cast: Cast, colette: Client) -> None:
    page = f"{address(cast, 'wech005', '001')}?month=2026-10&all=1"
    typed = inputs(colette.get(page).content.decode())
    typed |= {f"grid_{n}": "7:36" for n in range(1, 6)}
    typed |= {"day_2026-10-05": "7.6", "day_2026-10-06": "7,6"}
    assert typed["day_2026-10-05_code"] == "5.1"
    known = {
        "EmployerClass": "017", "WorkerCode": "015", "JointCommissionNbr": "302",
        "WorkingDaysSystem": "500", "MeanWorkingHours": "3800", "RefMeanWorkingHours": "3800",
        "OccupationInterruption": "2", "WorkScheduleCode": "01", "RemunerationTimeUnit": "4",
        "RemunerationBasisAmount": "245000", "MajorForceReason": "", "Retired": "0",
        "ContractType": "0",
    }  # fmt: skip
    html = colette.get(page).content.decode()
    for name in {*re.findall(r'name="(h[0-9]+_[^"]*)"', html)}:
        label = name.partition("_")[2]
        if label in known:
            typed[name] = known[label]
    sent = colette.post(page, typed)
    assert sent.status_code == 302, re.findall(
        r"[^<>]*\([0-9]{5}-[0-9]{3}\)", sent.content.decode()
    )
    move_outbox()
    declared = Declaration.objects.select_related("verdict").get(flow="wech005")
    assert declared.verdict.findings == []
    days = [day for _path, day in blocks_in(declared.content, "NatureOfDay")]
    day = {"DayNatureCode": "5.1", "HoursNumber": "760"}
    assert days == [day | {"DayIndicator": "--10-05"}, day | {"DayIndicator": "--10-06"}]
    assert len(list(blocks_in(declared.content, "IndicationDaysAndHours"))) == 7


def test_last_month_is_reminded_of_and_copied(cast: Cast, colette: Client) -> None:
    today = timezone.localdate()
    month = last_month(today)
    before = last_month(month)
    end = month - timedelta(days=1)
    span = {"RefStartingDate": before.isoformat(), "RefEndingDate": end.isoformat()}
    made = content(cast, "zima002", DayIndicator=f"--{before:%m-%d}", **span)
    declare(employer(cast), "zima002", made)
    (task,) = tasks_of(cast.companies["restaurant"], today)
    assert (task.scenario.flow, task.month) == ("zima002", month)
    assert task.deadline.day == 5
    listed = colette.get(reverse("risks")).content.decode()
    link = re.search(r'href="([^"]*month=[^"]*)"', listed)
    assert link
    copied = colette.get(urljoin(reverse("risks"), link[1])).content.decode()
    assert (
        copied.count('value="38.5"') + copied.count('value="0.01"') + copied.count("inputmode") > 4
    )
    end = today.replace(day=1) - timedelta(days=1)
    span = {"RefStartingDate": month.isoformat(), "RefEndingDate": end.isoformat()}
    declare(
        employer(cast), "zima002", content(cast, "zima002", DayIndicator=f"--{month:%m-%d}", **span)
    )
    assert tasks_of(cast.companies["restaurant"], today) == []


def test_a_risk_is_changed_and_cancelled_on_its_page(cast: Cast, colette: Client) -> None:
    declare(employer(cast), "zima006", content(cast, "zima006"))
    risk = Risk.objects.get()
    change = f"{address(cast, 'zima006', '001')}?change={risk.reference}"
    here = reverse("risk", args=[risk.reference])
    link = re.search(r'href="([^"]*change=[^"]*)"', colette.get(here).content.decode())
    assert link
    assert urljoin(here, link[1]) == change
    typed = inputs(colette.get(change).content.decode())
    day = next(name for name in typed if "WorkRecoveryDate" in name)[:-2]
    sent = colette.post(change, {**typed, f"{day}_0": "28"})
    assert sent.status_code == 302, re.findall(
        r"[^<>]*\([0-9]{5}-[0-9]{3}\)", sent.content.decode()
    )
    move_outbox()
    risk.refresh_from_db()
    assert risk.since == date(2026, 10, 28)
    cancel = reverse("risk_cancel", args=[risk.reference])
    assert colette.get(cancel).status_code == 200
    for _twice in range(2):
        assert colette.post(cancel).status_code == 302
    move_outbox()
    risk.refresh_from_db()
    assert risk.is_cancelled
    assert colette.post(cancel).status_code == 404


def test_the_start_leads_to_the_form(cast: Cast, colette: Client) -> None:
    page = colette.get(reverse("risk_start"))
    assert "Temporary unemployment" in page.content.decode() or page.status_code == 200
    worker = str(period(cast).reference)
    led = colette.post(reverse("risk_start"), {"worker": worker, "what": "wech001-001"})
    assert urljoin(reverse("risk_start"), led["Location"]) == address(cast, "wech001", "001")
    assert colette.get(address(cast, "wech001", "001")).status_code == 200
    for flow, kind in (("wech001", "009"), ("nothing", "001"), ("aoat003", "001")):
        assert colette.get(address(cast, flow, kind)).status_code == 404
    assert colette.get(address(cast, "aoat003", "000")).status_code == 200


def test_codes_of_an_accident_are_chosen_from_the_official_lists(
    cast: Cast, colette: Client
) -> None:
    html = colette.get(address(cast, "aoat001", "001")).content.decode()
    lists = {
        "InjuriesNatureCode": ("031", 52),
        "InjuriesPlaceCode": ("54", 41),
        "LastEventCode": ("52", 52),
        "ObjectCode": ("01.02", 193),
    }
    for label, (code, codes) in lists.items():
        select = re.search(rf'<select name="h[0-9]+_{label}".*?</select>', html, re.DOTALL)
        assert select, label
        assert f'value="{code}"' in select[0]
        assert select[0].count("<option") == codes + 1


def test_a_long_list_of_workers_is_searched(
    cast: Cast, colette: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    second_worker = period(cast)
    second_worker.pk, second_worker.reference = None, uuid4()
    second_worker.number, second_worker.person = "990000000001", cast.persons["sofia"]
    second_worker.save()
    monkeypatch.setattr(views, "WORKERS", 1)
    start = reverse("risk_start")
    first, second = (colette.get(f"{start}?page={n}").content.decode() for n in (1, 2))
    assert ("Dubois" in first, "Lambert" in first) == (True, False)
    assert ("Dubois" in second, "Lambert" in second) == (False, True)
    found = f"{start}?name=lamb"
    html = colette.get(found).content.decode()
    assert "Lambert" in html
    worker = re.search(r'<option value="([0-9a-f-]{36})"', html)
    assert worker
    led = colette.post(found, {"worker": worker[1], "what": "zima006-001"})
    form = reverse("risk_form", args=[worker[1], "zima006", "001"])
    assert urljoin(start, led["Location"]) == form
    assert "Nobody in your register" in colette.get(f"{start}?name=zzz").content.decode()


def test_the_list_takes_few_queries(
    cast: Cast, colette: Client, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    for n in range(1, 5):
        day = f"2026-10-{n:02d}"
        declare(employer(cast), "zima006", content(cast, "zima006", WorkRecoveryDate=day))
    with django_assert_max_num_queries(22):
        page = colette.get(reverse("risks"))
    assert page.content.decode().count("Return to work after incapacity") == 4
