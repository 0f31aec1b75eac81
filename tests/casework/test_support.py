"""Support towards work: asked for, opened, assessed, and chosen by who hears three voices."""

import html
import re
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from casework.cases.models import Case
from casework.demo.building import Cast
from casework.plans import actions
from casework.plans.models import SupportFile, SupportMove
from casework.plans.profiling.actions import assess, choose, count_outcomes
from casework.plans.profiling.models import Assessment, OutcomeShare, SegmentChoice
from casework.plans.profiling.questionnaire import QUESTIONS, RULES, SHARES
from casework.plans.profiling.voices import by_data, by_rule, interval
from casework.plans.statuses import Segment
from declarations.hiring.models import EmploymentPeriod
from portal.access.models import AccessLine, Capacity, Purpose
from portal.people.models import Institution, Person
from tests.casework.conftest import SignIn

EASY = {
    question.key: min(question.answers, key=lambda each: each.points).key for question in QUESTIONS
}
HARD = {
    question.key: max(question.answers, key=lambda each: each.points).key for question in QUESTIONS
}


@pytest.fixture
def emma(cast: Cast) -> Person:
    """Emma, who lost her work in October."""
    return cast.persons["emma"]


@pytest.fixture
def at_home(emma: Person, sign_in: SignIn) -> Client:
    """Emma's browser."""
    return sign_in("emma@family.example")


@pytest.fixture
def file(emma: Person, marie: Capacity) -> SupportFile:
    """Emma's support file, in Marie's hands."""
    return actions.open_file_of(emma, marie)


def words(response: Any) -> str:
    return " ".join(html.unescape(re.sub("<[^>]+>", " ", response.content.decode())).split())


def of(file: SupportFile, part: str = "") -> str:
    return f"/casework/support/{file.reference}/{part}"


def assessed(file: SupportFile, who: Capacity, answers: dict[str, str]) -> Assessment:
    return assess(file, who, answers, Segment.HELP, "We talked for an hour.")


def test_somebody_asks_and_a_caseworker_takes_it_on(
    emma: Person, at_home: Client, at_desk: Client, beside: Client
) -> None:
    assert "Looking for work? Ask for support" in words(at_home.get("/me/"))
    office = Institution.objects.get(sector=18)
    asked = at_home.post("/me/plan/ask/", {"office": office.pk, "wish": "A course."}, follow=True)
    assert "You asked for support. The office contacts you." in words(asked)
    at_home.post("/me/plan/ask/", {"office": office.pk})
    file = SupportFile.objects.get()

    page = words(at_desk.get("/casework/support/"))
    assert "Asked for support" in page
    assert "Emma Janssens" in page
    assert "A course." in words(at_desk.post(of(file, "take/"), follow=True))
    assert "a colleague took it just before" in words(beside.post(of(file, "take/"), follow=True))
    file.refresh_from_db()
    assert (file.status, str(file.counsellor)) == ("open", "Marie Claes")
    assert list(file.moves.order_by("pk").values_list("verb", flat=True)) == ["ask", "take"]
    line = AccessLine.objects.filter(person=emma, purpose=Purpose.SUPPORT, opened=True).latest("pk")
    assert line.case == file.reference
    assert "Cooperation agreement" in line.ground
    assert "support towards work" in words(at_home.get("/me/"))


def test_from_a_case_the_person_page_leads_to_support_and_back(
    case: Case, at_desk: Client, sign_in: SignIn
) -> None:
    person = f"/casework/persons/{case.person.reference}/"
    assert "Support towards work" in words(at_desk.get(person))
    assert at_desk.post(f"{person}support/").status_code == 302
    at_desk.post(f"{person}support/")
    file = SupportFile.objects.get()
    assert file.counsellor == case.official
    assert "The needs are not assessed yet" in words(at_desk.get(of(file)))


def test_the_support_alone_opens_the_person_for_who_gives_it(
    file: SupportFile, emma: Person, at_desk: Client, beside: Client
) -> None:
    page = at_desk.get(f"/casework/persons/{emma.reference}/")
    assert "Bouwens Bouw" in words(page)
    assert beside.get(f"/casework/persons/{emma.reference}/").status_code == 403
    assert "Emma Janssens" in words(beside.get(of(file)))  # a colleague may look at the support


def test_of_whom_there_is_no_file_nothing_opens(cast: Cast, at_desk: Client) -> None:
    sofia = cast.persons["sofia"]
    assert at_desk.post(f"/casework/persons/{sofia.reference}/support/").status_code == 404


def test_an_office_of_another_sector_sees_nothing(
    file: SupportFile, hilde: Capacity, sign_in: SignIn
) -> None:
    elsewhere = sign_in(hilde.user.email)
    assert "does not give this support" in words(elsewhere.get("/casework/support/"))
    for part in ("", "assess/", "choose/", "hand-over/", "end/"):
        assert elsewhere.get(of(file, part)).status_code == 404


