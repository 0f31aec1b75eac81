"""For whom a risk is: the institution of its sector that has a file of the person."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Final

import yaml
from django.db.models import Q
from django.utils import timezone

from declarations.channels.models import Declaration
from declarations.social_risk.contents import value_in
from declarations.social_risk.models import Risk
from declarations.social_risk.scenarios import scenarios
from portal.copying import among
from portal.directory.models import Registration
from portal.people.models import Institution

DATA: Final = Path(__file__).with_name("sectors.yaml")


@dataclass(frozen=True)
class Sector:
    """Who is competent in a sector; see `sectors.yaml`."""

    number: int
    named: str = ""
    otherwise: bool = False


@cache
def sectors() -> Mapping[str, Sector]:
    """The sectors by name."""
    data: dict[str, Any] = yaml.safe_load(DATA.read_text("utf-8"))
    return {name: Sector(**entry) for name, entry in data["sectors"].items()}


def competent(accepted: Iterable[tuple[Declaration, Risk]]) -> dict[int, int]:
    """The institution for each declaration, by their keys: whom the form names, else who has a
    file of the person today (of several in a sector the latest), else the sector's own."""
    accepted = list(accepted)
    files = _files({risk.person_id for _declaration, risk in accepted})
    numbers = [sector.number for sector in sectors().values()]
    own = {
        (each.sector, each.number): each.pk
        for each in Institution.objects.filter(sector__in=numbers)
    }
    found = {}
    for declaration, risk in accepted:
        sector = sectors()[scenarios()[risk.flow].sector]
        named = value_in(declaration.content, sector.named) if sector.named else ""
        institution = own.get((sector.number, int(named))) if named.isdigit() else None
        institution = institution or files.get((risk.person_id, sector.number))
        if institution is None and sector.otherwise:
            institution = own.get((sector.number, 0))
        if institution is not None:
            found[declaration.pk] = institution
    return found


def _files(persons: set[int]) -> dict[tuple[int, int], int]:
    today = timezone.localdate()
    standing = Registration.objects.filter(
        Q(until__isnull=True) | Q(until__gte=today),
        person__in=among(persons),
        since__lte=today,
        ended_at__isnull=True,
    ).order_by("since", "pk")
    rows = standing.values_list("person", "institution__sector", "institution")
    return {(person, sector): institution for person, sector, institution in rows}
