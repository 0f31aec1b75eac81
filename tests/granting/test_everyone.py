"""Rights for everyone: the same as for one, once, whoever works the pieces and is killed."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.db import transaction

from benefits.decisions.models import Decision
from benefits.granting.comparing import Verdict
from benefits.granting.models import Finding, FindingKind, GrantRun, Wish
from benefits.granting.tallies import tally_of
from benefits.granting.working import begin, work
from benefits.schemes.single import evaluate_again
from casework.demo.building import Cast
from declarations.statuses.models import StatusKind
from portal.directory.models import Registration
from portal.documents.actions import file_of
from portal.exchange.actions import move_outbox
from portal.exchange.models import Event
from portal.people.models import Household, Person
from portal.rooms import import_from_rooms
from portal.verification import INVARIANTS, ask
from tests.granting.test_granting import decisions, months_ago, report
from tests.hiring.declaring import today


def hold(as_of: date | None = None, **options: Any) -> GrantRun:
    """Look at everybody, in pieces so small that there are several."""
    run = begin(as_of or today(), size=7, **options)
    work(run)
    return run


def young(cast: Cast) -> Person:
    """Let a child be born late enough for the system of which the amounts are known."""
    Person.objects.filter(pk=cast.persons["lina"].pk).update(birth_date=date(2022, 5, 20))
    return cast.persons["lina"]


def told(decision: Decision) -> dict[str, Any]:
    """Return all that a decision says, without what names it or its cause."""
    left_out = ("id", "reference", "event_id", "letter_id", "decided_at", "_state")
    columns = {name: value for name, value in vars(decision).items() if name not in left_out}
    letter = {
        name: value
        for name, value in decision.letter.data.items()
        if name not in ("decision", "cause", "check")
    }
    covered = sorted(decision.beneficiaries.values_list("person_id", "role"))
    kind = (decision.letter.title, decision.letter.template, decision.letter.version)
    return {**columns, "letter": letter, "kind": kind, "covered": covered}


def test_everybody_gets_what_one_gets_for_an_event(cast: Cast) -> None:
    report(cast, months_ago(4))
    with transaction.atomic():
        hold()
        for_all = {scheme: told(decision) for scheme, decision in decisions(cast).items()}
        transaction.set_rollback(True)
    move_outbox()
    for_one = {scheme: told(decision) for scheme, decision in decisions(cast).items()}
    assert set(for_one) == {"increased_reimbursement", "social_energy_tariff"}
    assert for_all == for_one


@pytest.mark.parametrize("last", [StatusKind.EQUIVALENT_AID, StatusKind.INTEGRATION_INCOME])
def test_of_several_statuses_the_same_one_counts_for_an_event_and_at_night(
    cast: Cast, last: StatusKind
) -> None:
    """One ended and one runs on; whichever is told last, the right rests on the one that runs."""
    spans = {
        StatusKind.INTEGRATION_INCOME: (months_ago(14), months_ago(9)),
        StatusKind.EQUIVALENT_AID: (months_ago(12), None),
    }
    file = Registration.objects.get(person=cast.persons["sofia"], quality="17/2")
    Registration.objects.filter(pk=file.pk).update(since=months_ago(20))
    file.pk, file.quality, file.since = None, "17/3", months_ago(20)
    file.save()
    for kind in sorted(spans, key=lambda each: each == last):
        report(cast, *spans[kind], kind=kind)
    with transaction.atomic():
        hold()
        for_all = {scheme: told(decision) for scheme, decision in decisions(cast).items()}
        transaction.set_rollback(True)
    move_outbox()
    for_one = {scheme: told(decision) for scheme, decision in decisions(cast).items()}
    assert for_one["increased_reimbursement"]["facts"]["status"] == "equivalent_aid"
    for each in (*for_all.values(), *for_one.values()):
        del each["version"], each["replaces_id"]
    assert for_all == for_one


def test_each_decision_of_a_run_is_computed_again_and_has_its_letter(cast: Cast) -> None:
    report(cast, months_ago(4))
    young(cast)
    run = hold()
    made = Decision.objects.filter(event=run.event)
    assert {each.scheme for each in made} >= {"increased_reimbursement", "child_benefit"}
    for each in made:
        again = evaluate_again(each.scheme, each.facts)
        assert each.explanation["steps"] == again.steps
        assert (each.amount or 0, each.starts, each.ends) == (
            again.amount_cents,
            again.starts,
            again.ends,
        )
        assert each.legal_ground == again.legal_ground
        assert bytes(file_of(each.letter).pdf).startswith(b"%PDF")
        assert Event.objects.filter(topic="decision.made", subject=each.pk).count() == 1


def test_all_that_must_hold_holds_after_a_run(cast: Cast) -> None:
    import_from_rooms("invariants")
    report(cast, months_ago(4))
    hold()
    move_outbox()
    assert decisions(cast)
    assert [name for name, each in INVARIANTS.items() if ask(each).wrong] == []


def test_a_run_after_a_run_decides_nothing(cast: Cast) -> None:
    report(cast, months_ago(4))
    first = hold()
    count = Decision.objects.count()
    standing = Decision.objects.filter(scheme="increased_reimbursement").count()
    again = hold()
    assert again.pk != first.pk
    assert Decision.objects.count() == count
    tally = tally_of(again)
    assert tally.persons("increased_reimbursement", Verdict.KEPT) == standing
    assert not any(g.verdict in (Verdict.GRANTED, Verdict.CHANGED) for g in tally.groups)


def test_a_day_that_is_over_is_looked_at_twice_with_the_same_result(cast: Cast) -> None:
    report(cast, months_ago(4))
    past = today() - timedelta(days=20)
    hold(past)
    decided = Decision.objects.count()
    assert {d.scheme for d in Decision.objects.all()} >= {"social_energy_tariff"}
    again = hold(past)
    assert Decision.objects.count() == decided
    assert not Finding.objects.filter(run=again, kind=FindingKind.REVIEW).exists()


def test_what_an_event_granted_is_not_granted_again(cast: Cast) -> None:
    report(cast, months_ago(4))
    move_outbox()
    hold()
    of_sofia = Decision.objects.filter(person=cast.persons["sofia"])
    assert sorted(of_sofia.values_list("scheme", "version")) == [
        ("increased_reimbursement", 1),
        ("social_energy_tariff", 1),
    ]


def test_a_dry_run_says_what_it_would_do_and_does_nothing(cast: Cast) -> None:
    report(cast, months_ago(4))
    young(cast)
    before = (Decision.objects.count(), Event.objects.count(), Finding.objects.count())
    run = hold(dry=True)
    assert (Decision.objects.count(), Event.objects.count(), Finding.objects.count()) == before
    assert run.event is None
    tally = tally_of(run)
    assert tally.persons("increased_reimbursement", Verdict.GRANTED) == 1
    assert tally.persons("social_energy_tariff", Verdict.GRANTED) == 1
    children = [g for g in tally.groups if (g.scheme, g.verdict) == ("child_benefit", "granted")]
    assert sum(g.winners for g in children) == sum(g.persons for g in children) > 0
    assert sum(g.cents for g in children) > 0
    assert all(g.losers == 0 for g in children)


def test_a_status_known_longer_changes_the_right_by_a_new_version(cast: Cast) -> None:
    report(cast, months_ago(4), today())
    hold()
    first = decisions(cast)["increased_reimbursement"]
    later = date(today().year + 1, 3, 1)
    hold(later)  # another year began: nothing is known of the status since
    assert decisions(cast)["increased_reimbursement"] == first
    report(cast, months_ago(4), key="still running")
    hold(later)
    second = decisions(cast)["increased_reimbursement"]
    assert (second.version, second.replaces) == (2, first)
    assert second.ends == date(later.year + 1, 12, 31)


def test_who_does_not_want_it_is_left_alone(cast: Cast) -> None:
    report(cast, months_ago(4))
    sofia = cast.persons["sofia"]
    Wish.objects.create(person=sofia, scheme="social_energy_tariff", wanted=False)
    run = hold()
    assert set(decisions(cast)) == {"increased_reimbursement"}
    assert tally_of(run).persons("social_energy_tariff", Verdict.UNWANTED) == 1
    Wish.objects.create(person=sofia, scheme="social_energy_tariff", wanted=True)
    hold()
    assert set(decisions(cast)) == {"increased_reimbursement", "social_energy_tariff"}


def test_who_wants_nothing_looked_at_is_left_alone_for_events_too(cast: Cast) -> None:
    Wish.objects.create(person=cast.persons["sofia"], wanted=False)
    report(cast, months_ago(4))
    move_outbox()
    hold()
    assert decisions(cast) == {}


def test_a_right_that_no_longer_fits_is_reviewed_and_not_taken(cast: Cast) -> None:
    """Sofia moves to nobody knows where: the tariff is for an address."""
    report(cast, months_ago(4))
    hold()
    sofia = cast.persons["sofia"]
    sofia.memberships.filter(until=None).update(until=today())
    tomorrow = today() + timedelta(days=1)
    run = hold(tomorrow)
    assert decisions(cast)["social_energy_tariff"].outcome == "granted"
    found = Finding.objects.get(person=sofia, kind=FindingKind.REVIEW)
    assert found.scheme == "social_energy_tariff"
    assert found.reasons == ["The holder of the status does not live at this address."]
    assert found.run == run
    assert Event.objects.filter(topic="right.doubtful", subject=found.pk).count() == 1
    hold(tomorrow + timedelta(days=1))
    assert Finding.objects.filter(person=sofia, kind=FindingKind.REVIEW).count() == 1  # said once


def test_that_a_right_ends_is_said_in_time_and_once(cast: Cast) -> None:
    report(cast, months_ago(4), today())
    hold()
    ends = decisions(cast)["increased_reimbursement"].ends
    assert ends is not None
    for days in (90, 45, 44):
        hold(ends - timedelta(days=days))
    kinds = {FindingKind.ENDING, FindingKind.REVIEW}
    found = Finding.objects.filter(scheme="increased_reimbursement", kind__in=kinds)
    assert [each.kind for each in found] == [FindingKind.ENDING]
    assert Event.objects.filter(topic="right.ending", person=cast.persons["sofia"]).count() >= 1


def test_nobody_is_told_of_an_end_that_is_followed_by_another_year(cast: Cast) -> None:
    """The tariff ends with each year, and is given for the next one while the status lasts; of a
    status that has ended, it is told in time that nothing follows."""
    report(cast, months_ago(4))
    hold()
    tariff = decisions(cast)["social_energy_tariff"]
    assert tariff.ends == date(today().year, 12, 31)
    hold(date(today().year, 12, 1))
    assert not Finding.objects.filter(kind=FindingKind.ENDING).exists()
    report(cast, months_ago(4), today())
    hold(date(today().year, 12, 2))
    found = Finding.objects.get(kind=FindingKind.ENDING)
    assert (found.scheme, found.decision) == ("social_energy_tariff", tariff)


def test_the_dead_get_nothing(cast: Cast) -> None:
    report(cast, months_ago(4))
    Person.objects.filter(pk=cast.persons["sofia"].pk).update(died_on=today())
    hold()
    assert decisions(cast) == {}


@pytest.mark.django_db
def test_a_run_of_nobody_ends() -> None:
    run = GrantRun.objects.create(as_of=today(), dry=True)
    assert work(run) == 0
    run.refresh_from_db()
    assert run.ended_at is not None


def test_a_worker_stops_after_a_while_and_another_one_goes_on(cast: Cast) -> None:
    run = begin(today(), size=10)
    assert work(run, seconds=0) == 0
    assert not GrantRun.objects.filter(ended_at__isnull=False).exists()
    assert work(run) == run.pieces.count()
    assert GrantRun.objects.get(pk=run.pk).ended_at


@pytest.mark.parametrize(
    ("town", "before", "after"),
    [
        ("9000", date(2024, 8, 15), date(2024, 9, 15)),  # Flanders: a figure of each September
        ("5000", date(2025, 1, 15), date(2025, 3, 15)),  # Wallonia: the step of February 2025
        ("1000", date(2025, 1, 15), date(2025, 3, 15)),  # Brussels: the same one
    ],
)
def test_a_new_figure_or_an_index_step_changes_what_runs_in_one_night(
    cast: Cast, town: str, before: date, after: date
) -> None:
    """Nobody tells of a new figure: the night after its day decides again, with a letter."""
    lina = young(cast)
    Household.objects.filter(members__person=lina).update(postal_code=town)
    hold(before)
    first = decisions(cast, "lina")["child_benefit"]
    run = hold(after)
    second = decisions(cast, "lina")["child_benefit"]
    assert (second.replaces, second.outcome) == (first, "granted")
    assert (second.starts, second.ends) == (first.starts, first.ends)
    assert first.amount
    assert second.amount
    assert second.amount > first.amount
    assert second.letter.data["replaces"]["decision"] == str(first.reference)
    assert tally_of(run).persons("child_benefit", Verdict.CHANGED) >= 1
    assert not Finding.objects.filter(person=lina, kind=FindingKind.REVIEW).exists()
    hold(after)
    assert decisions(cast, "lina")["child_benefit"] == second
