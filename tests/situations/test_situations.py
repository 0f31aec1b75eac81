"""Every situation that a scheme tells comes out as worked by hand."""

from collections import Counter

import numpy as np
import pytest

from benefits.schemes import SCHEMES, translatable_texts
from portal.law.steps import sentence
from tests.situations.cases import ALL, Situation, situations


@pytest.mark.parametrize("situation", [pytest.param(each, id=each.title) for each in ALL])
def test_situation(situation: Situation) -> None:
    scheme = SCHEMES[situation.scheme]
    told = scheme.evaluate(situation.person, situation.day).explain()
    assert (told.granted, told.needs_person) == (situation.granted, situation.needs_person)
    assert told.amount_cents == situation.amount
    assert (told.starts, told.ends) == (situation.starts, situation.ends)
    assert told.reasons == situation.reasons
    values = {step["key"]: step["value"] for step in told.steps}
    assert values
    assert len(values) == len(told.steps)
    assert situation.steps.items() <= values.items()


@pytest.mark.parametrize("situation", [pytest.param(each, id=each.title) for each in ALL])
def test_every_step_reads_as_a_sentence_with_its_law(situation: Situation) -> None:
    told = SCHEMES[situation.scheme].evaluate(situation.person, situation.day).explain()
    for step in told.steps:
        assert "%(" not in sentence(step)
        assert step["article"]
        assert bool(step["figure"]) <= bool(step["source"])


@pytest.mark.parametrize("code", SCHEMES)
def test_each_situation_has_its_own_title(code: str) -> None:
    titles = Counter(situation.title for situation in situations(code))
    assert [title for title, count in titles.items() if count > 1] == []
    assert len(titles) >= 8


def test_amounts_on_unconfirmed_brackets_are_provisional() -> None:
    for situation in situations("unemployment"):
        told = SCHEMES["unemployment"].evaluate(situation.person, situation.day).explain()
        assert told.provisional


@pytest.mark.parametrize("code", SCHEMES)
def test_situations_told_together_come_out_as_told_apart(code: str) -> None:
    scheme = SCHEMES[code]
    told = situations(code)
    for day in sorted({situation.day for situation in told}):
        everyone = scheme.evaluate(scheme.Facts.join(each.person for each in told), day)
        for place, situation in enumerate(told):
            alone = scheme.evaluate(situation.person, day)
            assert everyone.explain(place) == alone.explain(), situation.title
        assert np.all(everyone.amount[~everyone.granted] == 0)


def test_every_article_can_be_translated() -> None:
    texts = {text for text, _ in translatable_texts()}
    for situation in ALL:
        scheme = SCHEMES[situation.scheme]
        told = scheme.evaluate(situation.person, situation.day).explain()
        by_figure = [step["article"] for step in told.steps if step["figure"]]
        assert set(by_figure) <= texts
