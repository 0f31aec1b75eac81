"""Files spoilt in one place each: every element of a sound file in every way that we thought of."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from declarations.glossary.model import Glossary, Zone

TAG = re.compile(r"<(/?)([A-Za-z0-9]+)([^<>]*?)(/?)>")
ARABIC = str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩")
WIDE = str.maketrans("0123456789", "０１２３４５６７８９")
MOMENTS = (
    *("2022-02-30", "2024-02-29", "0000-01-01", "0001-01-01", "9999-12-31", "2022-13-01"),
    *("2022-1-1", "2022-01-01Z", "2022-01-01+01:00", "-2022-01-01", "12022-01-01", "1977-00-00"),
    *("1990-01-01", "1989-12-31", "2007-06-30", "1995-02-28", "2022-00", "2022-13", "0000-01"),
    *("24:00:00.000", "24:00:00.001", "23:59:60.000", "08:45:00", "08:45:00.00", "08:45:00.000Z"),
)


@dataclass(frozen=True)
class Place:
    """An element: its path, and where it, its content and its end stand in the text."""

    path: str
    start: int
    inside: int
    close: int
    end: int

    @property
    def label(self) -> str:
        return self.path.rpartition("/")[2]


def places(text: str) -> list[Place]:
    """The first element of each path, and the element that comes after it in the same block."""
    found: dict[str, Place] = {}
    stack: list[tuple[str, int, int]] = []
    for match in TAG.finditer(text):
        closing, label, _attributes, alone = match.groups()
        if closing:
            path, start, inside = stack.pop()
            found.setdefault(path, Place(path, start, inside, match.start(), match.end()))
        else:
            path = f"{stack[-1][0]}/{label}" if stack else label
            if alone:
                ends = match.end()
                found.setdefault(path, Place(path, match.start(), ends, ends, ends))
            else:
                stack.append((path, match.start(), match.end()))
    return sorted(found.values(), key=lambda place: place.start)


def values(zone: Zone, value: str) -> Iterator[tuple[str, str]]:
    """Other values for a zone, by what is wrong or odd about each."""
    longest = zone.longest or 10
    yield from {
        "empty": "",
        "blank": " \n ",
        "letters": "abc",
        "zero": "0",
        "one": "1",
        "nines": "9" * longest,
        "a nine too many": "9" * (longest + 1),
        "twenty zeros before": "0" * 20 + value,
        "without zeros before": value.lstrip("0"),
        "minus": f"-{value}",
        "plus": f"+{value}",
        "white around": f"\t {value}\n",
        "white inside": f"{value[:1]} {value[1:]}",
        "fraction": f"{value}.0",
        "exponent": f"{value}e0",
        "below": str((zone.lowest or 0) - 1),
        "above": str((zone.highest or 99) + 1),
        "arabic": value.translate(ARABIC),
        "wide": value.translate(WIDE),
        "hard space": f"\u00a0{value}",
        "long text": "x" * longest,
        "text too long": "x" * (longest + 1),
        "text of pairs": "\U0001f600" * (longest // 2),
        "text of pairs too long": "\U0001f600" * (longest // 2 + 1),
        "underscore": f"{value}_0",
        "character by number": f"&#{ord(value[0]) if value else 32};{value[1:]}",
        "section": f"<![CDATA[{value}]]>",
        "comment": f"{value[:1]}<!-- {value} -->{value[1:]}",
        "instruction": f"{value[:1]}<?nothing here?>{value[1:]}",
        "child": f"{value}<Unknown/>",
        "child before": f"<Unknown>1</Unknown>{value}",
    }.items()
    for moment in MOMENTS:
        yield moment, moment


OnElement = Callable[[str, str, str], str]  # start tag, content, end tag → the element anew
ON_ELEMENTS: dict[str, OnElement] = {
    "one tag": lambda start, content, end: f"{start[:-1]}/>",
    "one tag with room": lambda start, content, end: f"{start[:-1]} />",
    "one tag after it": lambda start, content, end: f"{start}{content}{end}{start[:-1]}/>",
    "dropped": lambda start, content, end: "",
    "doubled": lambda start, content, end: (start + content + end) * 2,
    "a hundred times": lambda start, content, end: (start + content + end) * 100,
    "unknown before": lambda start, content, end: f"<Unknown/>{start}{content}{end}",
    "unknown after": lambda start, content, end: f"{start}{content}{end}<Unknown>7</Unknown>",
    "unknown around": lambda start, content, end: f"<Unknown>{start}{content}{end}</Unknown>",
    "text before": lambda start, content, end: f"7{start}{content}{end}",
    "itself inside": lambda start, content, end: f"{start}{start}{content}{end}{end}",
    "lower case": lambda start, content, end: f"{start.lower()}{content}{end.lower()}",
    "attribute": lambda start, content, end: f'{start[:-1]} id="1">{content}{end}',
    "two attributes": lambda start, content, end: f'{start[:-1]} a="1" b="">{content}{end}',
    "nil": lambda start, content, end: f'{start[:-1]} xsi:nil="true">{content}{end}',
    "not nil": lambda start, content, end: f'{start[:-1]} xsi:nil="0">{content}{end}',
    "language": lambda start, content, end: f'{start[:-1]} xml:lang="nl">{content}{end}',
    "another schema": lambda start, content, end: (
        f'{start[:-1]} xsi:noNamespaceSchemaLocation="DmfAOriginal_20034.xsd">{content}{end}'
    ),
    "namespace": lambda start, content, end: f'{start[:-1]} xmlns="urn:x">{content}{end}',
    "prefix": lambda start, content, end: (
        f'<x:{start[1:-1]} xmlns:x="urn:x">{content}</x:{end[2:]}'
    ),
    "prefix for others": lambda start, content, end: f'{start[:-1]} xmlns:x="urn:x">{content}{end}',
    "not closed": lambda start, content, end: f"{start}{content}",
    "closed twice": lambda start, content, end: f"{start}{content}{end}{end}",
    "no element": lambda start, content, end: content,
    "comments": lambda start, content, end: f"<!-- a -->{start}{content}<?b c?>{end}",
}
ON_BLOCKS: dict[str, OnElement] = {
    "emptied": lambda start, content, end: f"{start}{end}",
    "text at its end": lambda start, content, end: f"{start}{content}7{end}",
    "section at its end": lambda start, content, end: f"{start}{content}<![CDATA[ ]]>{end}",
    "hard space": lambda start, content, end: f"{start}&#160;{content}{end}",
    "unknown at its end": lambda start, content, end: f"{start}{content}<Unknown/>{end}",
}


def spoilt(text: str, model: Glossary) -> Iterator[tuple[str, str, str]]:
    """Every element of a file spoilt in each way, as (path, what was done, the file)."""
    for place in places(text)[1:]:
        before, after = text[: place.start], text[place.end :]
        start, content = text[place.start : place.inside], text[place.inside : place.close]
        end = text[place.close : place.end]
        zone = model.zones.get(place.label)
        if not end:
            start, end = f"<{place.label}>", f"</{place.label}>"
        for done, on_element in {**ON_ELEMENTS, **({} if zone else ON_BLOCKS)}.items():
            yield place.path, done, before + on_element(start, content, end) + after
        for done, value in values(zone, content) if zone else ():
            yield place.path, done, f"{before}{start}{value}{end}{after}"
        yield from _moved(text, place)


def _moved(text: str, place: Place) -> Iterator[tuple[str, str, str]]:
    """The element in the place of the one after it, and at the end of its block."""
    element, rest = text[place.start : place.end], text[place.end :]
    after = TAG.search(rest)
    if after and not after[1]:
        other = next(p for p in _all(rest[after.start() :]))
        stop = after.start() + other
        yield (
            place.path,
            "after the next",
            text[: place.start] + rest[:stop] + element + rest[stop:],
        )
    close = f"</{place.path.split('/')[-2]}>"
    at = rest.index(close)
    yield place.path, "last", text[: place.start] + rest[:at] + element + rest[at:]


def _all(text: str) -> Iterator[int]:
    """Where each element at the beginning of a text ends."""
    depth = 0
    for match in TAG.finditer(text):
        depth += 0 if match[4] else -1 if match[1] else 1
        if depth == 0:
            yield match.end()
