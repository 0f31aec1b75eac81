"""Rows as lines of CSV that a spreadsheet opens as they are, and takes for no formula."""

import csv
import io
from collections.abc import Iterable
from typing import Final

FORMULA: Final = ("=", "+", "-", "@", "\t", "\r")
BOM: Final = "\ufeff"  # at the beginning: tells a spreadsheet that this is UTF-8


def csv_lines(rows: Iterable[list[str]]) -> str:
    """Return rows of texts as CSV: semicolons, quoted where needed, no formula."""
    out = io.StringIO()
    csv.writer(out, delimiter=";").writerows([_plain(cell) for cell in row] for row in rows)
    return out.getvalue()


def _plain(cell: str) -> str:
    """A text that a spreadsheet does not take for a formula."""
    return f"'{cell}" if cell.startswith(FORMULA) else cell
