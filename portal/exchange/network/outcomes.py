"""The codes of answers: what each means, and what it says of the data."""

from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from portal.directory.control import CONTROLS
from portal.exchange.network.models import Outcome

FOUND: Final[dict[str, Promise]] = {
    "REPORTED": _("The status is stored."),
    "REGISTERED": _("The file is in your directory."),
    "UNREGISTERED": _("The file is no longer in your directory."),
    "LISTED": _("These are your files."),
    "DATA": _("There are data."),
}
NOT_FOUND: Final[dict[str, Promise]] = {
    "NO-DATA": _("There are no data in this period."),
    "NO-FILE": _("You have no such file."),
}
STOPPED: Final[dict[str, Promise]] = {
    "ID-002": _("The proof of identity does not match this enterprise number."),
    "ID-001": _("The proof of identity does not match this national number."),
    "ID-003": _("Nobody of this name lives at this address, or more than one."),
    "REG-001": _("You have a file already in that time and capacity."),
    "REG-002": _("The file ends before that day already."),
    **{control.code: control.message for control in CONTROLS},
}
ANOMALIES: Final[dict[str, Promise]] = {
    "PERIOD-CUT": _("Your authorisation does not reach so far back: the period begins later."),
    "NOT-AUTHORISED": _("Your authorisation does not give these data."),
    "NOT-AVAILABLE": _("Nobody has these data."),
    "NOT-AT-SOURCE": _("The institution that has these data has no file of this person."),
    "REPLACED": _("The number was replaced: use the new one."),
}
_NOBODYS: Final = {control.code for control in CONTROLS if control.status == 404}


def outcome_of(code: str) -> Outcome:
    """Return what a code says of the data."""
    if code in FOUND:
        return Outcome.DATA_FOUND
    return Outcome.NO_DATA_FOUND if code in {*NOT_FOUND, *_NOBODYS} else Outcome.NO_RESULT


def description_of(code: str) -> str:
    """Return what a code or the code of an anomaly means, in the active language."""
    return str((FOUND | NOT_FOUND | STOPPED | ANOMALIES)[code])