def test_the_assessment_is_filled_in_with_what_is_known(file: SupportFile, at_desk: Client) -> None:
    """Emma lost her job in October after five years; she lives with Lucas and two children."""
    page = at_desk.get(of(file, "assess/")).content.decode()
    for name, value in (("out_of_work", "short"), ("experience", "much"), ("care", "shared")):
        fields = re.findall(rf'<input[^>]*name="{name}"[^>]*>', page)
        assert [each for each in fields if "checked" in each and f'"{value}"' in each], name
    assert "declarations of the employers" in page
    assert "National Register" in page


def test_three_voices_and_the_choice_with_a_reason_where_it_differs(
    file: SupportFile, at_desk: Client, at_home: Client
) -> None:
    given = EASY | {"judgement": "self", "why": "She has three interviews next week."}
    page = words(at_desk.post(of(file, "assess/"), given, follow=True))
    assert "She has three interviews next week." in page
    assert "Nothing that was answered stands in the way of work." in page
    assert "provisional" in page
    assert "Fewer than 50 people" in page

    refused = words(at_desk.post(of(file, "choose/"), {"segment": "help"}))
    assert "Your choice differs from a voice: say why." in refused
    assert not SegmentChoice.objects.exists()
    reason = {"segment": "help", "reason": "She wants a course."}
    assert "She wants a course." in words(at_desk.post(of(file, "choose/"), reason, follow=True))
    file.refresh_from_db()
    assert (file.segment, file.seat) == ("help", None)
    assert at_desk.post(of(file, "choose/"), reason).status_code == 409  # chosen once

    page = words(at_home.get("/me/plan/"))
    assert "She wants a course." in page
    assert "She has three interviews next week." in page
    assert "Marie" not in page  # staff are known by a mark


def test_a_choice_on_which_all_agree_needs_no_reason(file: SupportFile, marie: Capacity) -> None:
    assessment = assess(file, marie, EASY, Segment.SELF, "No help needed.")
    choose(assessment, marie, Segment.SELF, "")
    with pytest.raises(actions.SupportRefusedError):
        choose(assessment, marie, Segment.SELF, "")


def test_only_the_counsellor_assesses_and_chooses(
    file: SupportFile, tom: Capacity, marie: Capacity, beside: Client
) -> None:
    with pytest.raises(actions.SupportRefusedError):
        assessed(file, tom, EASY)
    assessment = assessed(file, marie, EASY)
    with pytest.raises(actions.SupportRefusedError):
        choose(assessment, tom, Segment.HELP, "Because.")
    assert beside.get(of(file, "assess/")).status_code == 409


@pytest.mark.parametrize(
    ("situation", "changed", "segment"),
    [
        ("nothing stands in the way", {}, "self"),
        ("a year without work", {"out_of_work": "year"}, "help"),
        ("the language of the region is not spoken yet", {"language": "not_yet"}, "help"),
        ("it is unclear which work to look for", {"goal": "unclear"}, "help"),
        ("six points from small things", {"schooling": "lower", "experience": "none"}, "help"),
        ("five points from small things", {"schooling": "lower", "transport": "hardly"}, "self"),
        ("health rules out most work", {"health": "strong"}, "intensive"),
        ("worries alone", {"worries": "much"}, "self"),
        ("worries after a year", {"worries": "much", "out_of_work": "year"}, "intensive"),
    ],
)
def test_what_the_rule_says(situation: str, changed: dict[str, str], segment: str) -> None:
    said = by_rule(EASY | changed)
    assert said["segment"] == segment, situation
    assert bool(said["because"]) == (segment != "self")


def test_every_rule_can_fit_and_names_answers_that_there_are() -> None:
    keys = {question.key: {each.key for each in question.answers} for question in QUESTIONS}
    for rule in RULES:
        assert all(set(named) <= keys[question] for question, named in rule.when.items())
        answers = HARD | {question: named[0] for question, named in rule.when.items()}
        assert rule.fits(answers, sum(9 for _each in QUESTIONS)), rule.because


def test_many_small_things_weigh_as_much_as_a_big_one() -> None:
    said = by_rule(HARD | {"health": "free", "worries": "none"})
    assert said["points"] >= 14
    assert said["segment"] == "intensive"
    assert sum(each["points"] for each in said["weighed"]) == said["points"]


def lost_a_job(cast: Cast, count: int, found: int) -> None:
    """People of thirty who lost a job of two years, two years ago; some found another."""
    today, company = timezone.localdate(), cast.companies["builder"]
    ended = today - timedelta(days=730)
    born = date(today.year - 32, 1, 1)
    for number in range(count):
        person = Person.objects.create(first_name="A", last_name=f"{number}", birth_date=born)
        jobs: list[tuple[date, date | None]] = [(ended - timedelta(days=730), ended)]
        if number < found:
            jobs.append((ended + timedelta(days=200), None))
        for part, (since, until) in enumerate(jobs):
            EmploymentPeriod.every.create(
                number=f"T{number}P{part}",
                company=company,
                person=person,
                worker_type="OTH",
                joint_committee="XXX",
                since=since,
                until=until,
            )


