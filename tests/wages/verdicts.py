"""The verdicts of the authority's validator on spoilt files, as it gave them.

`verdicts.txt` holds a line for each place of a file and each kind of odd file: the place, and a
letter for each thing done there, in the order of `mutations.spoilt`. The validator itself is not
part of this project: where the mutations change, their verdicts must be asked again.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path

from declarations.glossary.catalog import glossary
from tests.wages.mutations import spoilt
from tests.wages.odd_files import odd_files
from tests.wages.whole import whole

TABLE = Path(__file__).with_name("verdicts.txt")
PASSES = ("well_formed", "schema", "duplicate_inss", "net_owed_amount")
# Which passes ran, and how: "+" passed, "-" failed.
LETTERS = {
    "n": "-",
    "u": "+-",
    "o": "++++",
    "s": "+-++",
    "d": "++-+",
    "D": "+--+",
    "a": "+++-",
    "A": "+-+-",
    "b": "++--",
    "B": "+---",
    "x": "++-",
    "X": "+--",
    "p": "+++",
    "P": "+-+",
}
VERSIONS = (("dmfa", "2023/1"), ("dmfa_update", "2023/1"))
ODD = "odd files"

Cases = Iterator[tuple[str, str, bytes]]


def cases() -> Cases:
    """Every spoilt file, as (the line of the table, what was done, the file)."""
    for flow, version in VERSIONS:
        text = whole(flow, version).decode()
        for path, done, wrong in spoilt(text, glossary(flow, version)):
            yield f"{flow} {path}", done, wrong.encode()
    for name, document in odd_files():
        yield ODD, name, document


def letter(passes: dict[str, bool]) -> str:
    """The letter of a verdict."""
    signs = "".join("+" if passes[name] else "-" for name in PASSES if name in passes)
    return next(letter for letter, verdict in LETTERS.items() if verdict == signs)


def table(verdicts: Iterable[tuple[str, str]]) -> str:
    """The table of verdicts that were given, each as (line, letter)."""
    lines: dict[str, str] = defaultdict(str)
    for line, given in verdicts:
        lines[line] += given
    return "".join(f"{line}\t{letters}\n" for line, letters in lines.items())


def expected() -> dict[str, str]:
    """The letters of each line."""
    rows = (row.partition("\t") for row in TABLE.read_text("utf-8").splitlines())
    return {line: letters for line, _tab, letters in rows}
