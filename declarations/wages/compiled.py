"""Functions that numba compiles, once for each version of them.

What is compiled is kept beside the code, or, where nobody may write there, with the portal's data.
"""

from __future__ import annotations

import hashlib
import os
from contextlib import suppress
from pathlib import Path
from typing import Any, Final

import numba
import numpy as np
from django.conf import settings

HERE: Final = Path(__file__).parent
# What ends up in one compiled function: a change in any of them makes it another one.
SOURCES: Final = (
    "scanning.py",
    "values.py",
    "encoding.py",
    "compiling.py",
    "batch.py",
    "layout.py",
    "columns.py",
)


def _kept() -> Path:
    place = HERE / "__pycache__" if os.access(HERE, os.W_OK) else settings.PLACES.data / "compiled"
    sources = b"".join((HERE / name).read_bytes() for name in SOURCES)
    return place / f"compiled_{hashlib.sha256(sources).hexdigest()[:16]}"


config: Any = numba.config  # typed as if it had no settings
config.CACHE_DIR = str(_kept())

# Everything is compiled into one function: a call would cost more than what is called.
inlined: Final[Any] = numba.njit(inline="always", error_model="numpy")
compiled: Final[Any] = numba.njit(cache=True, nogil=True, error_model="numpy")


def main() -> None:
    """Compile all of them now, for the arrays that they are called with: nobody waits later."""
    from declarations.glossary.catalog import newest
    from declarations.wages.compiling import WORD, words_of
    from declarations.wages.encoding import encode, positions
    from declarations.wages.reading import NotReadableError, read
    from declarations.wages.scanning import places, sort

    model = newest("dmfa")
    assert model is not None  # noqa: S101 - it is ours
    with suppress(NotReadableError):
        read(f"<{model.root}> ".encode(), model)
    table, numbers = np.zeros((0, 5), np.int64), np.zeros(1, np.int64)
    source, out = np.frombuffer(b"<wage>", np.uint8), np.zeros(2 * WORD, np.uint8)
    sort(table, *[numbers] * 5)
    encode(table, numbers, source, (out, words_of(out.data)))
    for written in (True, False):  # the rows above may be part of a batch, or reckoned
        numbers.flags.writeable = written
        positions(numbers[:0], 1)
    places(source, source)


if __name__ == "__main__":
    main()
