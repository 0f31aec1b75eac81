"""How the information model is put into words: formats, presence, classes of anomalies."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from declarations.glossary import catalog
from declarations.glossary.details import details
from declarations.glossary.model import Anomaly, Block, Code, Glossary, Member, Zone

TYPES: Final = {
    "text": _("Text"),
    "number": _("Digits only"),
    "letter": _("One letter"),
    "date": _("Date as year-month-day, such as 2026-02-27"),
    "birth_date": _("Date as year-month-day; month and day may both be 00"),
    "time": _("Time as hours, minutes, seconds and thousandths, such as 14:35:00.000"),
    "month": _("Month as year-month, such as 2026-02"),
    "year": _("Year in four digits, such as 2026"),
    "day_of_year": _("Day as --month-day, such as --02-27"),
    "boolean": _("0 for no, 1 for yes"),
}
CHECKS: Final = {
    "inss": _("The last two digits are a check of a national number."),
    "enterprise": _("The last two digits are a check of an enterprise number."),
    "nsso": _("The last two digits are a check of an NSSO number."),
    "provisional_nsso": _("The last two digits are a check of an NSSO number."),
    "dimona_period": _("The last two digits are a check of a period number."),
}
# By class: its name, what it means, and the tone of its tag.
CLASSES: Final = {
    "B": (
        _("Blocks"),
        _("The declaration is refused. Correct it and send it again: nothing was kept of it."),
        "danger",
    ),
    "P": (
        _("Counts"),
        _(
            "The declaration is accepted. The anomaly counts towards the percentage above which a "
            "whole quarterly declaration is refused."
        ),
        "attention",
    ),
    "NP": (
        _("Does not count"),
        _(
            "The declaration is accepted. The anomaly does not count towards a refusal, but it "
            "asks you to look."
        ),
        "attention",
    ),
    "D": (
        _("Right to be checked"),
        _("The declaration is accepted. The right to a reduction is checked first."),
        "info",
    ),
    "W": (_("Warning"), _("The declaration is accepted. Nothing is asked of you."), "info"),
    "I": (
        _("Investigation"),
        _("The declaration is accepted, and somebody looks into it."),
        "info",
    ),
}
# What a worker type may ask for, in the words of a reader; each with its zone or block.
NEEDS: Final = {
    "ending_date": ("EndingDate",),
    "hours": ("StartingHour", "EndingHour"),
    "planned_hours": ("PlannedHoursNbr",),
    "training": ("SmallStatutesInformation",),
    "inss": ("INSS",),
}
NEEDED: Final = {
    "required": _("needed"),
    "optional": _("if known"),
    "forbidden": _("leave out"),
    "per_day": _("per day, both or neither"),
}


MOST_WAYS: Final = 8


@dataclass(frozen=True)
class Place:
    """Where a zone or block stands: its block, how often, and on what it depends."""

    block: Block
    often: str
    condition: str
    url: str


def address(name: str, model: Glossary, *args: str) -> str:
    """The address of a page or file of one version of a flow."""
    return reverse(name, args=[model.flow, model.version, *args])


def page_of(model: Glossary, element: Block | Zone) -> str:
    """The address of the page of a zone or block."""
    name = "glossary_block" if isinstance(element, Block) else "glossary_zone"
    return address(name, model, element.label)


def often(member: Member) -> str:
    """How often a member occurs, or when, in words."""
    if member.highest == 0:
        return gettext("never in this message")
    if member.of:
        return gettext("exactly one of these") if member.lowest else gettext("at most one of these")
    if member.highest is None:
        return gettext("once or more") if member.lowest else gettext("any number of times")
    if member.highest > 1:
        counts = {"lowest": member.lowest, "highest": member.highest}
        return gettext("%(lowest)d to %(highest)d times") % counts
    if member.lowest:
        return gettext("always")
    return member.condition or gettext("optional")


def condition(member: Member) -> str:
    """On what the presence of a member depends, where `often` does not say it already."""
    return "" if often(member) == member.condition else member.condition


def format_rows(zone: Zone) -> list[dict[str, Any]]:
    """The form of a value, as rows for a summary list."""
    rows: list[dict[str, Any]] = [
        {"label": gettext("Name in XML"), "value": zone.label},
        {"label": gettext("Zone number"), "value": zone.number},
        {"label": gettext("Format"), "value": TYPES[zone.type]},
    ]
    rows += [{"label": label, "value": value} for label, value in _bounds(zone)]
    if zone.check_digits:
        rows.append({"label": gettext("Check digits"), "value": CHECKS[zone.check_digits]})
    if zone.zero_is_absent:
        rows.append({"label": gettext("When not known"), "value": gettext("Write 0.")})
    return rows


def _bounds(zone: Zone) -> Iterator[tuple[str, str]]:
    words = {"longest": zone.longest, "shortest": zone.shortest}
    if zone.longest and zone.shortest == zone.longest:
        yield gettext("Length"), gettext("exactly %(longest)d") % words
    elif zone.longest and zone.shortest:
        yield gettext("Length"), gettext("%(shortest)d to %(longest)d") % words
    elif zone.longest:
        yield gettext("Length"), gettext("at most %(longest)d") % words
    if zone.earliest:
        yield gettext("Value"), gettext("from %(day)s on") % {"day": zone.earliest.isoformat()}
    values = {"lowest": zone.lowest, "highest": zone.highest}
    if zone.lowest is not None and zone.highest is not None:
        yield gettext("Value"), gettext("from %(lowest)d to %(highest)d") % values
    elif zone.highest is not None:
        yield gettext("Value"), gettext("at most %(highest)d") % values
    elif zone.lowest is not None:
        yield gettext("Value"), gettext("at least %(lowest)d") % values


def places_of(model: Glossary, label: str) -> list[Place]:
    """The blocks of a message in which a zone or block stands."""
    return [
        Place(block, often(member), condition(member), page_of(model, block))
        for block, member in model.holders(label)
    ]


def member_rows(model: Glossary, block: Block) -> list[dict[str, Any]]:
    """The members of a block in their order; alternatives stand together."""
    return [
        {
            "element": model.element(label),
            "url": page_of(model, model.element(label)),
            "often": often(member),
            "condition": condition(member),
            "is_block": label in model.blocks,
        }
        for member in block.members
        if member.highest != 0
        for label in member.labels
    ]


def ways_of(model: Glossary, block: Block) -> list[list[str]]:
    """What each way through a block holds that not every way holds, by title; none when there are
    too many to be read."""
    labels = [[label for member in way for label in member.labels] for way in block.ways]
    everywhere = set.intersection(*map(set, labels)) if labels else set()
    ways = [[model.element(each).title for each in way if each not in everywhere] for way in labels]
    return ways if len(ways) <= MOST_WAYS else []


def branches(model: Glossary, label: str, member: Member | None = None) -> dict[str, Any]:
    """The tree of blocks under a block, each with how often it occurs and its number of fields."""
    block = model.blocks[label]
    inside = [(m, child) for m in block.members if m.highest != 0 for child in m.labels]
    return {
        "block": block,
        "url": page_of(model, block),
        "often": often(member) if member else "",
        "fields": sum(child in model.zones for _, child in inside),
        "branches": [branches(model, child, m) for m, child in inside if child in model.blocks],
    }


def code_rows(zone: Zone, on: date) -> list[dict[str, Any]]:
    """The codes that a zone takes, with what they mean on a day; none where it is free."""
    values = catalog.values_of(zone)
    if values is None:
        return [{"code": code, "title": ""} for code in zone.codes]
    return listed(c for c in values.on(on) if not zone.codes or c.code in zone.codes)


def listed(codes: Iterable[Code]) -> list[dict[str, Any]]:
    """Codes for a table, each with what its list says of it."""
    return [
        {
            "code": code.code,
            "title": code.title,
            "details": details(code),
            "valid_from": code.valid_from,
            "valid_until": code.valid_until,
        }
        for code in codes
    ]


def needs_by_type(label: str, on: date) -> list[tuple[Code, str]]:
    """What each worker type asks of a zone or block on a day; empty where types do not matter."""
    keys = [key for key, labels in NEEDS.items() if label in labels]
    types = catalog.worker_types(on=on)
    asked = [(code, (code.rules or {}).get(key)) for key in keys for code in types]
    return [(code, str(NEEDED[needed])) for code, needed in asked if needed]


def class_of(anomaly: Anomaly) -> dict[str, Any]:
    """The class of an anomaly in words, with its tone."""
    name, meaning, tone = CLASSES[anomaly.anomaly_class]
    return {"code": anomaly.anomaly_class, "name": name, "meaning": meaning, "tone": tone}


def anomaly_rows(ids: Iterable[str], flow: str = "") -> list[dict[str, Any]]:
    """Anomalies for a table, by id, with the class that a flow gives to them."""
    return [
        {"anomaly": found, "class": class_of(found), "url": reverse("anomaly", args=[found.id])}
        for found in (catalog.anomaly(anomaly_id, flow) for anomaly_id in sorted(ids))
    ]


def occurrences(anomaly: Anomaly) -> list[dict[str, Any]]:
    """Where an anomaly may be found: each message with the zone or block that it speaks of."""
    number = anomaly.id.partition("-")[0]
    return [
        {"model": model, "element": element, "url": page_of(model, element)}
        for model in in_order()
        for element in model.elements.values()
        if element.number == number
    ]


def newest_of_each() -> list[Glossary]:
    """The newest version of each flow, in the same order as all."""
    return list({model.flow: model for model in reversed(in_order())}.values())[::-1]


def in_order() -> list[Glossary]:
    """Every version, first of what is declared, then of what we answer; newest first."""
    newest_first = sorted(catalog.glossaries(), key=lambda model: model.version, reverse=True)
    return sorted(newest_first, key=lambda model: (not model.actions, model.title))
