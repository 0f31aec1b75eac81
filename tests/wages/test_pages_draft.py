"""The draft of a quarter, as an employer fills it in."""

from typing import Any

import pytest
from django.test import Client

from casework.demo.building import Cast
from declarations.glossary.catalog import for_quarter
from declarations.glossary.model import Zone
from declarations.wages.drafting.drafts import draft_of
from declarations.wages.drafting.models import DraftWorker
from portal.access.mandates.models import Mandate
from portal.access.models import AccessLine, Service
from tests.access.giving import end
from tests.wages.pages import DAYS, HERE, PAY, QUARTER, TERMS, colette, nora, piet, send, shown

pytestmark = pytest.mark.django_db


def of_lucas(cast: Cast, page: str = "") -> str:
    """Return the address of the draft of Lucas, or of a page below it."""
    return f"{HERE}workers/{cast.persons['lucas'].reference}/{page}"


@pytest.fixture
def office(cast: Cast) -> Client:
    """Return Colette's browser, in which the terms of Lucas are given."""
    client = colette()
    assert send(client, of_lucas(cast, "terms/"), **TERMS).status_code == 302
    return client


def test_everybody_hired_stands_in_the_draft(cast: Cast) -> None:
    page = colette().get(HERE)
    (row,) = page.context["rows"]
    assert row["entry"].person == cast.persons["lucas"]
    assert row["missing"][0] == "Terms of the contract"
    assert not page.context["may_send"]


def test_a_worker_without_terms_is_asked_them_first(cast: Cast) -> None:
    client = colette()
    assert client.get(of_lucas(cast))["Location"] == "terms/"
    form = client.get(of_lucas(cast, "terms/")).context["form"]
    assert form["WorkerRecord-0-EmployerClass"].value() == "017"
    assert [code for code, _words in form.fields["WorkerRecord-0-WorkerCode"].choices] == [
        "015",
        "495",
    ]


def test_a_missing_term_is_said_at_its_field_with_the_official_code(cast: Cast) -> None:
    client = colette()
    answer = send(
        client, of_lucas(cast, "terms/"), **TERMS | {"Occupation-0-0-WorkingDaysSystem": ""}
    )
    form = answer.context["form"]
    assert "00047-001" in str(form.errors["Occupation-0-0-WorkingDaysSystem"])
    assert form["Occupation-0-0-MeanWorkingHours"].value() == "38"
    assert not DraftWorker.objects.exists()


def test_the_calendar_fills_in_the_days_and_says_so(cast: Cast, office: Client) -> None:
    form = office.get(of_lucas(cast)).context["form"]
    assert form.initial["version"] == 1
    assert shown(office, of_lucas(cast))[DAYS] == "66"


def test_a_full_timer_in_a_restaurant_is_asked_three_figures(cast: Cast, office: Client) -> None:
    (section,) = office.get(of_lucas(cast)).context["form"].sections
    assert [question.zone for question in section.asked] == [
        "ServiceNbrDays",
        "ServiceNbrHours",
        "RemunAmount",
    ]


def test_a_known_worker_is_asked_at_most_a_third(
    cast: Cast, office: Client, capsys: pytest.CaptureFixture[str]
) -> None:
    form = office.get(of_lucas(cast)).context["form"]
    visible = [name for name, field in form.fields.items() if not field.widget.is_hidden]
    walked = for_quarter("dmfa", QUARTER).walk("NaturalPerson")
    places = [path for path, member, zone in walked if isinstance(zone, Zone) and member.highest]
    with capsys.disabled():
        print(f"\nheadings asked of a known worker: 3, offered: {len(visible)} of {len(places)}")  # noqa: T201
    assert len(visible) * 3 <= len(places)


def test_pay_is_typed_in_euros_and_kept_in_cents(cast: Cast, office: Client) -> None:
    assert send(office, of_lucas(cast), **{PAY: "9 600,50"})["Location"] == "../../"
    (entry,) = draft_of(cast.companies["restaurant"], QUARTER).entries
    (pay,) = entry.content["WorkerRecord"][0]["Occupation"][0]["Remun"]
    assert pay == {"RemunCode": "001", "RemunAmount": "960050"}
    assert entry.missing == []
    assert office.get(HERE).context["may_send"]


@pytest.mark.parametrize(
    ("typed", "code"),
    [("a lot", "00070-002"), ("-1", "00070-002"), ("9999999999999", "00070-093")],
)
def test_a_wrong_amount_is_said_at_its_field(
    cast: Cast, office: Client, typed: str, code: str
) -> None:
    form = send(office, of_lucas(cast), **{PAY: typed}).context["form"]
    assert code in str(form.errors[PAY])
    assert form[PAY].value() == typed


def test_other_days_and_a_bonus_are_added_as_rows(cast: Cast, office: Client) -> None:
    more = {
        PAY: "9600",
        "Service-0-0-more-ServiceCode": "50",
        "Service-0-0-more-ServiceNbrDays": "3",
        "Service-0-0-more-ServiceNbrHours": "22.8",
        "Remun-0-0-more-RemunCode": "2",
        "Remun-0-0-more-RemunAmount": "1200",
        "Remun-0-0-more-BonusPaymentFrequency": "12",
        DAYS: "63",
        "more": "1",
    }
    assert send(office, of_lucas(cast), **more)["Location"] == "./"
    values = shown(office, of_lucas(cast))
    assert values["Service-0-0-1-ServiceNbrDays"] == "3"
    assert values["Remun-0-0-1-RemunAmount"] == "1200.00"
    assert "Service-0-0-more-ServiceCode" not in values


