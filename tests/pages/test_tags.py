"""How pages write amounts, numbers, states and charts."""

from datetime import date
from xml.etree import ElementTree

import pytest
from django.template.loader import render_to_string
from django.utils.translation import override

from portal.pages.charts import Period, bars, shares, ticks
from portal.templatetags import solida

YEAR = (date(2026, 1, 1), date(2026, 12, 31))


@pytest.mark.parametrize(
    ("language", "expected"),
    [
        ("en", "€1,234.56"),
        ("fr", "1\u202f234,56\xa0€"),
        ("nl", "€\xa01.234,56"),
        ("de", "1.234,56\xa0€"),
    ],
)
def test_an_amount_is_written_as_the_language_writes_it(language: str, expected: str) -> None:
    with override(language):
        assert solida.euros(123456) == expected


def test_an_amount_to_pay_back_carries_a_true_minus() -> None:
    with override("en"):
        assert solida.euros(-5) == "\u2212€0.05"


def test_large_amounts_keep_every_cent() -> None:
    with override("en"):
        assert solida.euros(90071992547409931) == "€900,719,925,474,099.31"


def test_no_amount_is_written_as_nothing() -> None:
    assert solida.euros(None) == ""


@pytest.mark.parametrize("money", [12.5, "1250"])
def test_money_that_is_not_integer_cents_is_an_error(money: object) -> None:
    with pytest.raises(TypeError):
        solida.euros(money)  # type: ignore[arg-type]


def test_numbers_are_written_as_they_are_printed() -> None:
    assert solida.inss("85073003328") == "85.07.30-033.28"
    assert solida.enterprise("0206731645") == "0206.731.645"
    assert solida.nsso("194302348") == "1943023-48"
    assert solida.inss(None) == ""


@pytest.mark.parametrize(
    ("status", "tone"),
    [("granted", "success"), ("refused", "danger"), ("waiting", "attention"), ("draft", "neutral")],
)
def test_a_state_has_a_colour(status: str, tone: str) -> None:
    assert solida.tone(status) == tone


def test_no_state_has_two_colours() -> None:
    states = [status for statuses in solida.TONES.values() for status in statuses]
    assert len(states) == len(set(states))


def test_a_table_with_a_cell_too_many_is_an_error() -> None:
    with pytest.raises(ValueError, match="zip"):
        list(solida.under(["a", "b"], [{"label": "only"}]))


def test_a_bar_is_as_long_as_its_days_both_included() -> None:
    (bar,) = bars([Period("Job", date(2026, 1, 1), date(2026, 1, 31))], *YEAR)
    assert (bar.x, bar.width) == ("0.00", f"{31 / 365 * 100:.2f}")


def test_a_bar_is_cut_off_at_the_axis_but_keeps_its_dates() -> None:
    (bar,) = bars([Period("Job", date(2020, 5, 1))], *YEAR)
    assert (bar.x, bar.width, bar.start, bar.open) == ("0.00", "100.00", date(2020, 5, 1), True)


def test_a_period_beside_the_axis_is_not_drawn() -> None:
    past = Period("Past", date(2025, 1, 1), date(2025, 12, 31))
    future = Period("Future", date(2027, 1, 1))
    assert bars([past, future], *YEAR) == []


@pytest.mark.parametrize(
    ("first", "last", "labels"),
    [
        (date(2026, 1, 1), date(2026, 3, 31), ["Jan 2026", "Feb 2026", "Mar 2026"]),
        (date(2026, 1, 1), date(2026, 12, 31), ["Jan 2026", "Apr 2026", "Jul 2026", "Oct 2026"]),
        (date(2023, 6, 1), date(2026, 12, 31), ["2024", "2025", "2026"]),
        (date(2000, 1, 1), date(2026, 12, 31), ["2000", "2010", "2020"]),
    ],
)
def test_the_axis_is_marked_at_round_dates(first: date, last: date, labels: list[str]) -> None:
    with override("en"):
        assert [tick.label for tick in ticks(first, last)] == labels


def test_shares_are_of_the_largest_amount() -> None:
    assert shares([50, 200, -10]) == ["25.00", "100.00", "0.00"]
    assert shares([0, 0]) == ["0.00", "0.00"]
    assert shares([]) == []


@pytest.mark.parametrize("language", ["en", "fr"])
def test_charts_are_drawn_without_inline_style_in_every_language(language: str) -> None:
    periods = [Period("Bakery <De Korenaar>", date(2026, 2, 1), date(2026, 3, 14), tone="info")]
    with override(language):
        drawn = [
            render_to_string(
                "components/period_chart.html", solida.period_chart(periods, *YEAR, "Work")
            ),
            render_to_string("components/bar_chart.html", solida.bar_chart([("Q1", 5)], "Pay")),
        ]
    for html in drawn:
        tree = ElementTree.fromstring(html.strip())  # noqa: S314 - our own output
        assert all("style" not in element.attrib for element in tree.iter())
        widths = [element.attrib["width"] for element in tree.iter("rect")]
        assert widths
        assert all(float(width.removesuffix("%")) > 0 for width in widths)
