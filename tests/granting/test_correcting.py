"""What the past turns out to have been: decided again, with what follows in rights and money."""

from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.utils import timezone

from benefits.claims.models import Claim
from benefits.decisions.models import Beneficiary, Decision, DecisionOutcome
from benefits.payments.models import PayAccount
from benefits.payments.queries import balance
from benefits.payments.running import pay
from benefits.schemes.single import Scalars, evaluate_again
from casework.cases.actions import decide_case, take
from casework.demo.building import Cast
from casework.demo.wages import declare_wages
from declarations.hiring.models import EmploymentPeriod
from declarations.wages.earned import earned
from portal.exchange.actions import move_outbox, publish
from portal.exchange.models import Event
from portal.people.models import HouseholdMember, Person
from tests.casework.conftest import caseworker, sent_by_emma
from tests.granting.test_granting import decisions, months_ago, report
from tests.hiring.declaring import declare, employer


@pytest.fixture(autouse=True)
def orders(tmp_path: Path, settings: Any) -> None:
    """Keep the orders of a test in its own folder."""
    settings.PAYMENTS_PATH = tmp_path / "payments"


def granted(found: Scalars | None = None) -> Decision:
    """Let Emma's application be granted by Marie, with what she said of her pay: 3 000 a month."""
    case = take(sent_by_emma(), caseworker("Marie"))
    words = "Seen." if found else ""
    return decide_case(case, caseworker("Marie"), DecisionOutcome.GRANTED, words, found)


def standing(decision: Decision) -> Decision:
    """Return the version that stands of the same application."""
    move_outbox()
    return Decision.objects.latest_versions().get(claim=decision.claim)


def paid(decision: Decision) -> int:
    """Hold a run for this month; return what is due to the person altogether."""
    month = timezone.localdate().replace(day=1)
    pay(month, month)
    return balance(decision.person, decision.scheme).due


def work_of(decision: Decision) -> EmploymentPeriod:
    assert decision.claim
    assert decision.claim.period
    return EmploymentPeriod.objects.get(pk=decision.claim.period_id)


def correct_leaving(cast: Cast, decision: Decision, last: str) -> None:
    """Let the employer say otherwise when the work ended."""
    content = {"DimonaPeriodId": work_of(decision).number, "EndingDate": last}
    assert declare(employer(cast, "builder"), "DimonaUpdate", content).result in "AW"


def test_wages_that_are_declared_later_correct_what_was_said_of_the_pay(cast: Cast) -> None:
    """She said 3 000; the employer declares another pay; the difference follows in the ledger."""
    first = granted()
    before = paid(first)
    declare_wages(cast)
    second = standing(first)
    until = work_of(first).until
    assert until
    declared = earned(first.person, until)
    assert declared
    assert declared.month != 300000
    assert (second.replaces, second.facts["monthly_pay"]) == (first, declared.month)
    assert (second.decided_by, second.claim) == (None, first.claim)
    assert second.amount == evaluate_again(second.scheme, second.facts).amount_cents
    assert first.amount
    assert second.amount
    days = before // first.amount
    assert before == days * first.amount
    assert paid(second) == days * second.amount


def test_what_a_caseworker_established_stays(cast: Cast) -> None:
    first = granted({"monthly_pay": 280000})
    declare_wages(cast)
    assert standing(first) == first


def test_work_that_did_not_end_takes_the_right_back_and_all_that_was_paid(cast: Cast) -> None:
    first = granted()
    assert paid(first) > 0
    correct_leaving(cast, first, "9999-12-31")
    second = standing(first)
    assert (second.outcome, second.version) == ("refused", 2)
    assert second.facts["ended_by"] == "not_ended"
    assert second.explanation["reasons"] == [
        "The work did not end: the employer corrected the declaration."
    ]
    assert not evaluate_again(second.scheme, second.facts).granted
    assert paid(second) == 0
    account = balance(second.person, second.scheme)
    assert account.debt == account.ordered > 0


def test_work_that_ended_a_day_later_moves_the_first_day(cast: Cast) -> None:
    first = granted()
    until = work_of(first).until
    assert until
    correct_leaving(cast, first, (until + timedelta(days=3)).isoformat())
    second = standing(first)
    assert second.starts == until + timedelta(days=4)
    assert second.outcome == "granted"


