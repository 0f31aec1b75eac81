"""Whatever the way, the end is the same: amendments lead to what the final state says."""

from __future__ import annotations

import itertools
from typing import Any

import pytest
from django.db import transaction
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from casework.demo.building import Cast
from declarations.wages.amending.contents import part_of
from declarations.wages.models import Filing
from portal.access.models import Capacity
from tests.wages.amending_samples import amendment, person, update
from tests.wages.filing import changing, codes, current, facts, hire, named, paid, said, send
from tests.wages.judging_samples import (
    CLERK,
    INSS,
    STUDENT,
    Content,
    changed,
    declaration,
    document,
)
from tests.wages.judging_samples import person as declared

PEOPLE = 2
CLERKS, STUDENTS = "495", "841"
# What somebody has: pay in hundreds of euros by worker code.
Situation = dict[str, int]
situations = st.lists(
    st.dictionaries(st.sampled_from([CLERKS, STUDENTS]), st.integers(1, 90), max_size=2),
    min_size=PEOPLE,
    max_size=PEOPLE,
)


def record(code: str, hundreds: int) -> Content:
    """Return the record of somebody who is paid so much, with what is owed on it."""
    if code == CLERKS:
        return paid(hundreds)
    return changed(
        STUDENT,
        StudentContribution__StudentRemunAmount=f"{hundreds * 10_000:09}",
        StudentContribution__StudentContributionAmount=f"{hundreds * 813:09}",  # 8.13 %
    )


def original(state: list[Situation]) -> bytes:
    """Return a declaration of a situation, beside a student who stays as she is."""
    people = [declared(STUDENT, 5)]
    for number, records in enumerate(state, start=1):
        if records:
            content = declared(CLERK, number)
            content["WorkerRecord"] = [record(*each) for each in sorted(records.items())]
            people.append(content)
    return document(declaration(*people))


def step(filing: Filing, number: int, before: Situation, after: Situation) -> Content | None:
    """Return what is done to somebody to get from one situation to another."""
    inss = INSS[number - 1]
    standing = {
        f"{each.worker_code:03}": each for each in current(filing) if each.inss == int(inss)
    }
    updates: list[Content] = []
    for code in sorted({*before, *after}):
        last = standing.get(code)
        if last is None:
            updates.append(update(record(code, after[code]), action="3"))
        elif before[code] != after.get(code):
            action = "1" if code in after else "0"
            becomes = record(code, after.get(code, before[code]))
            done = changing(filing, last, becomes, action)["WorkerRecordUpdate"]
            updates += done
    if not updates:
        return None
    known = filing.records.filter(inss=int(inss)).exists()
    numbers = named(filing, inss) if known else {}
    return person(*updates, named=numbers, inss=inss, number=number)


def state_of(filing: Filing) -> Any:
    """Return what stands: its rows, and what its documents say."""
    texts = [
        repr(sorted((p.key, sorted(p.values.items())) for p in part_of(said(each)).walk()))
        for each in current(filing)
    ]
    return facts(filing), sorted(texts)


def filed(capacity: Capacity, states: list[list[Situation]]) -> Any:
    """Return what stands after an original and amendments, and leave nothing behind."""
    with transaction.atomic():
        (form,) = send(capacity, original(states[0]))
        assert codes(form) == []
        filing = Filing.objects.get(forms__declaration=form)
        for before, after in itertools.pairwise(states):
            steps = [
                done
                for number, (was, becomes) in enumerate(zip(before, after, strict=True), start=1)
                if (done := step(filing, number, was, becomes))
            ]
            if steps:
                (form,) = send(capacity, amendment(filing.pk, *steps))
                assert codes(form) == []
        found = state_of(filing)
        transaction.set_rollback(True)
    return found


@pytest.mark.django_db
@settings(
    max_examples=15,
    deadline=None,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(st.lists(situations, min_size=2, max_size=4))
def test_any_amendments_lead_to_the_final_state(cast: Cast, states: list[list[Situation]]) -> None:
    """The same rows and the same documents stand as if the end had been declared at once."""
    office = cast.applications["payroll-software"]
    hire(cast.companies["restaurant"], INSS)
    assert filed(office, states) == filed(office, states[-1:])
