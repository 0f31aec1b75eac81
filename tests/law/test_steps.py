"""Explained steps, for one person out of many."""

import json
from datetime import date

import numpy as np
import pytest

from portal.law.figures import Figure
from portal.law.steps import Quantity, Scalar, Step, sentence, shown

RATE = Figure("rate", "percent", 65, 100, date(2026, 3, 1), "rva.be", "art. 114", False, "")


def step() -> Step:
    pay = Quantity(np.array([200000, -205]), "cents")
    label = "%(figure)s of %(pay)s"
    return Step.by(
        RATE, "share", label, np.array([130000, 0]), "cents", {"pay": pay}, np.array([True, False])
    )


def test_a_step_is_told_for_one_person() -> None:
    told = step().at(1)
    assert told == {
        "key": "share",
        "label": "%(figure)s of %(pay)s",
        "params": {
            "figure": {"value": 65, "unit": "percent"},
            "pay": {"value": -205, "unit": "cents"},
        },
        "value": 0,
        "unit": "cents",
        "article": "art. 114",
        "figure": "rate",
        "source": "rva.be",
        "confirmed": False,
    }
    assert json.loads(json.dumps(told)) == told
    assert [step().taken_by(person) for person in (0, 1)] == [True, False]


def test_a_step_reads_as_a_sentence_in_any_language() -> None:
    assert sentence(step().at(0)) == "65 % of 2000.00"
    french = {"%(figure)s of %(pay)s": "%(figure)s de %(pay)s"}

    def show(value: Scalar, unit: str) -> str:
        return shown(value, unit).replace(".", ",")

    assert sentence(step().at(0), french.__getitem__, show) == "65 % de 2000,00"


@pytest.mark.parametrize(
    ("value", "unit", "text"),
    [
        (-205, "cents", "-2.05"),
        (5, "cents", "0.05"),
        (1346537, "ten_thousandths", "134.6537"),
        (65, "percent", "65 %"),
        (312, "days", "312"),
        ("2026-03-01", "date", "2026-03-01"),
    ],
)
def test_quantities_as_plain_text(value: int | str, unit: str, text: str) -> None:
    assert shown(value, unit) == text


def test_days_and_ratios_are_fit_for_json() -> None:
    days = Quantity(np.array(["2026-03-01", "NaT"], dtype="datetime64[D]"), "date")
    assert days.at(0) == {"value": "2026-03-01", "unit": "date"}
    assert days.at(1) == {"value": None, "unit": "date"}
    half = Figure("half", "ratio", 3, 2, date(2026, 1, 1), "s", "a", True, "")
    assert half.quantity.at(0) == {"value": "3/2", "unit": "ratio"}
