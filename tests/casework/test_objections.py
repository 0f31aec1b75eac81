"""Objections: taken from anybody concerned, answered by another, and each with what follows."""

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from benefits.decisions.models import Decision, DecisionOutcome
from benefits.decisions.terms import answer_by, object_by
from benefits.objections.actions import object_to, reject
from benefits.objections.models import Objection, ObjectionAnswer
from benefits.objections.statuses import ObjectionOutcome
from benefits.payments.models import Posting
from benefits.payments.running import pay
from casework.cases.actions import CaseMoveRefusedError, decide_case, hand_over, take
from casework.cases.models import Case
from casework.demo.building import Cast
from casework.objections.actions import answer_objection
from portal.access.models import AccessLine, Capacity
from portal.documents.actions import file_of
from tests.access.test_helpers import helping
from tests.casework.conftest import SignIn, takeable
from tests.payments.conftest import jobless

REFUSED = "Not resident in Belgium."
ANSWER = {"ended_by": "employer", "days_counted": "940", "category": "cohabiting"}


@pytest.fixture
def refused(case: Case, marie: Capacity) -> Decision:
    """Emma's application, refused by Marie although the rule grants."""
    return decide_case(case, marie, DecisionOutcome.REFUSED, REFUSED)


@pytest.fixture
def objection(refused: Decision) -> Objection:
    """Emma's objection to that."""
    made, _new = object_to(refused, refused.person.account, "I live in Namur.")
    return made


@pytest.fixture
def with_tom(objection: Objection, tom: Capacity) -> Case:
    """Emma's objection, in Tom's hands."""
    return take(objection, tom)


@pytest.fixture
def emma(sign_in: SignIn) -> Client:
    """Emma's browser."""
    return sign_in("emma@family.example")


def test_a_citizen_objects_in_two_presses_and_gets_a_receipt(
    emma: Client, refused: Decision
) -> None:
    page = emma.get(reverse("decision", args=[refused.reference])).content.decode()
    way = reverse("decision_object", args=[refused.reference])
    assert way in page
    shown = emma.get(way).content.decode()
    assert "Unemployment benefit" in shown
    receipt = emma.post(way, {"reason": ""}, follow=True)
    made = Objection.objects.get()
    assert receipt.redirect_chain == [(reverse("objection", args=[made.reference]), 302)]
    assert str(made.reference) in receipt.content.decode()
    assert (made.decision, made.reason, made.is_late) == (refused, "", False)
    assert made.deadline == object_by(refused)
    again = emma.get(reverse("decision", args=[refused.reference])).content.decode()
    assert way not in again
    assert "You objected on" in again
    assert "waits for an answer" in emma.get(reverse("me")).content.decode()
    overview = emma.get(reverse("rights")).content.decode()
    assert reverse("objection", args=[made.reference]) in overview
    assert "Answer to your objection at the latest: Unemployment benefit" in overview
    assert "Last day to object" not in overview


def test_two_tabs_that_object_make_one_objection(emma: Client, refused: Decision) -> None:
    way = reverse("decision_object", args=[refused.reference])
    for words in ("First.", "Second."):
        emma.post(way, {"reason": words})
    assert Objection.objects.get().reason == "First."


def test_who_is_covered_but_not_the_holder_does_not_object(
    sign_in: SignIn, refused: Decision
) -> None:
    stranger = sign_in("sofia@student.example")
    way = reverse("decision_object", args=[refused.reference])
    assert stranger.post(way, {"reason": "Mine."}).status_code == 404
    assert not Objection.objects.exists()


def test_a_helper_objects_and_leaves_a_line(refused: Decision) -> None:
    lucas = helping("lucas@family.example", refused.person)
    lucas.post(reverse("decision_object", args=[refused.reference]), {"reason": ""})
    assert Objection.objects.get().made_by.email == "lucas@family.example"
    assert AccessLine.objects.filter(person=refused.person, act="decision_object+").count() == 1


