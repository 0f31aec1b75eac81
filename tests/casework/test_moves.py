"""Each move of a case, by each role, from each status: done or refused, and nothing half."""

from collections.abc import Callable

import pytest

from benefits.claims.actions import withdraw
from benefits.claims.models import Claim
from benefits.claims.statuses import ClaimStatus
from benefits.decisions.models import Decision, DecisionOutcome
from casework.cases.actions import (
    CaseMoveRefusedError,
    MotivationMissingError,
    NotGrantedByRuleError,
    close_withdrawn,
    decide_case,
    give_back,
    hand_over,
    join,
    reopen,
    take,
)
from casework.cases.models import Case, CaseMove
from casework.cases.statuses import MOVES, CaseStatus
from casework.demo.building import Cast
from portal.access.models import Capacity, CapacityKind, User
from portal.documents.models import Letter
from tests.casework.conftest import (
    caseworker,
    caseworker_elsewhere,
    claim_of,
    sent_by_another,
    sent_by_emma,
)

Move = Callable[[Case, Capacity], object]


def grant(case: Case, capacity: Capacity) -> Decision:
    return decide_case(case, capacity, DecisionOutcome.GRANTED, "")


def give_away(case: Case, capacity: Capacity) -> None:
    """Hand over to whoever of Marie and Tom does not act."""
    other = "Marie" if capacity.user.person_id == caseworker("Tom").user.person_id else "Tom"
    hand_over(case, capacity, caseworker(other))


def close_after_withdrawal(case: Case, capacity: Capacity) -> None:
    withdraw(claim_of(case), None)
    close_withdrawn(case, capacity)


def handle_with_another(case: Case, capacity: Capacity) -> None:
    """Join it to another case of the person, which Marie has."""
    claim = sent_by_another(1, 30)
    Claim.objects.filter(pk=claim.pk).update(person=case.person)
    join(case, take(Claim.objects.get(pk=claim.pk), caseworker("Marie")), capacity)


ACTS: dict[str, Move] = {
    "hand_over": give_away,
    "close": grant,
    "close after a withdrawal": close_after_withdrawal,
    "reopen": lambda case, capacity: reopen(case, capacity, "Something was forgotten."),
    "join": handle_with_another,
    "give_back": give_back,
}
ROLES: dict[str, Callable[[], Capacity]] = {
    "holder": lambda: caseworker("Marie"),
    "colleague": lambda: caseworker("Tom"),
    "another office": caseworker_elsewhere,
    "citizen": lambda: Capacity.objects.get(
        user__person__first_name="Emma", mandate=None, kind=CapacityKind.CITIZEN
    ),
    "employer": lambda: Capacity.objects.get(
        user__person__first_name="Piet", kind=CapacityKind.COMPANY
    ),
    "institution": lambda: Capacity.objects.get(user__person__first_name="Alice"),
}


def test_each_verb_that_changes_a_case_stands_in_the_table_of_this_test() -> None:
    by_itself = {"lapse"}  # what waits for nobody is closed by the clock
    taken = {"take", "take_again"}
    assert {act.split(" ")[0] for act in ACTS} == set(MOVES) - taken - by_itself


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("act", ACTS)
@pytest.mark.parametrize("status", CaseStatus)
def test_only_the_holder_moves_a_case_where_the_move_begins(
    case: Case, act: str, role: str, status: CaseStatus
) -> None:
    if status == CaseStatus.CLOSED:
        grant(case, caseworker("Marie"))
        if act != "reopen":
            Claim.objects.filter(pk=claim_of(case).pk).update(status=ClaimStatus.SUBMITTED)
    if status == CaseStatus.FREE:
        give_back(case, caseworker("Marie"))
    before = case.moves.count(), Decision.objects.count(), Letter.objects.count()
    capacity = ROLES[role]()
    if role == "holder" and status in MOVES[act.split(" ")[0]][0]:
        ACTS[act](case, capacity)
        assert CaseMove.objects.latest("pk").verb == act.split(" ")[0]
        return
    with pytest.raises(CaseMoveRefusedError):
        ACTS[act](case, capacity)
    assert before == (case.moves.count(), Decision.objects.count(), Letter.objects.count())


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("status", ClaimStatus)
def test_caseworkers_of_the_office_take_what_was_sent(
    claim: Claim, role: str, status: ClaimStatus
) -> None:
    Claim.objects.filter(pk=claim.pk).update(status=status)
    capacity = ROLES[role]()
    if role in ("holder", "colleague") and status == ClaimStatus.SUBMITTED:
        case = take(claim, capacity)
        assert (case.official, case.office) == (capacity.user, capacity.institution)
        assert [move.verb for move in case.moves.all()] == ["take"]
        return
    with pytest.raises(CaseMoveRefusedError):
        take(claim, capacity)
    assert not Case.objects.exists()


