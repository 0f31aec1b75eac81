"""Until when what waits has to be answered: the law's last day, or one of our own."""

from datetime import date, timedelta
from pathlib import Path
from typing import Final

from benefits.decisions.terms import answer_by
from casework.queue.statuses import OF_OFFICE
from portal.law.figures import Figures

FIGURES: Final = Figures.load(Path(__file__).with_name("figures.yaml"))


def last_day(kind: str, came_on: date) -> date:
    """Return the last day to answer what came in on a day (`figures.yaml`, with sources)."""
    if kind not in OF_OFFICE:
        return answer_by(came_on)
    return came_on + timedelta(days=FIGURES.on(f"{kind}_days", came_on).value)
