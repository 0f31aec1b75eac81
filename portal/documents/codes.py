"""The code of a letter: short enough to copy from paper, and one that nobody guesses.

Fifteen letters drawn by chance (74 bits), and one that follows from them. There are 31 letters, a
prime number, and each place weighs differently: one letter that was misread, or two that changed
places, are always noticed.
"""

import secrets
from typing import Final

# Without I, O, U, 0 and 1, which are taken for others or for each other.
ALPHABET: Final = "23456789ABCDEFGHJKLMNPQRSTVWXYZ"
LENGTH: Final = 16
GROUP: Final = 4


class InvalidCodeError(ValueError):
    """This is no code: a letter is missing, or was misread."""


def new_code() -> str:
    """Return a code that was never given."""
    drawn = "".join(secrets.choice(ALPHABET) for _ in range(LENGTH - 1))
    return drawn + _check(drawn)


def clean_code(typed: str) -> str:
    """Return a code as it is kept, however it was written: in groups, in small letters.

    Raises `InvalidCodeError`.
    """
    code = "".join(typed.replace("-", " ").split()).upper()
    if len(code) != LENGTH or set(code) - set(ALPHABET) or _check(code[:-1]) != code[-1]:
        raise InvalidCodeError
    return code


def in_groups(code: str) -> str:
    """Return a code as it is printed: `ABCD-EFGH-JKLM-NPQR`."""
    return "-".join(code[start : start + GROUP] for start in range(0, LENGTH, GROUP))


def _check(drawn: str) -> str:
    total = sum(place * ALPHABET.index(letter) for place, letter in enumerate(drawn, 1))
    return ALPHABET[total % len(ALPHABET)]
