"""The proof of unemployment: what WECH001 declares, on paper for the worker, in their language."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import Any, Final

import numpy as np
from babel.numbers import format_percent
from django.conf import settings
from django.utils import timezone, translation
from django.utils.translation import get_language, gettext_noop

from declarations.channels.models import Declaration
from declarations.channels.presenting import value_words
from declarations.glossary.model import Zone
from declarations.social_risk.amounts import is_money
from declarations.social_risk.contents import Content, blocks_in, value_in
from declarations.social_risk.models import Risk
from declarations.social_risk.scenarios import Scenario, scenarios
from declarations.wages.presenting import hundredths
from portal.documents.actions import copy_letters
from portal.people.models import HouseholdMember
from portal.templatetags.solida import LOCALES, euros

FLOW: Final = "wech001"
TEMPLATE: Final = "proof_of_unemployment"
TITLE: Final = gettext_noop("Proof of unemployment")
# The blocks whose values stand on paper, in this order.
BLOCKS: Final = (
    *("WorkerRecord", "Occupation", "DclEndContractOrFTEarlyPension", "CalculationBaseAllowance"),
    *("SeverancePayment", "HolidayDetail", "Service", "Remun"),
)
TECHNICAL: Final = ("SequenceNbr", "UserReference")
GRID, HOURS = "IndicationDaysAndHours", "HoursNumberAboutWorkSchedule"
WEEK: Final = 7  # days
HUNDREDTHS: Final = 100
# How the name of a field says it, and the one that does not.
IN_HUNDREDTHS, PERCENTAGE = "(in hundredths)", "PercentagePaid"

Proved = tuple[Declaration, Risk]


def prove(declared: Sequence[Proved]) -> dict[int, int]:
    """Freeze a letter for each end of a contract that stands; return letters by declaration.

    Its PDF is made when somebody first opens it.
    """
    chosen = [
        (each, risk) for each, risk in declared if risk.flow == FLOW and not risk.is_cancelled
    ]
    if not chosen:
        return {}
    homes = _homes({risk.person_id for _each, risk in chosen})
    persons = np.array([risk.person_id for _each, risk in chosen])
    languages = [risk.person.language for _each, risk in chosen]
    data = [json.dumps(_data(each, risk, homes)) for each, risk in chosen]
    letters = copy_letters(TEMPLATE, persons, languages, TITLE, data).tolist()
    return {each.pk: letter for (each, _risk), letter in zip(chosen, letters, strict=True)}


def _homes(persons: set[int]) -> dict[int, str]:
    today = timezone.localdate()
    found = HouseholdMember.objects.on(today).filter(person__in=persons)
    return {each.person_id: each.household.address for each in found.select_related("household")}


def _data(declaration: Declaration, risk: Risk, homes: dict[int, str]) -> dict[str, Any]:
    """Return what the letter says, in plain values, so that it can be made again as it was."""
    scenario, company, person = scenarios()[risk.flow], risk.company, risk.person
    with translation.override(person.language):
        return {
            "name": person.full_name,
            "inss": value_in(declaration.content, "INSS"),
            "address": homes.get(person.pk, ""),
            "employer": company.name,
            "enterprise": company.enterprise_number,
            "nsso": company.nsso_number or "",
            "kind": scenario.kind_words(risk.kind),
            "since": risk.since.isoformat(),
            "declared_on": timezone.localdate(declaration.received_at).isoformat(),
            "ticket": str(declaration.reference),
            "changes": declaration.content.get("AttestationStatus") != "0",
            "parts": list(_parts(scenario, declaration.content)),
            "weeks": _weeks(declaration.content),
        }


def _parts(scenario: Scenario, content: Content) -> Iterator[dict[str, Any]]:
    """The values of each block in words, under the name of the block."""
    for label in BLOCKS:
        for _path, block in blocks_in(content, label):
            rows = list(_rows(scenario, label, block))
            if rows:
                yield {"title": scenario.model.blocks[label].title, "rows": rows}


def _rows(scenario: Scenario, holder: str, block: Content) -> Iterator[list[str]]:
    """The values of a block in the order of its model, without the sender's own numbers."""
    for label in scenario.model.blocks[holder].places:
        zone, value = scenario.model.zones.get(label), block.get(label)
        if isinstance(zone, Zone) and isinstance(value, str) and not label.endswith(TECHNICAL):
            yield [_title(zone), _words(zone, value)]


def _title(zone: Zone) -> str:
    """The name of a field; on paper nothing is in hundredths."""
    title = str(zone.title)
    return title.rpartition(" (")[0] if zone.name.endswith(IN_HUNDREDTHS) else title


def _words(zone: Zone, value: str) -> str:
    """A value in words: cents as euros, hundredths as hours, days or per cent."""
    if not value.isdigit():
        return value_words(zone, value)
    if is_money(zone):
        return str(euros(int(value)))
    if zone.name.endswith(IN_HUNDREDTHS):
        return hundredths(int(value))
    if zone.label == PERCENTAGE:
        share = Decimal(value) / (HUNDREDTHS * HUNDREDTHS)
        return str(
            format_percent(
                share,
                locale=LOCALES[get_language() or settings.LANGUAGE_CODE],
                decimal_quantization=False,
            )
        )
    return value_words(zone, value)


def _weeks(content: Content) -> list[list[str]]:
    """The work grid: hours of each day, a row for each week."""
    hours = [
        hundredths(int(day[HOURS])) if str(day.get(HOURS, "")).isdigit() else ""
        for _path, day in blocks_in(content, GRID)
    ]
    return [hours[first : first + WEEK] for first in range(0, len(hours), WEEK)]
