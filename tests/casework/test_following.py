"""What employers declare by the month changes a running right by itself: decisions, letters, money.

Lucas works 38 hours a week; 60 % of his pay of a day lies below the least allowance, 68.75.
"""

from calendar import monthrange
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from benefits.claims.headings import Source
from benefits.claims.models import Claim
from benefits.claims.presenting import correction
from benefits.decisions.models import Decision, DecisionOutcome
from benefits.payments.models import Payment
from benefits.payments.queries import balance
from benefits.payments.running import pay
from benefits.schemes.single import Scalars
from casework.cases.actions import decide_case, take
from casework.demo.building import Cast
from casework.demo.wages import declare_wages
from declarations.channels.models import Declaration
from declarations.hiring.models import EmploymentPeriod
from portal.access.models import Capacity
from portal.exchange.actions import move_outbox
from tests.benefits.applying import ACCOUNT, fill, send
from tests.casework.conftest import SignIn
from tests.social_risk.declaring import about, back_at_work, codes, content, declare, employer
from tests.social_risk.samples import days_in

pytestmark = pytest.mark.django_db
LINE = {"EmployerClass": "017", "WorkerCode": "015"}  # as the wages have it
OCTOBER, NOVEMBER = date(2026, 10, 1), date(2026, 11, 1)


@pytest.fixture(autouse=True)
def orders(tmp_path: Path, settings: Any) -> None:
    """Keep the orders of a test in its own folder."""
    settings.PAYMENTS_PATH = tmp_path / "payments"


def hours(cast: Cast, month: date, days: dict[int, tuple[str, int]], **more: Any) -> Declaration:
    """Declare days without work of Lucas in a month: the code and hundredths of hours of each."""
    last = month.replace(day=monthrange(month.year, month.month)[1])
    span = {"RefStartingDate": month.isoformat(), "RefEndingDate": last.isoformat()}
    made = content(cast, "wech005", **span)
    made = days_in(made, month, days) | more
    return declare(employer(cast), "wech005", made)


def economic(*days: int) -> dict[int, tuple[str, int]]:
    return dict.fromkeys(days, ("5.1", 760))


@pytest.fixture
def running(cast: Cast, client: Client) -> Claim:
    """Lucas was without work on five days of October, and applied: one answer, granted at once."""
    declare_wages(cast)
    declare(employer(cast), "wech002", content(cast, "wech002", IdentificationOfRisk="001"))
    hours(cast, OCTOBER, economic(5, 6, 7, 8, 9))
    claim = Claim.objects.get(scheme="temporary_unemployment")
    client.force_login(cast.persons["lucas"].account)
    fill(client, claim, {"account": ACCOUNT})
    send(client, claim)
    move_outbox()
    claim.refresh_from_db()
    return claim


def parts(claim: Claim) -> dict[date | None, tuple[str, int | None, int]]:
    """What stands of each part: outcome, cents and version."""
    standing = Decision.objects.latest_versions().filter(claim=claim)
    return {each.part: (each.outcome, each.amount, each.version) for each in standing}


def paid(claim: Claim, month: date) -> int:
    """Hold a run for a month; return what was due altogether, before tax."""
    pay(month, month)
    return balance(claim.person, claim.scheme).due


def test_a_month_that_is_declared_is_granted_by_the_rule_alone(running: Claim) -> None:
    """38 hours are a week: six allowances of a day."""
    decision = Decision.objects.get(claim=running)
    assert running.answers == {"account": {"iban": "BE68539007547034"}}
    assert (decision.decided_by, decision.starts, decision.ends) == (
        None, OCTOBER, date(2026, 10, 31),
    )  # fmt: skip
    assert decision.amount == 6 * 6875
    assert paid(running, OCTOBER) == decision.amount
    assert Payment.objects.get(person=running.person).account.iban == "BE68539007547034"


