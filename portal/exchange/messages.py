"""JSON messages with a fixed shape: fields that are read strictly, and what is wrong with them."""

import re
from datetime import date
from typing import Annotated, Any, TypeVar

from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from pydantic import BeforeValidator, ConfigDict, ValidationError, WithJsonSchema
from pydantic_core import PydanticCustomError

from portal.exchange.problems import FieldProblem, ProblemError, Reply

FIRST, LAST = date(1920, 1, 1), date(2099, 12, 31)
ISO_DATE = re.compile("[0-9]{4}-[0-9]{2}-[0-9]{2}")
PROBLEMS: dict[str, str | Promise] = {
    "missing": _("This is missing."),
    "extra_forbidden": _("This name is not known here. Capitals matter."),
    "string_type": _("Give a text."),
    "string_too_short": _("This is empty."),
    "string_too_long": _("This is too long."),
    "bool_type": _("Give true or false."),
    "int_type": _("Give a whole number."),
    "list_type": _("Give a list."),
    "model_type": _("Give an object."),
    "too_short": _("Give at least one."),
    "too_long": _("These are too many."),
    "string_pattern_mismatch": _("This is not written as the description says."),
    "enum": _("Choose one of the values in the description."),
    "literal_error": _("Choose one of the values in the description."),
    "day": _("Give a date that exists, as year-month-day, from 1920 up to 2099."),
    "moment": _("Give a moment, as 2026-11-02T09:30:00+01:00."),
    "quality": _("Give a capacity of the network, as sector/code."),
    "identification": _("Give an enterprise number, or a sector and an institution."),
    "order": _("The end may not come before the start."),
}


def _day(value: object) -> date | None:
    if value is None:
        return None
    try:
        day = date.fromisoformat(value if isinstance(value, str) else "")
    except ValueError:
        day = None
    if day is None or not ISO_DATE.fullmatch(str(value)) or not FIRST <= day <= LAST:
        raise PydanticCustomError("day", "not a day")
    return day


Day = Annotated[date, BeforeValidator(_day), WithJsonSchema({"type": "string", "format": "date"})]


class Sent(Reply):
    """A message: names that it does not know are refused."""

    model_config = ConfigDict(extra="forbid")


SentMessage = TypeVar("SentMessage", bound=Sent)


def read_message(model: type[SentMessage], data: dict[str, Any]) -> SentMessage:
    """Return the message that a JSON object holds; `ProblemError` (422) names each wrong field."""
    try:
        return model.model_validate(data)
    except ValidationError as error:
        fields = [
            FieldProblem(
                path=".".join(map(str, found["loc"])),
                message=str(PROBLEMS.get(found["type"], _("This is not valid."))),
            )
            for found in error.errors(include_url=False, include_input=False)
        ]
    raise ProblemError(422, gettext("Some fields are not right."), errors=fields)
