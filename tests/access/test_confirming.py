"""Acts with legal effect want a recent sign-in, and what was filled in is not lost."""

import re
import time
import uuid
from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from casework.demo.building import CAST, Cast
from casework.demo.national.faults import Fault
from declarations.channels.models import Declaration
from declarations.hiring.models import EmploymentPeriod
from portal.access.confirming import CONFIRMED
from portal.access.models import Capacity, CapacityKind
from tests.access.test_national import answered, asked
from tests.hiring.acting import acting
from tests.house.test_routes import ROUTES

COLETTE = "colette@restaurant.example"
NOTE = "of <Lucas> & co"
# What binds somebody: a route that sends, decides or withdraws is asked about here.
BINDING = {
    *("hire_check", "leaving", "changing", "cancelling", "company_file", "office_file"),
    *("company_draft_check", "company_correct_worker", "company_wages_file"),
    *("client_draft_check", "client_correct_worker", "client_wages_file"),
    *("contact", "exports", "export_file"),
    *("report", "claim_check", "claim_withdraw", "case_decide"),
}


@pytest.fixture
def colette(cast: Cast) -> Client:
    """Colette for her restaurant; she signed in long ago."""
    return age(acting(COLETTE, CapacityKind.COMPANY))


def age(browser: Client) -> Client:
    session = browser.session
    session[CONFIRMED] = time.time() - 3601
    session.save()
    return browser


def leaving() -> str:
    period = EmploymentPeriod.objects.get(person__first_name="Lucas")
    return reverse("leaving", args=[period.reference])


def filled(**more: str) -> dict[str, Any]:
    today = time.localtime()
    day = {"last_day_0": today.tm_mday, "last_day_1": today.tm_mon, "last_day_2": today.tm_year}
    return {"key": str(uuid.uuid4()), **day, **more}


def sent_by_hand(browser: Client) -> HttpResponse:
    """Press the button of the page that shows what waits."""
    page = browser.get(reverse("go_on")).content.decode()
    form = page[page.index("<main") :]
    hidden = re.findall(r'type="hidden" name="(\w+)" value="([^"]*)"', form)
    action = re.search(r'<form method="post" action="([^"]+)"', form)
    assert action
    return browser.post(action[1], dict(hidden))  # type: ignore[return-value]


def confirm(browser: Client, password: str = CAST["password"]) -> HttpResponse:
    fields = {"password": password, "next": reverse("go_on")}
    return browser.post(reverse("account_reauthenticate"), fields)  # type: ignore[return-value]


def test_a_recent_sign_in_is_enough(cast: Cast) -> None:
    browser = acting(COLETTE, CapacityKind.COMPANY)
    before = Declaration.objects.count()
    browser.post(leaving(), filled())
    assert Declaration.objects.count() == before + 1


def test_an_old_one_is_confirmed_and_nothing_is_lost(colette: Client) -> None:
    before, fields = Declaration.objects.count(), filled(note=NOTE)
    asks = colette.post(leaving(), fields)
    assert asks.headers["Location"].startswith(reverse("account_reauthenticate"))
    assert Declaration.objects.count() == before
    assert confirm(colette).headers["Location"] == reverse("go_on")
    assert Declaration.objects.count() == before  # the person sends it
    page = colette.get(reverse("go_on")).content.decode()
    assert "of &lt;Lucas&gt; &amp; co" in page
    assert sent_by_hand(colette).status_code == 302
    assert Declaration.objects.count() == before + 1
    assert colette.get(reverse("go_on")).headers["Location"] == reverse("start")


def test_a_wrong_password_confirms_nothing(colette: Client) -> None:
    colette.post(leaving(), filled())
    assert confirm(colette, "guess").status_code == 200
    answer = colette.get(reverse("go_on"))
    assert answer.headers["Location"].startswith(reverse("account_reauthenticate"))


def test_reading_is_never_asked_about(colette: Client) -> None:
    assert colette.get(leaving()).status_code == 200
    assert colette.get(reverse("staff")).status_code == 200


def test_a_file_is_asked_about_before_it_is_chosen(colette: Client) -> None:
    answer = colette.get(reverse("company_file"))
    assert answer.headers["Location"].endswith(
        f"next={reverse('company_file')}".replace("/", "%2F")
    )
    confirm(colette)
    assert colette.get(reverse("company_file")).status_code == 200


def test_a_form_is_sent_in_its_own_capacity_only(colette: Client) -> None:
    colette.post(leaving(), filled())
    own = Capacity.objects.get(user__email=COLETTE, kind=CapacityKind.CITIZEN)
    colette.post(reverse("choose_capacity"), {"capacity": own.pk})
    confirm(colette)
    page = colette.get(reverse("go_on")).content.decode()
    assert "You act in another capacity now" in page
    assert "last_day" not in page


def test_what_waits_is_gone_with_the_session(colette: Client) -> None:
    colette.post(leaving(), filled())
    colette.post(reverse("account_logout"))
    colette.force_login(Capacity.objects.filter(user__email=COLETTE)[0].user)
    assert colette.get(reverse("go_on")).headers["Location"] == reverse("start")


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(("fault", "status"), [(Fault.NONE, 302), (Fault.OLD, 502)])
def test_the_national_provider_confirms_who_it_asks_again(
    provider: dict[str, Any], fault: Fault, status: int
) -> None:
    browser = age(acting(COLETTE, CapacityKind.COMPANY))
    before = Declaration.objects.count()
    browser.post(leaving(), filled())
    question = asked(browser, next=reverse("go_on"))
    assert "prompt=login" in question
    assert browser.get(answered(browser, question, "colette", fault)).status_code == status
    if fault == Fault.NONE:
        assert sent_by_hand(browser).status_code == 302
    else:
        assert browser.get(reverse("go_on")).status_code == 302  # asked again
    assert Declaration.objects.count() == before + (fault == Fault.NONE)


def test_each_binding_act_asks(cast: Cast) -> None:
    """Every view that binds is marked, and no route of the list is gone."""
    marked = {pattern.name for _a, pattern in ROUTES if hasattr(pattern.callback, "confirmed")}
    assert marked >= BINDING
