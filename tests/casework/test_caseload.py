"""How much one may have in hand, of all kinds together; and what comes back when somebody left."""

from datetime import timedelta
from importlib import import_module
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from benefits.claims.actions import withdraw
from casework.cases.actions import hand_over, take
from casework.cases.models import Case
from casework.cases.statuses import CaseStatus
from casework.contacts import actions as contacts
from casework.contacts.models import Contact
from casework.demo.building import Cast
from casework.demo.support import ANSWERS
from casework.plans import actions as plans
from casework.plans.profiling.actions import assess, choose
from casework.plans.statuses import Segment, SupportStatus
from casework.queue.actions import take_next
from casework.queue.models import Waiting
from casework.queue.returning import return_ended
from casework.staff import caseload
from casework.staff.actions import say_profile
from casework.staff.caseload import CaseloadFullError, Load
from casework.staff.competence import NotCompetentError
from casework.training.models import Practice, PracticeResult
from portal.access.models import Capacity, CapacityKind
from portal.law.figures import Figures
from portal.verification import INVARIANTS, Invariant, ask
from tests.casework.conftest import caseworker_elsewhere, sent_by_another, takeable
from tests.casework.test_queue_sources import another_office, asked, support_asked

__all__ = ["asked"]
pytestmark = pytest.mark.django_db


@pytest.fixture
def hugo(cast: Cast) -> Capacity:
    """Hugo, who leads the unemployment office."""
    return Capacity.objects.get(kind=CapacityKind.SUPERVISOR)