def test_a_worker_is_saved_while_the_quarter_runs(cast: Cast) -> None:
    client, running = colette(), "/company/wages/20264/"
    page = f"{running}workers/{cast.persons['lucas'].reference}/"
    assert send(client, f"{page}terms/", **TERMS).status_code == 302
    assert send(client, page, **{PAY: "9600"}).status_code == 302
    assert client.get(f"{running}check/").context["blocked"]


def test_half_a_row_is_asked_for_its_other_half(cast: Cast, office: Client) -> None:
    typed = {PAY: "9600", "Service-0-0-more-ServiceCode": "50"}
    form = send(office, of_lucas(cast), **typed).context["form"]
    assert "00063-001" in str(form.errors["Service-0-0-more-ServiceNbrDays"])


def test_hours_without_days_are_asked_for_the_days(cast: Cast, office: Client) -> None:
    form = send(office, of_lucas(cast), **{DAYS: "", PAY: "9600"}).context["form"]
    assert "00063-001" in str(form.errors[DAYS])


def test_a_row_without_figure_goes(cast: Cast, office: Client) -> None:
    added = {
        PAY: "9600",
        "Service-0-0-more-ServiceCode": "50",
        "Service-0-0-more-ServiceNbrDays": "3",
        "Service-0-0-more-ServiceNbrHours": "22.8",
        DAYS: "63",
    }
    send(office, of_lucas(cast), **added)
    gone = {"Service-0-0-1-ServiceNbrDays": "", "Service-0-0-1-ServiceNbrHours": ""}
    send(office, of_lucas(cast), **gone, **{DAYS: "66"})
    assert "Service-0-0-1-ServiceNbrDays" not in shown(office, of_lucas(cast))


def test_nobody_writes_over_a_colleague(cast: Cast, office: Client) -> None:
    stale = shown(office, of_lucas(cast))
    send(office, of_lucas(cast), **{PAY: "9600"})
    answer = office.post(of_lucas(cast), stale | {PAY: "1"})
    assert "Colette" in str(answer.context["form"].non_field_errors())
    (saved,) = DraftWorker.objects.all()
    assert saved.content["WorkerRecord"][0]["Occupation"][0]["Remun"][0]["RemunAmount"] == "960000"
    again = answer.context["form"]["version"].value()
    assert office.post(of_lucas(cast), stale | {PAY: "1", "version": again}).status_code == 302


def test_who_is_left_out_is_not_sent_and_can_come_back(cast: Cast, office: Client) -> None:
    office.post(of_lucas(cast, "leave-out/"))
    draft = draft_of(cast.companies["restaurant"], QUARTER)
    assert (draft.sent, draft.is_ready) == ((), False)
    office.post(of_lucas(cast, "leave-out/"))
    assert len(draft_of(cast.companies["restaurant"], QUARTER).sent) == 1


def test_what_was_typed_can_be_forgotten(cast: Cast, office: Client) -> None:
    office.post(of_lucas(cast, "start-again/"))
    assert not DraftWorker.objects.exists()


def test_somebody_who_was_not_hired_can_be_added(cast: Cast) -> None:
    client = colette()
    answer = client.post(f"{HERE}add/", {"inss": cast.persons["tom"].inss})
    assert answer["Location"] == f"../workers/{cast.persons['tom'].reference}/terms/"
    assert len(client.get(HERE).context["rows"]) == 2


def test_a_name_that_is_shown_leaves_a_line(cast: Cast) -> None:
    colette().get(HERE)
    assert AccessLine.objects.filter(person=cast.persons["lucas"], purpose="declaration").exists()


@pytest.mark.parametrize("page", ["", "terms/"])
def test_a_worker_of_another_company_is_not_found(cast: Cast, page: str) -> None:
    assert piet().get(of_lucas(cast, page)).status_code == 404


@pytest.mark.parametrize("quarter", [20265, 20024, 20221, 99991])
def test_a_quarter_that_is_none_is_not_found(cast: Cast, quarter: int) -> None:
    assert colette().get(f"/company/wages/{quarter}/").status_code == 404


def test_a_payroll_office_sees_the_quarters_of_its_mandate(cast: Cast) -> None:
    restaurant = cast.companies["restaurant"]
    mandates = Mandate.objects.filter(giver_company=restaurant, service=Service.WAGES)
    mandates.update(quarters_from=20262, quarters_until=20262)
    here = f"/office/{restaurant.reference}/wages/"
    client = nora()
    assert [row["state"].quarter for row in client.get(here).context["rows"]] == [20262]
    assert client.get(f"{here}20262/").status_code == 200
    assert client.get(f"{here}20263/").status_code == 404
    end(mandates)
    assert client.get(here).status_code == 404


def test_a_company_with_very_many_workers_is_led_to_files(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("declarations.wages.views.MOST_DRAFTED", 0)
    page = colette().get(HERE)
    assert "draft" not in page.context
    assert b'href="../file/"' in page.content


def test_the_queries_of_a_draft_do_not_grow_with_it(
    cast: Cast, django_assert_max_num_queries: Any
) -> None:
    client = colette()
    for person in ("tom", "marie", "alice", "nora"):
        client.post(f"{HERE}add/", {"inss": cast.persons[person].inss})
    with django_assert_max_num_queries(14):
        assert len(client.get(HERE).context["rows"]) == 5
