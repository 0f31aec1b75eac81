"""Every situation that the contributions tell comes out as worked by hand, to the cent."""

from collections import Counter
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import yaml

from declarations.wages import contributions
from declarations.wages.contributions.bonus import month_bonus
from declarations.wages.contributions.calculating import Amounts, calculate
from declarations.wages.contributions.facts import Category, Kind, Wages
from declarations.wages.contributions.ordinary import basis_of, ordinary
from declarations.wages.contributions.special import special_contribution
from declarations.wages.quarters import quarter_of
from portal.law.steps import sentence

FILE = Path(contributions.__file__).with_name("situations.yaml")


@dataclass(frozen=True)
class Situation:
    """What was worked out by hand: for occupations in a quarter, or for the pay of a month."""

    title: str
    why: str
    quarter: int = 0
    month: date | None = None
    occupations: list[dict[str, Any]] = field(default_factory=list)
    facts: dict[str, Any] = field(default_factory=dict)
    amounts: dict[str, int] = field(default_factory=dict)
    steps: dict[str, int] = field(default_factory=dict)

    @property
    def wages(self) -> Wages:
        rows = [Wages.one(**_coded(facts)) for facts in self.occupations]
        joined = Wages.join(rows)
        return Wages(**vars(joined) | {"worker": np.zeros_like(joined.worker)})


def _coded(facts: dict[str, Any]) -> dict[str, Any]:
    codes: dict[str, Any] = {"kind": Kind[facts["kind"].upper()]}
    if "category" in facts:
        codes["category"] = Category[facts["category"].upper()]
    return facts | codes


SITUATIONS = [Situation(**each) for each in yaml.safe_load(FILE.read_text(encoding="utf-8"))]
OF_QUARTERS = [pytest.param(each, id=each.title) for each in SITUATIONS if each.quarter]
OF_MONTHS = [pytest.param(each, id=each.title) for each in SITUATIONS if each.month]


def amounts_of(found: Amounts, row: int) -> dict[str, int]:
    due = found.ordinary
    of_parts = {name: getattr(due, name) for name in ("basis", "worker", "employer", "holiday")}
    others = {"total": due.total, "bonus": found.bonus, "net": found.net}
    everything = of_parts | others | {"reduction": found.reduction.amount}
    return {name: int(values[row]) for name, values in everything.items()}


@pytest.mark.parametrize("situation", OF_QUARTERS)
def test_quarter(situation: Situation) -> None:
    found = calculate(situation.wages, situation.quarter)
    assert situation.amounts.items() <= amounts_of(found, 0).items()
    steps = {step["key"]: step["value"] for step in found.explain(0)}
    assert situation.steps.items() <= steps.items()


@pytest.mark.parametrize("situation", OF_MONTHS)
def test_month(situation: Situation) -> None:
    assert situation.month
    pay = np.array([situation.facts["pay"]])
    manual = np.array([situation.facts.get("manual", False)])
    kind = np.where(manual, Kind.MANUAL, Kind.WHITE_COLLAR)
    quarter = quarter_of(situation.month)
    basis = basis_of(kind, pay, quarter)
    due = ordinary(kind, np.array([Category.GENERAL]), basis, quarter).worker
    reference = np.array([situation.facts.get("reference", int(pay[0]))])
    share = np.array([situation.facts.get("share", 100)])
    found = {
        "worker": due,
        "bonus": month_bonus(situation.month, reference, share, manual, due),
        "special": special_contribution(situation.month, basis),
    }
    amounts = {name: int(values[0]) for name, values in found.items()}
    assert situation.amounts.items() <= amounts.items()


@pytest.mark.parametrize("situation", OF_QUARTERS)
def test_every_step_reads_as_a_sentence_with_its_law(situation: Situation) -> None:
    for step in calculate(situation.wages, situation.quarter).explain(0):
        assert "%(" not in sentence(step)
        assert step["article"]
        assert bool(step["figure"]) == bool(step["source"])


def test_each_situation_has_its_own_title() -> None:
    titles = Counter(situation.title for situation in SITUATIONS)
    assert [title for title, count in titles.items() if count > 1] == []


@pytest.mark.parametrize("quarter", sorted({each.quarter for each in SITUATIONS if each.quarter}))
def test_situations_told_together_come_out_as_told_apart(quarter: int) -> None:
    told = [each for each in SITUATIONS if each.quarter == quarter]
    together = calculate(Wages.join([each.wages for each in told]), quarter)
    row = 0
    for situation in told:
        alone = calculate(situation.wages, quarter)
        for own in range(len(situation.wages)):
            assert amounts_of(together, row) == amounts_of(alone, own), situation.title
            assert together.explain(row) == alone.explain(own)
            row += 1
    assert row == len(together.wages)
