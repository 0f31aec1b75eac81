"""A death: what somebody had alone ends with it; what covers others is put before a person."""

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from benefits.claims.models import Claim
from benefits.decisions.models import Beneficiary, Decision, DecisionOutcome
from benefits.granting.findings import HOLDER_DIED
from benefits.granting.models import Finding, FindingKind
from benefits.granting.own_errors import last_of_month
from benefits.granting.splitting import DIED
from casework.cases.actions import decide_case, take
from casework.demo.building import Cast
from casework.demo.wages import declare_wages
from casework.queue.models import Waiting
from portal.exchange.actions import move_outbox
from portal.exchange.models import Event
from portal.people.models import Household, HouseholdMember, Person
from tests.api.conftest import Application, application, quick_secrets  # noqa: F401
from tests.casework.conftest import caseworker, sent_by_emma
from tests.exchange.test_persons import HERE, Register
from tests.granting.test_children import benefit
from tests.granting.test_everyone import hold, young
from tests.granting.test_granting import decisions, leave, months_ago, report
from tests.hiring.declaring import today

BOTH = ("increased_reimbursement", "social_energy_tariff")


@pytest.fixture
def it(application: Any, cast: Cast) -> Register:  # noqa: F811
    return Register(application("register-software"), cast)


def with_family(cast: Cast) -> None:
    """Let Sofia live with Lucas and his children, whom her rights cover."""
    home = Household.objects.get(members__person=cast.persons["lucas"])
    sofia = HouseholdMember.objects.filter(person=cast.persons["sofia"])
    sofia.update(household=home, role="partner")
    HouseholdMember.objects.filter(person=cast.persons["emma"]).delete()


def test_the_rights_of_who_lived_alone_end_on_the_day(it: Register, cast: Cast) -> None:
    report(cast, months_ago(4))
    move_outbox()
    before = decisions(cast)
    it.told("deaths", "sofia")
    move_outbox()
    after = decisions(cast)
    for scheme in BOTH:
        assert (after[scheme].outcome, after[scheme].version) == ("granted", 2)
        assert after[scheme].starts == before[scheme].starts
        assert after[scheme].ends == today()
        assert DIED in after[scheme].explanation["reasons"]
        assert after[scheme].letter.data["cause"]["ticket"]
    hold(today() + timedelta(days=1))
    assert decisions(cast) == after
    assert not Finding.objects.filter(person=cast.persons["sofia"]).exists()


def test_what_is_told_of_a_status_afterwards_takes_nothing_of_the_days_before(
    it: Register, cast: Cast
) -> None:
    """The welfare centre ends the integration income with the death, as it always does."""
    report(cast, months_ago(4))
    move_outbox()
    it.told("deaths", "sofia")
    move_outbox()
    after = decisions(cast)
    report(cast, months_ago(4), today())
    move_outbox()
    assert decisions(cast) == after


def test_a_death_told_by_mistake_gives_the_rights_back(it: Register, cast: Cast) -> None:
    report(cast, months_ago(4))
    move_outbox()
    before = decisions(cast)
    ticket = it.told("deaths", "sofia")
    move_outbox()
    assert it.register.post(f"{HERE}/withdrawals", {"ticket": ticket}).status_code == 201
    move_outbox()
    after = decisions(cast)
    for scheme in BOTH:
        assert after[scheme].version == 3
        assert after[scheme].gives(before[scheme].starts, before[scheme].ends)
        assert DIED not in after[scheme].explanation["reasons"]


def test_a_right_that_covers_a_family_waits_for_a_caseworker_and_runs_on(
    it: Register, cast: Cast
) -> None:
    with_family(cast)
    report(cast, months_ago(4))
    move_outbox()
    before = decisions(cast)
    it.told("deaths", "sofia")
    move_outbox()
    assert decisions(cast) == before
    covered = Beneficiary.objects.filter(decision=before["increased_reimbursement"])
    assert covered.count() == 4
    found = Finding.objects.filter(person=cast.persons["sofia"]).order_by("scheme")
    assert [(each.scheme, each.kind, each.reasons) for each in found] == [
        (scheme, FindingKind.REVIEW, [HOLDER_DIED]) for scheme in BOTH
    ]
    assert Waiting.objects.filter(finding__in=found).count() == 2
    assert Event.objects.filter(topic="right.doubtful", person=cast.persons["sofia"]).count() == 2
    hold(today() + timedelta(days=1))
    assert Finding.objects.filter(person=cast.persons["sofia"]).count() == 2  # said once


def test_a_night_finds_a_right_that_runs_beyond_a_death_of_which_no_event_told(cast: Cast) -> None:
    report(cast, months_ago(4))
    move_outbox()
    before = decisions(cast)
    Person.objects.filter(pk=cast.persons["sofia"].pk).update(died_on=months_ago(1))
    run = hold()
    assert decisions(cast) == before
    found = Finding.objects.filter(person=cast.persons["sofia"], kind=FindingKind.REVIEW)
    assert sorted(found.values_list("scheme", "run")) == [(scheme, run.pk) for scheme in BOTH]


def test_the_benefit_of_a_child_ends_with_the_month(it: Register, cast: Cast) -> None:
    lina = young(cast)
    hold(months_ago(1))
    assert benefit(lina)
    it.told("deaths", "lina")
    move_outbox()
    after = benefit(lina)
    assert after
    assert (after.outcome, after.ends) == ("granted", last_of_month(today()))


def test_unemployment_benefit_ends_on_the_day_and_stays_ended(it: Register, cast: Cast) -> None:
    """Wages that are declared after the death change the amount, and not the last day."""
    case = take(sent_by_emma(), caseworker("Marie"))
    first = decide_case(case, caseworker("Marie"), DecisionOutcome.GRANTED, "")
    move_outbox()
    others = Beneficiary.objects.filter(decision=first).exclude(role="holder")
    assert not others.exists()
    it.told("deaths", "emma")
    move_outbox()
    ended = Decision.objects.latest_versions().get(claim=first.claim)
    assert (ended.outcome, ended.ends) == ("granted", timezone.localdate())
    declare_wages(cast)
    move_outbox()
    last = Decision.objects.latest_versions().get(claim=first.claim)
    assert last.ends == timezone.localdate()
    assert last.amount != ended.amount


def test_work_that_ends_with_a_death_puts_no_application_on_the_page(
    it: Register, cast: Cast
) -> None:
    it.told("deaths", "lucas")
    leave(cast, "lucas", today())
    move_outbox()
    assert not Claim.objects.filter(person=cast.persons["lucas"]).exists()
