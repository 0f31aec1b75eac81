"""What is written of many at once is what is kept of each alone."""

import json
from datetime import date
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from benefits.schemes import SCHEMES
from benefits.schemes.single import evaluate_again
from benefits.schemes.written import accounts, kept
from tests.situations.test_many import REACH, persons


@pytest.mark.parametrize("code", SCHEMES)
@settings(deadline=None, max_examples=60)
@given(data=st.data())
def test_many_are_written_as_each_alone(code: str, data: st.DataObject) -> None:
    scheme = SCHEMES[code]
    on = data.draw(st.dates(REACH.get(code, date(2022, 12, 1)), date(2028, 12, 31)))
    crowd = data.draw(st.lists(persons(scheme.Facts), min_size=1, max_size=8))
    facts = scheme.Facts.join(crowd)
    outcome = scheme.evaluate(facts, on)
    chosen = data.draw(st.lists(st.sampled_from(range(len(crowd))), unique=True))
    places: Any = np.array(chosen, dtype=np.int64)
    told = zip(chosen, accounts(outcome, places), kept(facts, places, on), strict=True)
    for place, account, frozen in told:
        alone = outcome.explain(place)
        assert json.loads(account) == {
            "steps": alone.steps,
            "reasons": alone.reasons,
            "provisional": alone.provisional,
        }
        assert evaluate_again(code, json.loads(frozen)) == alone
