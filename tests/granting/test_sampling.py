"""A share of what the rule decides alone is drawn, and drawn again it is the same."""

from datetime import timedelta
from pathlib import Path

import pytest
from django.utils import timezone

from benefits.decisions.models import Decision
from benefits.granting import sampling
from benefits.granting.models import Finding, FindingKind
from benefits.granting.sampling import draw, drawn_of
from benefits.granting.tasks import help_with, night
from casework.demo.building import Cast
from portal.law.figures import Figures
from portal.people.models import Person
from tests.payments.conftest import jobless

ALL = 10_000


@pytest.fixture
def decisions(cast: Cast) -> list[Decision]:
    """Sixty decisions of today by the rule alone."""
    persons = [Person.objects.create(first_name="A", last_name=f"N{n}") for n in range(60)]
    return [jobless(person) for person in persons]


def policy(monkeypatch: pytest.MonkeyPatch, folder: Path, *, share: int, seed: int = 1) -> None:
    """Let so many of ten thousand be drawn, by a seed."""
    told = "unit: count, source: test, article: test, confirmed: no"
    path = folder / "sampling.yaml"
    path.write_text(
        f"share: {{{told}, rows: [{{from: 2000-01-01, value: {share}}}]}}\n"
        f"seed: {{{told}, rows: [{{from: 2000-01-01, value: {seed}}}]}}\n"
    )
    monkeypatch.setattr(sampling, "FIGURES", Figures.load(path))


def test_the_same_are_drawn_again_and_others_by_another_seed(
    decisions: list[Decision], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    today = timezone.localdate()
    policy(monkeypatch, tmp_path, share=3_000)
    first = drawn_of("unemployment", today)
    assert 5 <= len(first) <= 35
    assert drawn_of("unemployment", today) == first
    policy(monkeypatch, tmp_path, share=3_000, seed=2)
    assert drawn_of("unemployment", today) != first
    policy(monkeypatch, tmp_path, share=6_000)
    assert set(first) < set(drawn_of("unemployment", today))


@pytest.mark.parametrize(("share", "drawn"), [(0, 0), (ALL, 60)])
def test_none_and_all(
    decisions: list[Decision],
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
    share: int,
    drawn: int,
) -> None:
    policy(monkeypatch, tmp_path, share=share)
    assert len(drawn_of("unemployment", timezone.localdate())) == drawn
    assert drawn_of("unemployment", timezone.localdate() - timedelta(days=1)) == []


def test_each_waits_once_and_what_somebody_decided_does_not(
    decisions: list[Decision], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    policy(monkeypatch, tmp_path, share=ALL)
    for _again in range(2):
        draw(timezone.localdate())
    found = Finding.objects.filter(kind=FindingKind.SAMPLED)
    assert set(found.values_list("decision", flat=True)) >= {each.pk for each in decisions}
    assert found.count() == Decision.objects.filter(decided_by=None).count()
    assert Finding.objects.waiting().count() == found.count()


def test_at_night_yesterday_is_drawn(
    cast: Cast, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    policy(monkeypatch, tmp_path, share=ALL)
    monkeypatch.setattr(help_with, "delay", lambda run: None)
    night()
    assert not Finding.objects.filter(kind=FindingKind.SAMPLED).exists()
