"""How the columns of facts are encoded for the database."""

from typing import Final

BOOL: Final = 1  # integers of so many bytes
SMALL: Final = 2
INT: Final = 4
BIG: Final = 8
TEXT: Final = 0  # places in the source
DAY: Final = 3  # days since 1970
