"""Temporary unemployment by the month (WECH005)."""

from collections.abc import Iterator
from datetime import date, timedelta

from declarations.glossary.findings import Finding
from declarations.social_risk.contents import blocks_in
from declarations.social_risk.rules.case import Case

FLOW = "wech005"
UNEMPLOYED = "5."
MOST_IN_A_ROW = 6
INCAPACITY, BACK = "zima001", "zima006"


def not_too_many_in_a_row(case: Case) -> Iterator[Finding]:
    """More than six days in a row are verified (90074-503, which does not block)."""
    if case.scenario.flow != FLOW:
        return
    in_a_row, before = 0, date.min
    for day in sorted(set(unemployed_days(case))):
        in_a_row = in_a_row + 1 if day - before == timedelta(days=1) else 1
        before = day
        if in_a_row > MOST_IN_A_ROW:
            yield case.problem("90074-503", "Form/NatureOfDay", day.isoformat())
            return


def not_while_ill(case: Case) -> Iterator[Finding]:
    """Who is incapable of work is not temporarily unemployed on the same days (90074-023)."""
    if case.scenario.flow != FLOW:
        return
    ill = [risk for risk in case.others if risk.flow == INCAPACITY and risk.kind == "001"]
    back = [risk.since for risk in case.others if risk.flow == BACK]
    for day in unemployed_days(case):
        if any(r.since <= day and not any(r.since < b <= day for b in back) for r in ill):
            yield case.problem("90074-023", "Form/NatureOfDay", day.isoformat())
            return


def unemployed_days(case: Case) -> Iterator[date]:
    """The days of the month that are given as temporary unemployment (codes 5.1 to 5.11)."""
    for _path, block in blocks_in(case.content, "NatureOfDay"):
        given = str(block.get("DayIndicator", ""))
        if str(block.get("DayNatureCode", "")).startswith(UNEMPLOYED):
            try:
                yield date.fromisoformat(f"{case.days.start.year}{given[1:]}")
            except ValueError:
                continue
