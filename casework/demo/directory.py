"""The reference directory of the demo: services, profiles, data subjects, identity cards."""

from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import Any, Final

import yaml

from portal.access.models import Capacity
from portal.directory.models import (
    Authorisation,
    AvailableService,
    CompanyRegistration,
    Registration,
)
from portal.people.models import Company, IdentityCard, Institution, Person

DIRECTORY: Final[dict[str, Any]] = yaml.safe_load(
    Path(__file__).with_name("directory.yaml").read_text("utf-8")
)
SINCE: Final = date(2010, 1, 1)
Row = dict[str, Any]


def enter_directory(
    institutions: Mapping[str, Institution],
    applications: Mapping[str, Capacity],
    persons: Mapping[str, Person],
    companies: Mapping[str, Company],
) -> None:
    """Enter what is not there yet; all by the names of the demo."""
    for where, block in _services(institutions):
        AvailableService.objects.get_or_create(**where, defaults=block)
    for profile, content in _profiles(institutions, applications):
        Authorisation.objects.get_or_create(**profile, defaults=content)
    for data in DIRECTORY["registrations"]:
        Registration.objects.get_or_create(
            institution=institutions[data["institution"]],
            person=persons[data["person"]],
            quality=data["quality"],
            since=data["since"],
        )
    for data in DIRECTORY["company_registrations"]:
        CompanyRegistration.objects.get_or_create(
            institution=institutions[data["institution"]],
            company=companies[data["company"]],
            quality=data["quality"],
            since=data["since"],
        )
    for key, number in DIRECTORY["cards"].items():
        card = {"person": persons[key], "since": SINCE}
        IdentityCard.objects.get_or_create(number=number, defaults=card)


def _services(institutions: Mapping[str, Institution]) -> Iterator[tuple[Row, Row]]:
    for data in DIRECTORY["services"]:
        content = {"service": data["service"], "since": SINCE}
        content["asks_registration"] = data.get("registered", False)
        for key, quality in data["at"].items():
            institution = institutions[key]
            yield {"block": data["block"], "institution": institution, "quality": quality}, content


def _profiles(
    institutions: Mapping[str, Institution], applications: Mapping[str, Capacity]
) -> Iterator[tuple[Row, Row]]:
    for data in DIRECTORY["profiles"]:
        who = {
            "institution": institutions[data["institution"]],
            "application": applications.get(data.get("application", "")),
            "quality": data["quality"],
            "legal_context": data.get("context", ""),
        }
        content = {
            "blocks": data.get("blocks", []),
            "months_back": data.get("months"),
            "legal_ground": data["ground"],
            "deliberation": data.get("deliberation", ""),
            "since": SINCE,
        }
        for service in data["services"]:
            yield {**who, "service": service}, content