def test_a_late_objection_is_taken_and_marked(emma: Client, refused: Decision) -> None:
    """Three months after the decision was told the term is over."""
    four_months_ago = timezone.now() - timedelta(days=125)
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("ALTER TABLE benefits_decision DISABLE TRIGGER append_only")
        cursor.execute("UPDATE benefits_decision SET decided_at = %s", [four_months_ago])
        cursor.execute("ALTER TABLE benefits_decision ENABLE TRIGGER append_only")
    way = reverse("decision_object", args=[refused.reference])
    assert "marked as late" in emma.get(way).content.decode()
    page = emma.post(way, {"reason": "I was ill."}, follow=True).content.decode()
    assert Objection.objects.get().is_late
    assert "marked as late" in page


def test_it_lands_with_another_caseworker_than_who_decided(
    objection: Objection, marie: Capacity, tom: Capacity, hilde: Capacity
) -> None:
    assert not takeable(marie)
    assert takeable(tom) == [objection]
    for refused in (marie, hilde):
        with pytest.raises(CaseMoveRefusedError):
            take(objection, refused)
    case = take(objection, tom)
    assert not takeable(tom)
    with pytest.raises(CaseMoveRefusedError):
        hand_over(case, tom, marie)


def test_the_database_refuses_who_decided(with_tom: Case, marie: Capacity) -> None:
    with (
        pytest.raises(IntegrityError, match="does not get"),
        transaction.atomic(),
    ):
        Case.objects.filter(pk=with_tom.pk).update(official=marie.user)
    objection = with_tom.objection
    assert objection
    with pytest.raises(IntegrityError, match="does not answer"), transaction.atomic():
        reject(objection, marie.user, "It stands.")
    with pytest.raises(IntegrityError), transaction.atomic():
        Case.objects.create(objection=objection, office=with_tom.office, official=marie.user)


def test_the_queue_shows_the_law_s_last_day(
    beside: Client, at_desk: Client, objection: Objection
) -> None:
    page = beside.get(reverse("queue"))
    row = page.context["waiting"][0]
    assert row["until"] == answer_by(timezone.localdate())
    assert at_desk.get(reverse("queue")).context["waiting"] == []
    opened = beside.post(reverse("queue_next"), follow=True)
    assert opened.redirect_chain[-1][0] == reverse(
        "objection_case", args=[Case.objects.get(objection=objection).reference]
    )
    assert "I live in Namur." in opened.content.decode()


def test_upheld_a_new_version_takes_the_place_of_the_contested_one(
    with_tom: Case, beside: Client, emma: Client, refused: Decision
) -> None:
    way = reverse("objection_answer", args=[with_tom.reference])
    given = {**ANSWER, "monthly_pay": "3000", "outcome": "upheld", "motivation": "You are right."}
    check = beside.post(way, given).content.decode()
    assert "€75.00 a day" in check
    beside.post(way, {**given, "confirm": "1"})
    answer = ObjectionAnswer.objects.get()
    assert answer.decision
    assert (answer.decision.version, answer.decision.replaces) == (2, refused)
    assert (answer.decision.amount, answer.decision.outcome) == (7500, "granted")
    page = emma.get(reverse("objection", args=[answer.objection.reference])).content.decode()
    assert "You are right." in page
    assert reverse("decision", args=[answer.decision.reference]) in page
    with_tom.refresh_from_db()
    assert with_tom.status == "closed"


def test_the_difference_follows_in_the_ledger(
    case: Case, marie: Capacity, tom: Capacity, settings: Any, tmp_path: Path
) -> None:
    """Granted on 2 800 a month (70.00 a day), upheld at 3 000 (75.00): 5.00 more for each day."""
    settings.PAYMENTS_PATH = tmp_path
    first = decide_case(case, marie, DecisionOutcome.GRANTED, "Seen.", {"monthly_pay": 280000})
    month = timezone.localdate().replace(day=1)
    pay(month, month)
    objection, _new = object_to(first, first.person.account, "My pay was 3 000.")
    answer_objection(
        take(objection, tom), tom, ObjectionOutcome.UPHELD, "Seen.", {"monthly_pay": 300000}
    )
    pay(month, month)
    first_due, more = Posting.objects.filter(person=first.person, kind="due", month=month).order_by(
        "pk"
    )
    assert first_due.cents % 7000 == 0
    assert more.cents == first_due.cents // 7000 * 500


