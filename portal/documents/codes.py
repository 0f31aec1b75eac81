"""The code of a letter: short enough to copy from paper, and one that nobody guesses.

Fifteen letters drawn by chance (74 bits), and one that follows from them. There are 31 letters, a
prime number, and each place weighs differently: one letter that was misread, or two that changed
places, are always noticed.
"""

import secrets
from typing import Final

import numpy as np

# Without I, O, U, 0 and 1, which are taken for others or for each other.
ALPHABET: Final = "23456789ABCDEFGHJKLMNPQRSTVWXYZ"
LENGTH: Final = 16
GROUP: Final = 4
FAIR: Final = 256 // len(ALPHABET) * len(ALPHABET)  # of the numbers that a byte can hold


class InvalidCodeError(ValueError):
    """This is no code: a letter is missing, or was misread."""


def new_codes(count: int) -> list[str]:
    """Return so many codes that were never given."""
    # Bytes above the last multiple of 31 are drawn again, so that all letters are as likely.
    places = (LENGTH - 1) * count
    fair = np.empty(0, dtype=np.uint8)
    while len(fair) < places:
        drawn = np.frombuffer(secrets.token_bytes(places + 64), dtype=np.uint8)
        fair = np.concatenate([fair, drawn[drawn < FAIR]])
    numbers = fair[:places].reshape(count, LENGTH - 1) % len(ALPHABET)
    last = (numbers * np.arange(1, LENGTH)).sum(axis=1) % len(ALPHABET)
    letters = np.frombuffer(ALPHABET.encode(), dtype=np.uint8)
    text = letters[np.column_stack([numbers, last])].tobytes().decode()
    return [text[start : start + LENGTH] for start in range(0, len(text), LENGTH)]


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