@pytest.fixture
def two_at_most(tmp_path: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let nobody have more than two things in hand."""
    text = caseload.Path(caseload.__file__).with_name("figures.yaml").read_text()
    figures = tmp_path / "figures.yaml"
    figures.write_text(text.replace("value: 250", "value: 2"))
    monkeypatch.setattr(caseload, "FIGURES", Figures.load(figures))


def test_cases_questions_and_support_count_together(
    two_at_most: None, marie: Capacity, tom: Capacity, asked: Contact, at_desk: Client
) -> None:
    assert marie.institution
    contacts.take(asked, marie)
    file = support_asked(marie.institution, 1)
    plans.take(file, marie)
    assert caseload.caseload(marie.institution)[marie.user_id] == Load(0, 1, 1, 0)
    waiting = sent_by_another(1, 1)
    with pytest.raises(CaseloadFullError):
        take(waiting, marie)
    with pytest.raises(CaseloadFullError):
        take_next(marie)
    page = at_desk.post(reverse("queue_next"), follow=True).content.decode()
    assert "as much in hand already as one caseworker may have: 2." in page
    case = take(waiting, tom)
    with pytest.raises(CaseloadFullError):
        hand_over(case, tom, marie)
    contacts.answer(asked, marie, "None.")
    hand_over(case, tom, marie)
    case.refresh_from_db()
    assert case.official == marie.user


def test_a_supervisor_reads_what_each_has_in_hand(
    marie: Capacity, asked: Contact, hugo: Capacity, client: Client
) -> None:
    contacts.take(asked, marie)
    client.force_login(hugo.user)
    page = " ".join(client.get(reverse("office_staff")).content.decode().split())
    assert "1 of 250<br>0 cases<br>1 question<br>0 people supported" in page


@pytest.fixture
def left(tom: Capacity, asked: Contact) -> list[Any]:
    """A case, a question and somebody in intensive support, of Tom, whose last day was
    yesterday."""
    case = take(sent_by_another(1, 5), tom)
    contacts.take(asked, tom)
    assert tom.institution
    file = support_asked(tom.institution, 1)
    plans.take(file, tom)
    found = assess(file, tom, ANSWERS, Segment.INTENSIVE, "We talked.")
    choose(found, tom, Segment.INTENSIVE, "Needs much.")
    yesterday = timezone.localdate() - timedelta(days=1)
    Capacity.objects.filter(pk=tom.pk).update(until=yesterday)
    return [case, asked, file]


def test_what_somebody_left_waits_again_and_goes_on_as_the_same(
    left: list[Any], marie: Capacity, tom: Capacity, at_desk: Client
) -> None:
    case, question, file = left
    assert return_ended() == 3
    assert return_ended() == 0
    assert set(takeable(marie)) == {case.claim, question, file}
    assert [ask(_invariant(each)).wrong for each in ("queue", "cases")] == [0, 0]
    assert take(case.claim, marie) == case
    case.refresh_from_db()
    assert (case.status, case.official) == (CaseStatus.TAKEN, marie.user)
    verbs = list(case.moves.order_by("pk").values_list("verb", flat=True))
    assert verbs == ["take", "give_back", "take_again"]
    page = at_desk.get(reverse("case", args=[case.reference])).content.decode()
    assert "Back in the queue: the time at the office ended" in page
    plans.take(file, marie)
    file.refresh_from_db()
    assert (file.status, file.segment, file.seat) == (SupportStatus.OPEN, Segment.INTENSIVE, 1)
    question.refresh_from_db()
    contacts.take(question, marie)
    assert not Waiting.objects.exists()


@pytest.mark.parametrize("before", [True, False])
def test_what_was_withdrawn_is_closed_by_itself(
    left: list[Any], marie: Capacity, at_desk: Client, before: bool
) -> None:
    case = left[0]
    if not before:
        return_ended()
    withdraw(case.claim, None)
    return_ended()
    return_ended()
    case.refresh_from_db()
    assert case.status == CaseStatus.CLOSED
    assert case.closed_at
    assert list(case.moves.order_by("pk").values_list("verb", flat=True))[1:] == [
        "give_back",
        "lapse",
    ]
    assert case.claim not in takeable(marie)
    assert [ask(_invariant(each)).wrong for each in ("queue", "cases")] == [0, 0]


def _invariant(room: str) -> Invariant:
    import_module(f"casework.{room}.invariants")
    return INVARIANTS[room]


def test_it_waits_for_its_office_alone(left: list[Any], cast: Cast) -> None:
    caseworker_elsewhere()
    return_ended()
    assert takeable(another_office()) == []


def test_who_works_there_again_keeps_what_they_have(left: list[Any], tom: Capacity) -> None:
    again = {"institution": tom.institution, "kind": tom.kind, "since": timezone.localdate()}
    Capacity.objects.create(user=tom.user, **again)
    assert return_ended() == 0
    assert Case.objects.get().status == CaseStatus.TAKEN


def test_nothing_is_taken_before_the_exercises_are_passed(
    marie: Capacity, hugo: Capacity, asked: Contact, at_desk: Client, client: Client
) -> None:
    limits: dict[str, list[str]] = {"schemes": [], "kinds": [], "languages": []}
    first = {"exercises": ["near"]}
    say_profile(hugo, marie, limits | first, timezone.localdate(), "New here")
    claim = sent_by_another(1, 1)
    assert takeable(marie) == []
    with pytest.raises(NotCompetentError):
        take(claim, marie)
    assert "Pass an exercise first" in at_desk.get(reverse("queue")).content.decode()
    client.force_login(hugo.user)
    assert "First to pass:" in client.get(reverse("office_staff")).content.decode()
    begun = {"capacity": marie, "office": marie.institution, "version": "1"}
    practice = Practice.objects.create(exercise="near", **begun)
    PracticeResult.objects.create(practice=practice, points=[], passed=True)
    assert set(takeable(marie)) == {claim, asked}
    assert take(claim, marie).official == marie.user
    assert "Pass an exercise first" not in at_desk.get(reverse("queue")).content.decode()


def test_competences_and_exercises_are_asked_for_once(
    marie: Capacity, hugo: Capacity, at_desk: Client
) -> None:
    limits: dict[str, list[str]] = {"schemes": [], "kinds": [], "languages": []}
    say_profile(hugo, marie, limits | {"exercises": ["near"]}, timezone.localdate(), "New here")
    with CaptureQueriesContext(connection) as seen:
        at_desk.get(reverse("queue"))
    for table in ("casework_profile", "casework_practiceresult"):
        assert sum(f'FROM "{table}"' in each["sql"] for each in seen.captured_queries) == 1
