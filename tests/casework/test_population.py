"""A synthetic Belgium looks like the real one, is the same each time, and is declared as any."""

from dataclasses import fields
from datetime import date
from io import StringIO

import numpy as np
import pytest
from django.core.management import CommandError, call_command
from django.db.models import Count

from casework.demo.population import MARGINALS, PIECE
from casework.demo.population.building import quarters_before
from casework.demo.population.people import REGIONS, People, draw
from casework.demo.population.work import Jobs, hire
from declarations.channels.models import Result, Verdict
from declarations.hiring.models import EmploymentPeriod
from declarations.statuses.models import StatusReport
from declarations.wages.models import WorkerRecord
from portal.people.models import Person
from portal.people.numbers import clean_inss

ON = date(2026, 11, 22)


def _drawn(piece: int = 0, persons: int = 50_000) -> tuple[People, Jobs]:
    random = np.random.default_rng([1, piece, 0])
    people = draw(random, piece, persons, ON)
    return people, hire(random, people, ON)


@pytest.fixture(scope="module")
def drawn() -> tuple[People, Jobs]:
    """Fifty thousand persons and their jobs."""
    return _drawn()


def test_ages_regions_and_households_are_those_published(drawn: tuple[People, Jobs]) -> None:
    people, _jobs = drawn
    ages = MARGINALS["ages"]["per_mille"]
    found = [people.age < 18, (people.age >= 18) & (people.age < 65), people.age >= 65]
    for part, published in zip(found, ages.values(), strict=True):
        assert part.mean() == pytest.approx(published / 1000, abs=0.015)
    regions = np.array(list(MARGINALS["regions"]["people"].values()))
    shares = np.bincount(people.region, minlength=len(REGIONS)) / len(people)
    assert shares == pytest.approx(regions / regions.sum(), abs=0.01)
    size = len(people) / (people.household[-1] + 1)
    assert size == pytest.approx(MARGINALS["household_size"]["average_hundredths"] / 100, abs=0.03)


def test_pay_is_that_published(drawn: tuple[People, Jobs]) -> None:
    _people, jobs = drawn
    whole = jobs.pay * 100 // jobs.time
    pay = MARGINALS["pay"]
    published = [pay["tenth"], pay["median"], pay["ninetieth"]]
    assert np.percentile(whole, [10, 50, 90]) == pytest.approx(published, rel=0.03)


def test_the_same_seed_gives_the_same_people(drawn: tuple[People, Jobs]) -> None:
    (people, jobs), (again, their_jobs) = drawn, _drawn()
    pairs: list[tuple[People | Jobs, People | Jobs]] = [(people, again), (jobs, their_jobs)]
    for one, other in pairs:
        for field in fields(one):
            np.testing.assert_array_equal(getattr(one, field.name), getattr(other, field.name))


def test_numbers_are_right_and_nobody_shares_one(drawn: tuple[People, Jobs]) -> None:
    people, _jobs = drawn
    others, _their_jobs = _drawn(99)
    assert len(np.unique(np.concatenate([people.inss, others.inss]))) == len(people) + len(others)
    for number in [*people.inss[:200].tolist(), *others.inss[:200].tolist()]:
        assert clean_inss(f"{number:011d}")


def test_nobody_is_younger_than_a_child_or_hired_as_one(drawn: tuple[People, Jobs]) -> None:
    people, jobs = drawn
    first = np.unique(people.household, return_index=True)[1]
    parents = people.born[first[people.household]]
    children = people.role == 2
    assert (people.born[children] > parents[children]).all()
    assert (jobs.since > people.born[jobs.person]).all()
    ended = ~np.isnat(jobs.until)
    assert (jobs.until[ended] >= jobs.since[ended]).all()


def test_five_quarters_whose_deadline_is_over() -> None:
    assert quarters_before(ON) == [20253, 20254, 20261, 20262, 20263]
    assert quarters_before(date(2026, 10, 20)) == [20252, 20253, 20254, 20261, 20262]


@pytest.mark.django_db
def test_all_is_declared_accepted_and_there_once() -> None:
    before = Person.objects.count()
    reported = []
    for _ in range(2):
        call_command("population", "80", "--as-of", "2026-11-22", "--work", stdout=StringIO())
        reported.append(StatusReport.objects.filter(legal_context="POPULATION").count())
    _people, jobs = _drawn(persons=80)
    assert Person.objects.count() == before + 80
    assert not Verdict.objects.exclude(result=Result.ACCEPTED).exists()
    hired = EmploymentPeriod.objects.filter(company__name__startswith="Employer 0-")
    assert hired.count() == len(jobs)
    assert hired.filter(until=None).count() == np.isnat(jobs.until).sum()
    declared = WorkerRecord.objects.filter(filing__company__name__startswith="Employer 0-")
    by_quarter = dict(declared.values_list("quarter").annotate(Count("pk")))
    assert sorted(by_quarter) == quarters_before(ON)
    assert reported[0] == reported[1] > 0


@pytest.mark.django_db
@pytest.mark.parametrize(
    "other",
    [("400", "--seed=2"), ("400", "--as-of=2025-11-22"), ("420",), ("10", "--seed=2")],
    ids=str,
)
def test_another_population_is_refused_and_leaves_nothing(other: tuple[str, ...]) -> None:
    given = ["--as-of", "2026-11-22", "--registers-only"]
    call_command("population", "400", *given, stdout=StringIO())
    before = Person.objects.count()
    with pytest.raises(CommandError, match="of another seed, day or size"):
        call_command("population", *given, *other, stdout=StringIO())
    assert Person.objects.count() == before


@pytest.mark.parametrize("persons", ["0", "-1", str(100 * PIECE + 1)])
def test_more_than_a_country_is_refused(persons: str) -> None:
    with pytest.raises(CommandError, match="between 1 and 10000000 persons"):
        call_command("population", "--", persons)