def test_work_that_ends_after_all_gives_the_right_again(cast: Cast) -> None:
    first = granted()
    until = work_of(first).until
    assert until
    correct_leaving(cast, first, "9999-12-31")
    assert standing(first).outcome == "refused"
    again = {"DimonaPeriodId": work_of(first).number, "EndingDate": until.isoformat()}
    assert declare(employer(cast, "builder"), "DimonaOut", again).result in "AW"
    third = standing(first)
    assert (third.outcome, third.version) == ("granted", 3)
    assert (third.starts, third.amount) == (first.starts, first.amount)
    assert Claim.objects.filter(person=first.person, period=work_of(first)).count() == 1


def test_a_correction_does_not_bring_an_old_account_back(cast: Cast) -> None:
    first = granted()
    move_outbox()
    newer = PayAccount.objects.create(person=first.person, iban="BE71096123456769")
    correct_leaving(cast, first, "9999-12-31")
    standing(first)
    assert PayAccount.objects.filter(person=first.person).latest("pk") == newer


def test_a_status_that_ended_too_soon_takes_both_rights_back(cast: Cast) -> None:
    """Integration income since five months; it turns out to have lasted one."""
    since = months_ago(5)
    report(cast, since)
    move_outbox()
    assert {each.outcome for each in decisions(cast).values()} == {"granted"}
    report(cast, since, months_ago(4) - timedelta(days=1))
    move_outbox()
    after = decisions(cast)
    assert {scheme: (each.outcome, each.version) for scheme, each in after.items()} == {
        "increased_reimbursement": ("refused", 2),
        "social_energy_tariff": ("refused", 2),
    }
    assert not Beneficiary.objects.filter(decision__in=after.values()).exists()


def test_a_status_that_ended_this_year_leaves_both_rights_their_days(cast: Cast) -> None:
    """They run to the end of this year and of the next one whether it lasts or not."""
    since = months_ago(6)
    report(cast, since)
    move_outbox()
    first = decisions(cast)
    report(cast, since, months_ago(2) - timedelta(days=1))
    move_outbox()
    assert decisions(cast) == first


def test_who_moves_out_is_no_longer_covered(cast: Cast) -> None:
    """The right stands with the same days; who lives there changes whom it covers."""
    lucas, emma = cast.persons["lucas"], cast.persons["emma"]
    home = HouseholdMember.objects.get(person=lucas).household
    sofia = cast.persons["sofia"]
    HouseholdMember.objects.filter(person=sofia).update(household=home, role="partner")
    HouseholdMember.objects.filter(person=emma).update(until=date(2020, 1, 1))
    report(cast, months_ago(5))
    move_outbox()
    before = decisions(cast)["increased_reimbursement"]
    assert set(_covered(before)) == {sofia, lucas, cast.persons["noah"], cast.persons["lina"]}
    yesterday = timezone.localdate() - timedelta(days=1)
    HouseholdMember.objects.filter(person=lucas, until=None).update(until=yesterday)
    _moved(lucas)
    move_outbox()
    after = decisions(cast)["increased_reimbursement"]
    assert set(_covered(after)) == {sofia, cast.persons["noah"], cast.persons["lina"]}
    assert (after.starts, after.ends, after.version) == (before.starts, before.ends, 2)
    _moved(lucas)
    move_outbox()
    assert decisions(cast)["increased_reimbursement"] == after


def _covered(decision: Decision) -> list[Person]:
    return [each.person for each in decision.beneficiaries.select_related("person")]


def _moved(person: Person) -> Event:
    return publish("household.changed", person.pk, person=person)


def test_others_in_the_household_in_the_past_want_a_person(cast: Cast) -> None:
    """She applied as living alone; it turns out that somebody lived there, whose income nobody
    asked: a caseworker must ask, and until then the decision stands."""
    emma = cast.persons["emma"]
    HouseholdMember.objects.exclude(person=emma).filter(household__members__person=emma).update(
        until=date(2020, 1, 1)
    )
    claim = Claim.objects.get(person=emma)
    claim.known["members"]["value"] = []
    claim.save(update_fields=["known"])
    first = granted()
    assert first.facts["category"] == "alone"
    assert first.claim
    del first.claim.answers["household"]
    first.claim.save(update_fields=["answers"])
    HouseholdMember.objects.filter(until=date(2020, 1, 1)).update(until=None)
    _moved(emma)
    assert standing(first) == first
    assert Event.objects.filter(topic="correction.unclear", subject=first.pk).exists()
