"""The pay on which a benefit is based, and the work grid."""

from collections.abc import Iterator

from declarations.glossary.findings import Finding
from declarations.social_risk.contents import blocks_in
from declarations.social_risk.rules.case import Case

DAYS_OF_A_WEEK = 7
HOUR = "1"
BY_THE_HOUR = "PieceTaskServicesCommissionRemunerationBasisAmount"
OTHERWISE = "RemunerationBasisAmount"


def grid_in_weeks(case: Case) -> Iterator[Finding]:
    """A work grid holds each day of one to four weeks, once (00101-008)."""
    for path, grid in blocks_in(case.content, "WorkGrid"):
        given = [str(day.get("DaysIndicatorAboutWorkSchedule", "")) for day in _days(grid)]
        places = sorted(int(day) for day in given if day.isdigit())
        if places and places != list(range(1, len(places) + 1)):
            yield case.problem("00101-008", f"{path}/IndicationDaysAndHours", places[-1])
        elif len(places) % DAYS_OF_A_WEEK:
            yield case.problem("00101-008", f"{path}/IndicationDaysAndHours", len(places))


def _days(grid: object) -> list[dict[str, str]]:
    days = grid.get("IndicationDaysAndHours", []) if isinstance(grid, dict) else []
    return days if isinstance(days, list) else [days]


def of_its_unit(case: Case) -> Iterator[Finding]:
    """Pay by the hour stands in its own field, and other pay in the other (00191, 00192)."""
    for path, base in blocks_in(case.content, "CalculationBaseAllowance"):
        if "RemunerationTimeUnit" not in base:
            continue
        by_hour = base["RemunerationTimeUnit"] == HOUR
        wrong = OTHERWISE if by_hour else BY_THE_HOUR
        number = case.scenario.model.zones[wrong].number
        if wrong in base and case.has(f"{number}-005"):
            yield case.problem(f"{number}-005", f"{path}/{wrong}", base[wrong])
