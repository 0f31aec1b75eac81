"""A value with its unit, as steps and figures show it."""

from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

Scalar = int | bool | str | None


class Quantity(NamedTuple):
    """A value with its unit: one for all, or an array with one for each person."""

    value: NDArray[Any] | int | str
    unit: str

    def at(self, person: int) -> dict[str, Scalar]:
        """The quantity for one person, fit for JSON; dates in ISO form."""
        return {"value": scalar(self.value, person), "unit": self.unit}


def scalar(value: NDArray[Any] | int | str, person: int) -> Scalar:
    """The value for one person, fit for JSON; dates in ISO form."""
    if not isinstance(value, np.ndarray):
        return value
    found = value.item(person)
    return found.isoformat() if value.dtype.kind == "M" and found is not None else found
