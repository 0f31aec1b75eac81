"""Amendments from end to end: versions, stale edits, and the same state whatever the way to it."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from casework.demo.building import Cast
from declarations.channels.models import Result
from declarations.wages.amending.contents import part_of, same
from declarations.wages.amending.difference import Line, LineKind, difference, total
from declarations.wages.amending.models import EmployerEntry
from declarations.wages.models import Filing, WorkerRecord
from portal.access.models import Capacity
from tests.wages.amending_samples import amendment, person, update
from tests.wages.filing import (
    QUARTER,
    change,
    changing,
    codes,
    current,
    hire,
    named,
    paid,
    said,
    send,
)
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

MORE_PAY = paid(95)


@pytest.fixture
def office(cast: Cast) -> Capacity:
    """Return the payroll software of the office that the restaurant mandated; all are hired."""
    hire(cast.companies["restaurant"], INSS)
    return cast.applications["payroll-software"]


@pytest.fixture
def filing(cast: Cast, office: Capacity) -> Filing:
    """Return the first quarter of the restaurant, with a clerk and a student."""
    original = declaration(declared(CLERK), declared(STUDENT, 2))
    (form,) = send(office, document(original))
    assert codes(form) == []
    return Filing.objects.get(forms__declaration=form)


def clerk(filing: Filing) -> WorkerRecord:
    """Return what stands of the clerk."""
    (record,) = (each for each in current(filing) if each.worker_code == 495)
    return record


def test_an_amendment_adds_a_version(office: Capacity, filing: Filing) -> None:
    """What was said stays, and can be read; what is said now stands."""
    before = clerk(filing)
    (form,) = send(office, change(filing, before, MORE_PAY))
    assert form.verdict.result in (Result.ACCEPTED, Result.WARNING), form.verdict.findings
    now = clerk(filing)
    assert (now.replaces, now.declaration) == (before.pk, form)
    assert len(current(filing)) == 2
    assert b"900000" in said(before)
    assert b"950000" in said(now)
    assert [pay.cents for pay in now.remunerations.filter(quarter=QUARTER)] == [950_000]


def test_what_is_owed_changes_by_the_difference(office: Capacity, filing: Filing) -> None:
    """13.07 and 25 % of € 500.00 more pay: € 190.35."""
    (form,) = send(office, change(filing, clerk(filing), MORE_PAY))
    lines = difference(form.pk, QUARTER)
    assert lines == [Line(LineKind.CONTRIBUTION, 495, 0, 19_035)]
    (back,) = send(office, change(filing, clerk(filing), CLERK))
    assert total(difference(back.pk, QUARTER)) == -19_035


def test_an_original_adds_all_that_it_declares(filing: Filing) -> None:
    """€ 3,426.30 for the clerk, € 81.30 for the student."""
    form = filing.forms.get()
    lines = difference(form.declaration_id, QUARTER)
    assert [(line.code, line.cents) for line in lines] == [(495, 342_630), (841, 8_130)]


def test_a_stale_amendment_is_refused(office: Capacity, filing: Filing) -> None:
    """Who did not see the last situation does not overwrite it."""
    stale = change(filing, clerk(filing), changed(MORE_PAY, Border="1"))
    send(office, change(filing, clerk(filing), MORE_PAY))
    standing = clerk(filing)
    (form,) = send(office, stale)
    assert form.verdict.result == Result.REFUSED
    assert set(codes(form)) >= {"00610-180", "00620-180"}
    assert clerk(filing) == standing


def test_a_record_is_deleted_and_created_again(office: Capacity, filing: Filing) -> None:
    """A deletion is a version; what is created after it is another."""
    before = clerk(filing)
    (gone,) = send(office, change(filing, before, CLERK, "0"))
    assert codes(gone) == []
    assert [each.worker_code for each in current(filing)] == [841]
    assert WorkerRecord.objects.get(replaces=before.pk, quarter=QUARTER).deleted
    assert total(difference(gone.pk, QUARTER)) == -342_630
    again = person(update(CLERK, action="3"), named=named(filing, INSS[0]))
    (back,) = send(office, amendment(filing.pk, again))
    assert codes(back) == []
    assert total(difference(back.pk, QUARTER)) == 342_630
    assert same(part_of(said(clerk(filing))), part_of(said(before)))


def test_a_deletion_says_no_more_than_what_goes(office: Capacity, filing: Filing) -> None:
    """Only the class, the code and the action are asked of a record that is taken out."""
    bare = {key: CLERK[key] for key in ("EmployerClass", "WorkerCode")}
    (gone,) = send(office, change(filing, clerk(filing), bare, "0"))
    assert codes(gone) == []
    assert [each.worker_code for each in current(filing)] == [841]


def test_somebody_who_was_forgotten(office: Capacity, filing: Filing) -> None:
    """A person is added, with a record and no last situation."""
    forgotten = person(update(CLERK, action="3"), inss=INSS[2], number=3)
    (form,) = send(office, amendment(filing.pk, forgotten))
    assert codes(form) == []
    assert len(current(filing)) == 3
    (twice,) = send(office, amendment(filing.pk, forgotten))
    assert set(codes(twice)) >= {"00548-001", "90225-006"}


def test_a_filing_that_is_not_there(office: Capacity, filing: Filing) -> None:
    """Another number, or a quarter that was never declared."""
    (form,) = send(office, amendment(filing.pk + 1, changing(filing, clerk(filing), MORE_PAY)))
    assert "00534-182" in codes(form)


def test_an_amendment_that_changes_nothing(office: Capacity, filing: Filing) -> None:
    """Saying the same again is no amendment."""
    (form,) = send(office, change(filing, clerk(filing), CLERK))
    assert "00618-174" in codes(form)


def contribution(version: int | None, action: str, cents: int) -> Content:
    """Return what is done to the contribution on company cars."""
    key = {"UnrelatedEmployerClass": "000", "UnrelatedWorkerCode": "862"}
    done = key | {"UnrelatedAmount": str(cents), "UpdateAction": action}
    content: Content = {"CUNPUpdateAction": done}
    if version is not None:
        content["LastSituationCUNP"] = key | {"ContUnrelatedToNPVersionNbr": str(version)}
    return {"ContributionUnrelatedToNPUpdate": [content]}


def test_a_contribution_that_concerns_no_worker(office: Capacity, filing: Filing) -> None:
    """It has versions of its own, and counts in what is owed."""
    (form,) = send(office, amendment(filing.pk, **contribution(None, "3", 7_900)))
    assert codes(form) == []
    assert difference(form.pk, QUARTER) == [Line(LineKind.UNRELATED, 862, None, 7_900)]
    (first,) = EmployerEntry.objects.current()
    (form,) = send(office, amendment(filing.pk, **contribution(first.pk, "1", 8_000)))
    assert total(difference(form.pk, QUARTER)) == 100
    (stale,) = send(office, amendment(filing.pk, **contribution(first.pk, "0", 0)))
    assert codes(stale) == ["00611-180"]
    (second,) = EmployerEntry.objects.current()
    (form,) = send(office, amendment(filing.pk, **contribution(second.pk, "0", 0)))
    assert total(difference(form.pk, QUARTER)) == -8_000
    assert not EmployerEntry.objects.current().exists()


def test_many_amendments_take_no_more_queries_than_few(office: Capacity, filing: Filing) -> None:
    """What is changed in one file is looked up together."""
    numbers = [f"{n:09}{97 - n % 97:02}" for n in range(850_101_003, 850_101_083, 2)]
    hire(filing.company, numbers)
    new = [
        person(update(CLERK, action="3"), inss=inss, number=place)
        for place, inss in enumerate(numbers, start=3)
    ]
    assert codes(send(office, amendment(filing.pk, *new))[0]) == []
    added = [each for each in current(filing) if f"{each.inss:011}" in numbers]
    assert len(added) == len(numbers)
    one, rest = added[:1], added[1:]
    counted = []
    for some in (one, rest):
        data = amendment(filing.pk, *(changing(filing, each, MORE_PAY) for each in some))
        with CaptureQueriesContext(connection) as queries:
            assert codes(send(office, data)[0]) == []
        counted.append(len(queries))
    assert counted[1] <= counted[0] + 3
