"""What the text of a zone says, by the facets of the information model: for the strict reader."""

from __future__ import annotations

from typing import Any, Final

import numpy as np

from declarations.wages.batch import LENGTH_BITS
from declarations.wages.compiled import inlined
from declarations.wages.compiling import (
    ASCII,
    CLASS,
    CLASSES,
    CODES,
    CODES_END,
    HIGHEST,
    KIND,
    LONGEST,
    LOWEST,
    MONTH,
    SHAPES_AT,
    SHAPES_END,
    SHORTEST,
    TIME,
)
from declarations.wages.layout import DATE, NUMBER

NONE: Final = -(2**63)
MOST: Final = 2**LENGTH_BITS - 1  # bytes of a text
MORE, AMPERSAND, ZERO, DASH, SEMICOLON, SPACE = (ord(letter) for letter in ">&0-; ")
ENTITIES: Final = np.array(
    [
        [ord(letter) for letter in f"{name};".ljust(5)]
        for name in ("lt", "gt", "amp", "quot", "apos")
    ],
    np.uint8,
)


@inlined
def _entity(data: Any, at: int, end: int) -> int:
    """Return the length of an entity that XML itself defines; 0 if there is none."""
    for entity in range(len(ENTITIES)):
        for offset in range(5):
            if at + 1 + offset >= end or data[at + 1 + offset] != ENTITIES[entity, offset]:
                break
            if ENTITIES[entity, offset] == SEMICOLON:
                return offset + 2
    return 0


@inlined
def _is_plain(byte: int) -> bool:
    return 32 <= byte < 127 and byte != AMPERSAND and byte != MORE


@inlined
def _letter(data: Any, at: int, end: int, printable: Any) -> int:
    """Return the length in bytes of the character at a place; 0 if it may not stand there."""
    first = data[at]
    if first == AMPERSAND:
        return _entity(data, at, end)
    if first < 0x80:
        return 0 if first < 32 or first == 127 or first == MORE else 1
    length = 2 if first < 0xE0 else (3 if first < 0xF0 else 4)
    if first < 0xC2 or first > 0xF4 or at + length > end:
        return 0
    point = np.intp(first & (0x7F >> length))
    for offset in range(1, length):
        if data[at + offset] & 0xC0 != 0x80:
            return 0
        point = (point << 6) | np.intp(data[at + offset] & 0x3F)
    shortest = 0x80 if length == 2 else (0x800 if length == 3 else 0x10000)
    if point < shortest or point > 0x10FFFF:
        return 0
    return length if (printable[point >> 3] >> (7 - (point & 7))) & 1 else 0


@inlined
def _has_shape(data: Any, at: int, length: int, t: Any, facets: int) -> bool:
    """Say whether a value has one of the shapes that its facets ask for."""
    place, end = t[facets + SHAPES_AT], t[facets + SHAPES_END]
    while place < end:
        long = t[place]
        fits = long == length
        for offset in range(long):
            if not fits:
                break
            wanted, byte = t[place + 1 + offset], data[at + offset]
            if wanted >= CLASSES:
                of_class = t[CLASS] + (wanted - CLASSES) * ASCII
                fits = byte < ASCII and t[of_class + byte] == 1
            else:
                fits = byte == wanted
        if fits:
            return True
        place += 1 + long
    return False


@inlined
def _is_code(value: int, t: Any, facets: int) -> bool:
    """Say whether a number is one of the codes that its facets ask for, if they do."""
    begin, end = t[facets + CODES], t[facets + CODES_END]
    for place in range(begin, end):
        if t[place] == value:
            return True
    return begin == end


@inlined
def _two(data: Any, at: int) -> Any:
    return (np.intp(data[at]) - ZERO) * 10 + np.intp(data[at + 1]) - ZERO


@inlined
def _is_moment(data: Any, at: int, kind: int) -> bool:
    """Say whether a month or time of the right shape is one."""
    if kind == MONTH:
        return 1 <= _two(data, at + 5) <= 12
    if kind == TIME:
        return _two(data, at) < 24 and _two(data, at + 3) < 60 and _two(data, at + 6) < 60
    return True


@inlined
def _days(data: Any, at: int) -> Any:
    """Return the day at a place, counted from 1970; `NONE` if there is no such day."""
    for offset in range(10):
        byte = data[at + offset]
        if offset == 4 or offset == 7:
            if byte != DASH:
                return NONE
        elif byte < 48 or byte > 57:
            return NONE
    year = _two(data, at) * 100 + _two(data, at + 2)
    month, day = _two(data, at + 5), _two(data, at + 8)
    longest = 30 if month in (4, 6, 9, 11) else 31
    if month == 2:
        leap = year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)
        longest = 29 if leap else 28
    if year < 1 or month < 1 or month > 12 or day < 1 or day > longest:
        return NONE
    year -= 1 if month <= 2 else 0
    of_year = (153 * (month + (9 if month <= 2 else -3)) + 2) // 5 + day - 1
    return year * 365 + year // 4 - year // 100 + year // 400 + of_year - 719468


@inlined
def _number(data: Any, at: int, end: int) -> Any:
    """Return the number between two places; `NONE` if it is none."""
    value = np.intp(0)
    for place in range(np.uintp(at), np.uintp(end)):
        digit = data[place] - np.uint8(ZERO)
        if digit > 9:
            return NONE
        value = value * 10 + np.intp(digit)
    return value


@inlined
def _letters(data: Any, at: int, end: int, printable: Any) -> int:
    """Return how many characters a text has; -1 if one of them may not stand there."""
    if data[at] == SPACE or data[end - 1] == SPACE or end - at > MOST:
        return -1
    place = at
    while place < end and _is_plain(data[np.uintp(place)]):
        place += 1
    count = place - at
    while place < end:
        length = _letter(data, place, end, printable)
        if length == 0:
            return -1
        place += length
        count += 1
    return count


@inlined
def value_of(data: Any, at: int, end: int, t: Any, facets: int, printable: Any) -> Any:
    """Return what stands between two places, as a cell holds it; `NONE` if it may not."""
    kind = t[facets + KIND]
    is_text = kind != NUMBER and kind != DATE
    length = _letters(data, at, end, printable) if is_text else end - at
    if length < t[facets + SHORTEST] or length > t[facets + LONGEST]:
        return NONE
    value = at << LENGTH_BITS | (end - at)
    if not is_text:
        value = _number(data, at, end) if kind == NUMBER else _days(data, at)
        if value < t[facets + LOWEST] or value > t[facets + HIGHEST]:
            return NONE
        if not _is_code(value, t, facets):
            return NONE
    if t[facets + SHAPES_AT] == t[facets + SHAPES_END]:
        return value
    shaped = _has_shape(data, at, end - at, t, facets)
    return value if shaped and _is_moment(data, at, kind) else NONE
