"""What may be wrong with a customer file or with one of its lines: the codes, and what to do.

The codes are our own: what the authority says to suppliers is not published.
"""

from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

# Refuse a file as a whole; nothing of it is stored.
OF_FILES: Final[dict[str, Promise]] = {
    "CUST-001": _(
        "The first line must say customers;1;QUARTER;SUPPLIER;LINES, such as"
        " customers;1;2026Q4;70/1;5000000."
    ),
    "CUST-002": _("The second line must name the eight columns in their order."),
    "CUST-003": _("The quarter must be the one of today: each file is about the quarter it is in."),
    "CUST-004": _("The file names another supplier than the one that sends it."),
    "CUST-005": _("The file has another number of lines than its first line says."),
    "CUST-006": _("The text is not UTF-8."),
    "CUST-007": _("A line is longer than 1,000 bytes."),
    "CUST-008": _("A file may name ten million customers at most."),
}
# Refuse a line; the others are answered.
OF_LINES: Final[dict[str, Promise]] = {
    "CUST-011": _("A line must have eight fields."),
    "CUST-012": _("The reference of a customer has 1 to 36 letters, digits and . / _ -"),
    "CUST-013": _("This field is empty: a customer is named by number or by address."),
    "CUST-014": _("A date of birth is written like 1990-01-17."),
    "CUST-015": _("This field is too long, or holds characters that are not printed."),
}


class RefusedCustomersError(Exception):
    """A file is refused, with the line and the field at which it is wrong."""

    def __init__(self, code: str, line: int, field: str = "") -> None:
        super().__init__(code)
        self.code, self.line, self.field = code, line, field

    @property
    def message(self) -> str:
        """Return what is wrong, and what to do."""
        return str(OF_FILES[self.code])
