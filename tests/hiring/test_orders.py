"""Declarations that come in out of order end in the same periods."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from itertools import permutations
from typing import Any
from uuid import uuid4

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from casework.demo.building import Cast
from declarations.channels.actions import Draft, submit
from declarations.channels.models import Verdict
from declarations.hiring.actions import give_verdict
from declarations.hiring.folding import Act, PeriodState, fold
from declarations.hiring.models import EmploymentPeriod
from declarations.hiring.notices import situation
from declarations.hiring.rules import admits, judge_at_its_place
from portal.exchange.models import Channel
from tests.hiring.declaring import declare, employer, hiring, today

FIRST = datetime(2026, 3, 2, 8, tzinfo=UTC)
DAYS = [f"2026-03-{day:02}" for day in (2, 9, 16, 23, 30)]
TYPES = st.sampled_from(["OTH", "STU", "FLX"])


def hired(worker_type: str) -> Act:
    """Return a hiring from 2 to 30 March, for ordinary work without an end."""
    content: dict[str, Any] = {
        "StartingDate": DAYS[0],
        "DimonaFeatures": {"WorkerType": worker_type},
    }
    if worker_type != "OTH":
        content["EndingDate"] = DAYS[-1]
    if worker_type == "STU":
        content["PlannedHoursNbr"] = "40"
    return Act(FIRST, 0, "DimonaIn", content)


LATER: st.SearchStrategy[tuple[str, dict[str, str]]] = st.one_of(
    st.builds(lambda day: ("DimonaOut", {"EndingDate": day}), st.sampled_from(DAYS)),
    st.builds(lambda day: ("DimonaUpdate", {"StartingDate": day}), st.sampled_from(DAYS)),
    st.builds(
        lambda day: ("DimonaUpdate", {"EndingDate": day}), st.sampled_from([*DAYS, "9999-12-31"])
    ),
    st.builds(
        lambda hours: ("DimonaUpdate", {"PlannedHoursNbr": hours}), st.sampled_from(["20", "60"])
    ),
    st.just(("DimonaCancel", {})),
)


def delivered(first: Act, acts: Sequence[Act]) -> PeriodState:
    """Return the period once all has come in, the refused being sent again while that helps."""
    accepted, waiting, before = [first], list(acts), -1
    while len(accepted) != before:
        before = len(accepted)
        refused: list[Act] = []
        for act in waiting:
            findings, _state = judge_at_its_place(accepted, act)
            blocked = any(finding.blocking for finding in findings)
            (refused if blocked else accepted).append(act)
        waiting = refused
    return fold(accepted, admits)


@settings(max_examples=150, deadline=None)
@given(st.data(), TYPES, st.lists(LATER, max_size=6))
def test_any_order_of_arrival_ends_in_the_same_period(
    data: st.DataObject, worker_type: str, history: list[tuple[str, dict[str, str]]]
) -> None:
    """Order is that of declaring: the moment that the declarant gives, else that of reception.

    The channels can deliver anything but a declaration about a period that has no number yet: the
    hiring is first, and the rest comes in any order. What is refused because an earlier one is
    still on its way is sent again, as its refusal asks. Then the period is the one that the
    declarations make of it in their own order.
    """
    first = hired(worker_type)
    acts = [
        Act(FIRST + timedelta(hours=number), number, action, content)
        for number, (action, content) in enumerate(history, start=1)
    ]
    shuffled = data.draw(st.permutations(acts))
    assert delivered(first, shuffled) == delivered(first, acts)


@settings(max_examples=100, deadline=None)
@given(st.data(), st.lists(st.sampled_from(DAYS[1:]), min_size=1, max_size=4))
def test_nothing_has_to_be_sent_again_for_a_period_to_stay_cancelled(
    data: st.DataObject, days: list[str]
) -> None:
    history: list[tuple[str, dict[str, str]]] = [
        *(("DimonaUpdate", {"StartingDate": day}) for day in days),
        ("DimonaCancel", {}),
    ]
    acts = [
        Act(FIRST + timedelta(hours=number), number, *declared)
        for number, declared in enumerate(history, start=1)
    ]
    accepted = [hired("OTH")]
    for act in data.draw(st.permutations(acts)):
        findings, state = judge_at_its_place(accepted, act)
        if not findings:
            accepted.append(act)
    assert state.is_cancelled


def test_the_later_of_two_changes_holds_whichever_came_in_first() -> None:
    first = hired("OTH")
    early = Act(FIRST + timedelta(hours=1), 2, "DimonaUpdate", {"StartingDate": DAYS[1]})
    late = Act(FIRST + timedelta(hours=2), 1, "DimonaUpdate", {"StartingDate": DAYS[2]})
    findings, state = judge_at_its_place([first, late], early)
    assert (findings, state.since) == ([], date(2026, 3, 16))


@pytest.mark.parametrize("order", list(permutations(range(3))))
def test_forms_with_their_own_time_are_folded_by_it(cast: Cast, order: tuple[int, ...]) -> None:
    """Three forms that come in by three files: an end, a new end, and a later start."""
    capacity, start = employer(cast), today() + timedelta(days=10)
    assert declare(capacity, "DimonaIn", hiring(cast, "sofia")).result == "A"
    period = EmploymentPeriod.objects.get(person=cast.persons["sofia"])
    days = [(start + timedelta(days=each)).isoformat() for each in range(3)]
    forms = [
        ("DimonaOut", {"EndingDate": days[0]}),
        ("DimonaUpdate", {"EndingDate": days[2]}),
        ("DimonaUpdate", {"StartingDate": today().isoformat()}),
    ]
    made = datetime.now(UTC) - timedelta(hours=3)
    received: list[Verdict] = []
    pending = list(order)
    while pending:
        number = pending.pop(0)
        action, content = forms[number]
        draft = Draft(
            action,
            {"DimonaPeriodId": period.number, **content},
            made_at=made + timedelta(hours=number),
        )
        message, _new = submit(capacity, Channel.FILE, str(uuid4()), b"{}", [draft])
        received.append(give_verdict(message.declarations.get()))
        if received[-1].result == "B":
            pending.append(number)
    period.refresh_from_db()
    assert (period.since, period.until.isoformat()) == (today(), days[2])  # type: ignore[union-attr]
    assert len(received) <= len(forms) + 1
    history = [part.declaration for part in period.history.all()]
    assert situation(history) == {"StartingDate": today().isoformat(), "EndingDate": days[2]}
