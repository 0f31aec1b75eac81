"""Days as people type them, and quarters as people read them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any, Final

from crispy_forms_gds.fields import DateInputField
from django.core.exceptions import ValidationError
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

EARLIEST: Final = date(1900, 1, 1)
LATEST: Final = date(2099, 12, 31)


def quarter_words(quarter: int) -> str:
    """Return a quarter (20261) in words, in the active language."""
    return gettext("Quarter %(number)d of %(year)d") % {
        "number": quarter % 10,
        "year": quarter // 10,
    }


class DayField(DateInputField):
    """A day in three parts, from `earliest` to `latest`; whatever is typed, the error is here."""

    def __init__(self, *, earliest: date = EARLIEST, latest: date = LATEST, **options: Any) -> None:
        super().__init__(require_all_fields=False, **options)
        self.earliest, self.latest = earliest, latest
        self.error_messages["required"] = _("Enter a day, a month and a year.")
        for part in self.widget.widgets:
            part.attrs["inputmode"] = "numeric"

    def clean(self, value: Sequence[str | None] | None) -> date | None:
        """Return the day, or None where nothing was typed and nothing is asked."""
        parts = [(part or "").strip() for part in value or ()]
        if not any(parts):
            if self.required:
                raise ValidationError(self.error_messages["required"], code="required")
            return None
        if not all(part.isascii() and part.isdigit() and len(part) <= 4 for part in parts):
            raise ValidationError(_("Enter a day that exists, such as 27 3 2026."), code="invalid")
        return self._within(parts)

    def _within(self, parts: Sequence[str]) -> date:
        try:
            chosen = date(int(parts[2]), int(parts[1]), int(parts[0]))
        except ValueError:
            raise ValidationError(
                _("Enter a day that exists, such as 27 3 2026."), code="invalid"
            ) from None
        if not self.earliest <= chosen <= self.latest:
            raise ValidationError(
                _("Enter a year from %(first)s to %(last)s."),
                code="bounds",
                params={"first": self.earliest.year, "last": self.latest.year},
            )
        return chosen
