"""Why there was no work: the causes of temporary unemployment, as employers declare them by day."""

from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from declarations.social_risk.saying import MonthWithoutWork

CAUSES: Final[dict[str, str | Promise]] = {
    "economic": _("Too little work"),
    "weather": _("Bad weather"),
    "technical": _("A technical failure"),
    "force_majeure": _("Force majeure"),
    "medical": _("Medical force majeure"),
    "collective_holiday": _("The firm is closed for holidays"),
    "strike": _("A strike or lock-out"),
    "employee_suspension": _("Suspension of employees for lack of work"),
}
# What a declaration may say besides.
DECLARED_CAUSES: Final[dict[str, str | Promise]] = {
    **CAUSES,
    "protected_worker": _("A protected worker"),
    "unknown": _("Several causes"),
}
# By the code of a day (NSSO, annex 13).
OF_DAYS: Final = {
    "5.1": "economic",
    "5.2": "weather",
    "5.3": "technical",
    "5.4": "force_majeure",
    "5.5": "medical",
    "5.6": "collective_holiday",
    "5.7": "collective_holiday",
    "5.8": "collective_holiday",
    "5.9": "strike",
    "5.10": "protected_worker",
    "5.11": "employee_suspension",
}
# Each of these is paid or judged in its own way: beside another cause, a person has to look.
APART: Final = {"force_majeure", "strike", "protected_worker"}


def cause_of(month: MonthWithoutWork) -> str:
    """Return the cause of a month, by most hours; "unknown" where its causes count differently."""
    by_hours = sorted(month.hours.items(), key=lambda item: item[1])
    causes = [OF_DAYS.get(code, "unknown") for code, _hours in by_hours]
    if not causes or "unknown" in causes or (len(set(causes)) > 1 and APART & set(causes)):
        return "unknown"
    return causes[-1]