def test_the_application_says_what_the_employer_declared(running: Claim, client: Client) -> None:
    html = client.get(f"/me/claims/{running.reference}/").content.decode()
    for words in ("What your employer declared", "October 2026", "Too little work", "38 h 00"):
        assert words in html
    for origin in Source:
        assert correction(origin, "Restaurant")


def test_the_next_month_follows_by_itself(cast: Cast, running: Claim) -> None:
    before = paid(running, OCTOBER)
    hours(cast, NOVEMBER, economic(2, 3))
    november = Decision.objects.get(claim=running, part=NOVEMBER)
    assert (november.version, november.replaces, november.decided_by) == (1, None, None)
    assert november.event
    assert november.event.topic == "risk.declared"
    assert (november.starts, november.ends) == (NOVEMBER, date(2026, 11, 30))
    assert november.letter.data["amount"] == november.amount
    # 15.2 of 38 hours: 2.4 allowances, in halves 2.5; 171.875 is 171.88.
    assert november.amount == 17188
    assert paid(running, NOVEMBER) == before + 17188
    assert Decision.objects.latest_versions().filter(claim=running).count() == 2


def test_a_change_and_a_cancellation_are_booked_as_differences(cast: Cast, running: Claim) -> None:
    first = hours(cast, NOVEMBER, economic(2, 3, 4, 5, 6))
    assert paid(running, NOVEMBER) == 41250 + 41250
    change = {"AttestationStatus": "1", "Reference": [about(first)]}
    changed = hours(cast, NOVEMBER, economic(2), **change)
    assert parts(running)[NOVEMBER] == ("granted", 6875, 2)
    assert paid(running, NOVEMBER) == 41250 + 6875
    cancel = {"AttestationStatus": "3", "Reference": [about(changed)]}
    hours(cast, NOVEMBER, economic(2), **cancel)
    assert parts(running) == {None: ("granted", 41250, 1), NOVEMBER: ("refused", None, 3)}
    assert paid(running, NOVEMBER) == 41250


def test_what_says_the_same_again_writes_nothing(cast: Cast, running: Claim) -> None:
    first = hours(cast, NOVEMBER, economic(2))
    before = Decision.objects.count()
    again = economic(3)
    hours(cast, NOVEMBER, again, AttestationStatus="1", Reference=[about(first)])
    move_outbox()
    assert Decision.objects.count() == before


def test_causes_that_count_differently_wait_for_a_caseworker(
    cast: Cast, running: Claim, sign_in: SignIn
) -> None:
    """A strike beside lack of work: the month lands in the queue, is decided there, and once."""
    first = hours(cast, NOVEMBER, economic(2) | {3: ("5.9", 760)})
    assert NOVEMBER not in parts(running)
    brought = Claim.objects.waiting().get()
    desk = sign_in("marie@unemployment.example")
    assert brought.person.full_name in desk.get("/casework/").content.decode()
    marie = Capacity.objects.get(user__email="marie@unemployment.example")
    found: Scalars = {"cause": "economic", "hours": 760}
    decision = decide_case(take(brought, marie), marie, DecisionOutcome.GRANTED, "One day.", found)
    move_outbox()
    hours(cast, date(2026, 9, 1), economic(2))  # another event changes nothing of it
    assert not Claim.objects.waiting().exists()
    assert (decision.starts, decision.amount) == (NOVEMBER, 6875)
    change = {"AttestationStatus": "1", "Reference": [about(first)]}
    hours(cast, NOVEMBER, economic(2), **change)
    assert NOVEMBER not in parts(running)
    assert paid(running, NOVEMBER) == 41250 + 6875


def test_the_worker_reads_each_month(cast: Cast, running: Claim, client: Client) -> None:
    hours(cast, NOVEMBER, economic(2, 3))
    client.force_login(cast.persons["lucas"].account)
    november = Decision.objects.get(claim=running, part=NOVEMBER)
    html = client.get(f"/me/decisions/{november.reference}/").content.decode()
    assert "November" in html