def test_rejected_the_reason_stands_in_a_letter(
    with_tom: Case, tom: Capacity, emma: Client
) -> None:
    answer = answer_objection(with_tom, tom, ObjectionOutcome.REJECTED, "The register says so.")
    assert answer.letter
    assert bytes(file_of(answer.letter).pdf).startswith(b"%PDF")
    assert answer.letter.data["motivation"] == "The register says so."
    page = emma.get(reverse("objection", args=[answer.objection.reference])).content.decode()
    assert "The register says so." in page
    assert "labour court" in page
    assert Decision.objects.filter(person=answer.objection.person).count() == 1


def test_to_decide_again_must_change_something(
    case: Case, marie: Capacity, tom: Capacity, beside: Client
) -> None:
    granted = decide_case(case, marie, DecisionOutcome.GRANTED, "")
    objection, _new = object_to(granted, granted.person.account, "")
    way = reverse("objection_answer", args=[take(objection, tom).reference])
    given = {**ANSWER, "monthly_pay": "3000", "outcome": "upheld", "motivation": "Yes."}
    assert "The rule gives the same again" in beside.post(way, given).content.decode()
    assert (
        "Give your reasons"
        in beside.post(way, {**given, "outcome": "rejected", "motivation": ""}).content.decode()
    )
    assert not ObjectionAnswer.objects.exists()


def test_an_answer_that_was_given_is_not_given_again(
    with_tom: Case, tom: Capacity, beside: Client
) -> None:
    answer_objection(with_tom, tom, ObjectionOutcome.REJECTED, "It stands.")
    with pytest.raises(CaseMoveRefusedError):
        answer_objection(with_tom, tom, ObjectionOutcome.REJECTED, "It stands.")
    late = beside.post(
        reverse("objection_answer", args=[with_tom.reference]), {"outcome": "upheld"}
    )
    assert late.status_code == 409
    assert "answered already" in late.content.decode()


def test_a_form_kept_open_while_the_decision_was_replaced_loses_nothing(
    emma: Client, cast: Cast
) -> None:
    first = jobless(cast.persons["emma"])
    second = jobless(cast.persons["emma"], monthly_pay=240000, replaces=first)
    page = emma.post(reverse("decision_object", args=[first.reference]), {"reason": "Too little."})
    assert page.status_code == 409
    assert page.context["decision"] == second
    assert "Too little." in page.content.decode()
    assert not Objection.objects.exists()


def test_an_objection_to_what_was_replaced_since_is_about_what_stands(
    cast: Cast, tom: Capacity
) -> None:
    """A correction came between objection and answer: the answer replaces the correction."""
    first = jobless(cast.persons["emma"])
    objection, _new = object_to(first, first.person.account, "I earned more.")
    second = jobless(cast.persons["emma"], monthly_pay=240000, replaces=first)
    found = {"monthly_pay": 250000}
    answer = answer_objection(
        take(objection, tom), tom, ObjectionOutcome.UPHELD, "So it was.", found
    )
    assert answer.decision
    assert (answer.decision.replaces, answer.decision.version) == (second, 3)


def test_names_and_words_in_many_scripts_stay_as_they_are(
    emma: Client, with_tom: Case, refused: Decision, tom: Capacity
) -> None:
    words = "Ж 漢字 한글 عربي עברית ไทย தமிழ் Ελλ ქართ हिन्दी <script>alert(1)</script>"
    answer = answer_objection(with_tom, tom, ObjectionOutcome.REJECTED, words)
    page = emma.get(reverse("objection", args=[answer.objection.reference])).content.decode()
    assert "Ж 漢字 한글 عربي עברית ไทย தமிழ் Ελλ ქართ हिन्दी &lt;script&gt;" in page
    assert answer.letter
    assert bytes(file_of(answer.letter).pdf).startswith(b"%PDF")


def test_words_without_end_are_refused_and_kept(emma: Client, refused: Decision) -> None:
    way = reverse("decision_object", args=[refused.reference])
    page = emma.post(way, {"reason": "x" * 4001})
    assert "x" * 4001 in page.content.decode()
    assert not Objection.objects.exists()
