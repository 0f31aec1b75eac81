"""What an administration promises about appointments."""

from datetime import timedelta
from pathlib import Path
from typing import Any, Final

import yaml

_TERMS: Final[dict[str, Any]] = yaml.safe_load(
    Path(__file__).with_name("terms.yaml").read_text("utf-8")
)
CHANGE_UNTIL: Final = timedelta(hours=_TERMS["change_hours"])
BOOK_UNTIL: Final = timedelta(hours=_TERMS["book_hours"])
AHEAD: Final = timedelta(days=_TERMS["days_ahead"])
REMIND_FROM: Final = timedelta(hours=_TERMS["remind_hours"])
MOST_BOOKED: Final[int] = _TERMS["most_booked"]