@pytest.fixture
def ill(cast: Cast, client: Client) -> Claim:
    """Lucas fell ill on 14 September 2026; one answer is left, and the account."""
    declare_wages(cast)
    made = content(cast, "zima001", RiskStartingDate="2026-09-14", **LINE)
    assert codes(declare(employer(cast), "zima001", made)) == []
    claim = Claim.objects.get(scheme="incapacity")
    client.force_login(cast.persons["lucas"].account)
    fill(client, claim, {"household": {"others_earn": "yes"}, "account": ACCOUNT})
    send(client, claim)
    claim.refresh_from_db()
    return claim


def recognise(claim: Claim, **found: Any) -> Decision:
    """Let Ines of the sickness fund recognise the incapacity."""
    ines = Capacity.objects.get(user__email="ines@fund.example")
    decision = decide_case(
        take(claim, ines), ines, DecisionOutcome.GRANTED, "Seen.", {"recognised": True, **found}
    )
    move_outbox()
    return decision


def resume(cast: Cast, first: date, percent: int, **more: Any) -> Declaration:
    """Declare a month in which Lucas works a share of 38 hours a week beside his incapacity."""
    last = first.replace(day=monthrange(first.year, first.month)[1])
    span = {"RefStartingDate": first.isoformat(), "RefEndingDate": last.isoformat()}
    adapted = {
        "ExceptSituationMeanWorkingHours": str(38 * percent),
    }
    made = content(cast, "zima002", True, **span, **adapted, **LINE)
    return declare(
        employer(cast), "zima002", days_in(made, first, {first.day + 2: ("1", 380)}) | more
    )


def test_an_illness_with_partial_resumption(cast: Cast, ill: Claim) -> None:
    """60 % of 103.0177 is 61.81 a day; half of the hours takes off 50 - 20 = 30 %: 43.27."""
    first = recognise(ill)
    assert (first.starts, first.ends, first.amount) == (date(2026, 10, 14), None, 6181)
    half = resume(cast, date(2026, 10, 26), 50)
    assert codes(half) == []
    standing = Decision.objects.latest_versions().filter(claim=ill).order_by("starts")
    assert [(each.starts, each.ends, each.amount) for each in standing] == [
        (date(2026, 10, 14), date(2026, 10, 25), 6181),
        (date(2026, 10, 26), None, 4327),
    ]
    assert {each.decided_by for each in standing} == {None}
    assert all(each.letter.data["ends"] == (each.ends and str(each.ends)) for each in standing)
    # Ten days of the six-day week before the 26th, and six from then on.
    assert paid(ill, OCTOBER) == 10 * 6181 + 6 * 4327
    resume(cast, NOVEMBER, 50)  # the same share goes on: nothing to decide
    assert Decision.objects.filter(claim=ill).count() == 3
    change = {"AttestationStatus": "1", "Reference": [about(half)]}
    resume(cast, date(2026, 10, 26), 20, **change)
    assert [(each.starts, each.amount) for each in standing.all()] == [
        (date(2026, 10, 14), 6181),
        (date(2026, 10, 26), 6181),  # a fifth of the hours takes nothing off
        (NOVEMBER, 4327),
    ]


def test_the_return_to_work_ends_the_right(cast: Cast, ill: Claim) -> None:
    recognise(ill)
    back_at_work(employer(cast), cast.companies["restaurant"], ill.person, date(2026, 10, 26))
    assert parts(ill) == {None: ("granted", 6181, 2)}
    last = Decision.objects.latest_versions().get(claim=ill)
    assert (last.ends, last.facts["recognised"]) == (date(2026, 10, 25), True)
    assert paid(ill, OCTOBER) == 10 * 6181


