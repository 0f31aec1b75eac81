"""Asking and choosing among arrays: one place costs a tenth of what NumPy's own calls take."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

Flags = NDArray[np.bool_]


def anybody(flags: Flags) -> bool:
    """Whether a flag is true of at least one."""
    return flags.item() if flags.size == 1 else bool(flags.any())


def chosen(flags: Flags, one: Any, other: Any) -> NDArray[Any]:
    """``one`` where the flag is true and ``other`` elsewhere, as `np.where`; both of one kind.

    What comes back may be an array that was given: nobody writes into it.
    """
    if flags.size != 1:
        return np.where(flags, one, other)
    picked = one if flags.item() else other
    if type(picked) is np.ndarray and picked.shape == flags.shape:
        return picked
    return np.array([picked]).reshape(flags.shape)


def at_once(flags: list[Flags], places: int) -> Flags:
    """For whom at least one of the flags is true; of none, for nobody."""
    if places == 1:
        return np.array([any(each.item() for each in flags)])
    found = np.zeros(places, dtype=bool)
    for each in flags:
        found |= each
    return found


def alike(value: Any, places: int) -> NDArray[Any]:
    """The same value in so many places, as `np.full`."""
    return np.array([value]) if places == 1 else np.full(places, value)
