"""Messages made at random from an information model: always of the right form."""

from __future__ import annotations

import re
from datetime import date, timedelta
from random import Random

from lxml import etree

from declarations.glossary.model import Glossary, Member, Zone

LETTERS = "aZ 0.,'&<>\"é€ß"
TOKEN = re.compile(r"\[(.)[^]]*\](?:\{([0-9]+)(?:,[0-9]+)?\})?|\\(.)|([0-9,:-])")


def chance_of(seed: int) -> Random:
    """Return a source of chance that gives the same each time."""
    return Random(seed)  # noqa: S311 - nothing secret is drawn


def document(model: Glossary, chance: Random) -> etree._Element:
    """Return a message with two forms."""
    root = etree.Element(model.root)
    for _ in range(2):
        root.append(_block(model, model.form, chance))
    return root


def _block(model: Glossary, label: str, chance: Random) -> etree._Element:
    element = etree.Element(label)
    block = model.blocks[label]
    for member in chance.choice(block.ways) if block.ways else block.members:
        for _ in range(_often(member, chance)):
            name = chance.choice(member.labels)
            if name in model.blocks:
                element.append(_block(model, name, chance))
            else:
                zone = etree.SubElement(element, name)
                zone.text = _value(model.zones[name], member, chance)
    return element


def _often(member: Member, chance: Random) -> int:
    most = 2 if member.highest is None else min(member.highest, 2)
    return min(max(member.lowest, chance.choice([0, 0, 1, 1, 1, 2])), most)


def _value(zone: Zone, member: Member, chance: Random) -> str:
    codes = member.codes or zone.codes
    if codes:
        return chance.choice(codes)
    if zone.pattern:
        return _shaped(zone.pattern.pattern, zone, chance)
    if zone.type == "number":
        lowest = zone.lowest or 0
        highest = min(10 ** (zone.longest or 9) - 1, zone.highest or 10**9)
        number = chance.randint(lowest, chance.choice([highest, min(highest, lowest + 99)]))
        return str(number).zfill(chance.choice([0, zone.longest or 0]))
    if zone.type == "text":
        length = chance.randint(max(zone.shortest, member.lowest), zone.longest or 20)
        text = "".join(chance.choice(LETTERS) for _ in range(length)).strip()
        return text if len(text) >= max(zone.shortest, member.lowest) else "x" * length
    day = date(2008, 1, 1) + timedelta(days=chance.randint(0, 7_000))
    return day.isoformat() if zone.type == "date" else day.isoformat()[:7]


def _shaped(pattern: str, zone: Zone, chance: Random) -> str:
    """Return a value of one of the alternatives of a pattern that is within the bounds."""
    pattern = pattern.replace("(1|2|3|4)", "1")
    while True:
        made = ""
        for token in TOKEN.finditer(chance.choice(pattern.split("|"))):
            letters = "012" if token[1] == "0" else token[1]
            drawn = [chance.choice(letters or "") for _ in range(int(token[2] or 1)) if letters]
            made += token[3] or token[4] or "".join(drawn)
        within = zone.type != "number" or (zone.lowest or 0) <= int(made)
        if within and (zone.type != "number" or int(made) <= (zone.highest or 10**18)):
            return made