def test_the_data_say_how_many_like_this_found_work(cast: Cast) -> None:
    """Of sixty people of thirty who lost a job of two years, forty-five had work within a year."""
    lost_a_job(cast, 60, 45)
    count_outcomes(timezone.localdate())
    share = OutcomeShare.objects.get()
    assert (share.age, share.tenure, share.people, share.found) == (1, 1, 60, 45)
    last = Person.objects.filter(first_name="A").latest("pk")
    said = by_data(last, timezone.localdate())
    assert (said["share"], said["segment"]) == (75, "self")
    assert (said["low"], said["high"]) == (62, 85)  # Wilson: 0.628 to 0.842
    count_outcomes(timezone.localdate())
    assert OutcomeShare.objects.count() == 1


def test_the_data_are_silent_where_few_compare(cast: Cast) -> None:
    lost_a_job(cast, SHARES.least_people - 1, 10)
    count_outcomes(timezone.localdate())
    assert not OutcomeShare.objects.exists()
    last = Person.objects.filter(first_name="A").latest("pk")
    assert by_data(last, timezone.localdate())["segment"] == ""


def test_who_has_work_or_never_had_is_compared_with_nobody(cast: Cast) -> None:
    today = timezone.localdate()
    for name in ("lucas", "sofia"):
        assert by_data(cast.persons[name], today) == {"segment": "", "people": 0}


@pytest.mark.parametrize(
    ("found", "people", "low", "high"), [(0, 50, 0, 8), (50, 50, 92, 100), (25, 50, 36, 64)]
)
def test_the_interval_around_a_share(found: int, people: int, low: int, high: int) -> None:
    """Wilson: 0 of 50 is 0 to 7.1 %, 50 of 50 is 92.9 to 100 %, 25 of 50 is 36.6 to 63.4 %."""
    assert interval(found, people) == (low, high)


def intensive(file: SupportFile, who: Capacity) -> None:
    choose(assessed(file, who, HARD), who, Segment.INTENSIVE, "Together.")


def test_nobody_gets_more_people_in_intensive_support_than_the_figure(
    file: SupportFile, marie: Capacity, tom: Capacity, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(actions, "seats", lambda: 2)
    others = [
        actions.open_file_of(Person.objects.create(first_name="B", last_name=f"{number}"), marie)
        for number in range(2)
    ]
    for each in others:
        intensive(each, marie)
    with pytest.raises(actions.NoSeatError), transaction.atomic():
        intensive(file, marie)
    actions.hand_over(others[0], marie, tom)
    intensive(file, marie)
    others[0].refresh_from_db()
    assert (others[0].seat, others[0].segment) == (1, "intensive")
    with pytest.raises(actions.NoSeatError), transaction.atomic():
        actions.hand_over(others[0], tom, marie)
    actions.end(file, marie, actions.Ending.WORK, "")
    file.refresh_from_db()
    assert file.seat is None


def test_the_page_says_that_no_place_is_left(
    file: SupportFile, marie: Capacity, at_desk: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(actions, "seats", lambda: 0)
    assessed(file, marie, HARD)
    given = {"segment": "intensive", "reason": "Together."}
    assert "There is no place left" in words(at_desk.post(of(file, "choose/"), given))


def test_handing_over_and_ending_by_page(
    file: SupportFile, at_desk: Client, beside: Client, tom: Capacity
) -> None:
    page = words(at_desk.post(of(file, "hand-over/"), {"colleague": tom.pk}, follow=True))
    assert "You handed the support of Emma Janssens over to Tom Hendrickx." in page
    assert at_desk.post(of(file, "end/"), {"ending": "work"}).status_code == 409
    page = words(
        beside.post(of(file, "end/"), {"ending": "work", "words": "Good luck."}, follow=True)
    )
    assert "The support of Emma Janssens ended." in page
    assert beside.get(of(file)).status_code == 404
    step = SupportMove.objects.latest("pk")
    assert (step.verb, step.words) == ("end", "Good luck.")
    again = actions.open_file_of(file.person, tom)
    assert again != file


def test_work_that_an_employer_declares_shows_by_itself(
    cast: Cast, file: SupportFile, at_desk: Client
) -> None:
    EmploymentPeriod.every.create(
        number="T1",
        company=cast.companies["restaurant"],
        person=file.person,
        worker_type="OTH",
        joint_committee="XXX",
        since=timezone.localdate(),
    )
    assert "Hiring declared Restaurant Chez Colette" in words(at_desk.get(of(file)))


def test_what_was_assessed_is_never_changed(file: SupportFile, marie: Capacity) -> None:
    assessed(file, marie, EASY)
    with pytest.raises(DatabaseError), transaction.atomic():
        Assessment.objects.update(judgement="self")


def test_pages_take_the_same_queries_however_many_people(
    file: SupportFile, marie: Capacity, at_desk: Client
) -> None:
    def queries() -> int:
        with CaptureQueriesContext(
            connection,
        ) as caught:
            assert at_desk.get("/casework/support/").status_code == 200
        return len(caught)

    queries()
    few = queries()
    for number in range(12):
        person = Person.objects.create(first_name="C", last_name=f"{number}")
        if number % 2:
            actions.open_file_of(person, marie)
        else:
            actions.ask(person, file.office, "", marie.user)
    assert queries() == few