def test_an_illness_that_was_not_takes_the_right_back(cast: Cast, ill: Claim) -> None:
    recognise(ill)
    assert paid(ill, OCTOBER) > 0
    first = Declaration.objects.get(flow="zima001")
    cancel = {"AttestationStatus": "3", "Reference": [about(first)]}
    declare(employer(cast), "zima001", first.content | cancel)
    last = Decision.objects.latest_versions().get(claim=ill)
    assert (last.outcome, last.version) == ("refused", 2)
    assert last.explanation["reasons"] == [
        "The employer took back what was declared of these days."
    ]
    assert paid(ill, OCTOBER) == 0


def test_an_accident_at_work(cast: Cast, client: Client) -> None:
    """A waiter falls on 5 October: 90 % of a day of the pay of the year, in the end.

    The employer pays thirty days; he is back on 16 November: eleven days of the calendar.
    """
    declare_wages(cast)
    insurer = {"InsurerId": "96", "PolicyIdentifier": "7"}
    made = content(cast, "aoat001", AccidentDate="2026-10-05", **insurer, **LINE)
    first = declare(employer(cast), "aoat001", made)
    assert first.risk_delivery.institution == cast.institutions["accident-insurer"]
    claim = Claim.objects.get(scheme="work_accident")
    client.force_login(claim.person.account)
    fill(client, claim, {"account": ACCOUNT})
    send(client, claim)
    bram = Capacity.objects.get(user__email="bram@insurer.example")
    found: Scalars = {"accepted": True, "base_pay": 3650000}
    decision = decide_case(take(claim, bram), bram, DecisionOutcome.GRANTED, "As found.", found)
    move_outbox()
    assert (decision.starts, decision.ends, decision.amount) == (date(2026, 11, 5), None, 9000)
    back = {"WorkRecoveryDate": "2026-11-16", "AccidentDate": "2026-10-05", **insurer}
    declare(employer(cast), "aoat003", content(cast, "aoat003", **back))
    last = Decision.objects.latest_versions().get(claim=claim)
    assert (last.version, last.ends, last.letter.data["ends"]) == (
        2,
        date(2026, 11, 15),
        "2026-11-15",
    )
    assert paid(claim, NOVEMBER) == 11 * 9000


def test_a_birth(cast: Cast, client: Client) -> None:
    """Emma's rest begins on 5 October, in her contract: fifteen weeks, one question left."""
    declare_wages(cast)
    emma, builder = cast.persons["emma"], cast.companies["builder"]
    hired = EmploymentPeriod.objects.get(person=emma)
    hers = {
        "INSS": emma.inss,
        "NOSSRegistrationNbr": builder.nsso_number or "",
        "CompanyID": builder.enterprise_number,
        "DimonaNbr": hired.number,
        "OccupationStartingDate": hired.since.isoformat(),
        "RiskStartingDate": "2026-10-05",
        "MeanWorkingHours": "3040",
        "EmployerClass": "024",
        "WorkerCode": "495",
    }
    made = content(cast, "zima001", IdentificationOfRisk="2", **hers)
    first = declare(employer(cast, "builder"), "zima001", made)
    assert [each for each in codes(first) if first.verdict.result == "R"] == []
    claim = Claim.objects.get(scheme="maternity")
    client.force_login(emma.account)
    fill(client, claim, {"children": {"multiple": "no"}, "account": ACCOUNT})
    send(client, claim)
    ines = Capacity.objects.get(user__email="ines@fund.example")
    decision = decide_case(take(claim, ines), ines, DecisionOutcome.GRANTED, "Seen.")
    move_outbox()
    assert (decision.starts, decision.ends) == (date(2026, 10, 5), date(2027, 1, 17))
    # 82 % of her pay of a day, on the 24 days of the six-day week from 5 to 31 October.
    month = decision.facts["monthly_pay"]
    assert decision.amount == round(month * 82 / 2600)
    assert decision.letter.data["amount"] == decision.amount
    assert paid(claim, OCTOBER) == 24 * (decision.amount or 0)