def test_what_a_colleague_has_is_not_taken_again(case: Case, tom: Capacity) -> None:
    with pytest.raises(CaseMoveRefusedError):
        take(claim_of(case), tom)
    assert Case.objects.get().official != tom.user


def test_nobody_handles_an_own_application(claim: Claim, marie: Capacity, tom: Capacity) -> None:
    claim.person.account.capacities.create(
        kind=CapacityKind.CASEWORKER, institution=marie.institution, since="2020-01-01"
    )
    emma = caseworker("Emma")
    with pytest.raises(CaseMoveRefusedError):
        take(claim, emma)
    case = take(claim, marie)
    with pytest.raises(CaseMoveRefusedError):
        hand_over(case, marie, emma)
    Case.objects.filter(pk=case.pk).update(official=emma.user)  # even if it came about
    with pytest.raises(CaseMoveRefusedError):
        grant(case, emma)


def test_a_case_that_is_handed_over_is_decided_by_the_other(
    case: Case, marie: Capacity, tom: Capacity
) -> None:
    hand_over(case, marie, tom)
    move = CaseMove.objects.latest("pk")
    assert (move.user, move.to) == (marie.user, tom.user)
    with pytest.raises(CaseMoveRefusedError):
        grant(case, marie)
    assert grant(case, tom).decided_by == tom.user


def test_a_case_goes_to_nobody_outside_the_office(
    case: Case, marie: Capacity, hilde: Capacity
) -> None:
    alice = Capacity.objects.get(user__person__first_name="Alice")
    for other in (hilde, alice, marie):
        with pytest.raises(CaseMoveRefusedError):
            hand_over(case, marie, other)


def test_who_left_the_office_gets_no_case(case: Case, marie: Capacity, tom: Capacity) -> None:
    Capacity.objects.filter(pk=tom.pk).update(until="2026-01-01")
    with pytest.raises(CaseMoveRefusedError):
        hand_over(case, marie, tom)


def test_a_grant_closes_case_and_application_and_says_so_in_a_letter(
    case: Case, marie: Capacity
) -> None:
    decision = grant(case, marie)
    case.refresh_from_db()
    assert (case.status, claim_of(case).status) == (CaseStatus.CLOSED, ClaimStatus.DECIDED)
    assert case.closed_at is not None
    assert decision.outcome == DecisionOutcome.GRANTED
    # 65 % of EUR 3000 / 26 days, in cents
    assert (decision.amount, decision.amount_unit) == (7500, "day")
    assert decision.letter.data["amount"] == 7500


def test_a_refusal_without_reasons_is_none(case: Case, marie: Capacity) -> None:
    with pytest.raises(MotivationMissingError):
        decide_case(case, marie, DecisionOutcome.REFUSED, "")
    decision = decide_case(case, marie, DecisionOutcome.REFUSED, "Not resident in Belgium.")
    assert (decision.outcome, decision.amount, decision.starts) == ("refused", None, None)
    assert decision.letter.data["motivation"] == "Not resident in Belgium."


def test_what_the_rule_does_not_grant_is_granted_on_other_facts_only(
    cast: Cast, marie: Capacity
) -> None:
    case = take(sent_by_emma(ending={"ended_by": "worker"}), marie)
    with pytest.raises(NotGrantedByRuleError):
        decide_case(case, marie, DecisionOutcome.GRANTED, "She left because pay was late.")
    found = {"ended_by": "employer"}
    with pytest.raises(MotivationMissingError):
        decide_case(case, marie, DecisionOutcome.GRANTED, "", found)
    words = "She left because her pay was three months late."
    decision = decide_case(case, marie, DecisionOutcome.GRANTED, words, found)
    assert (decision.amount, decision.facts["ended_by"]) == (7500, "employer")


def test_a_case_whose_application_stands_is_not_closed_without_decision(
    case: Case, marie: Capacity
) -> None:
    with pytest.raises(CaseMoveRefusedError):
        close_withdrawn(case, marie)


def test_a_withdrawn_application_is_not_decided(case: Case, marie: Capacity) -> None:
    withdraw(claim_of(case), User.objects.get(person__first_name="Emma"))
    with pytest.raises(CaseMoveRefusedError):
        grant(case, marie)
    close_withdrawn(case, marie)
    case.refresh_from_db()
    assert case.status == CaseStatus.CLOSED
    assert not Decision.objects.filter(claim=case.claim).exists()
