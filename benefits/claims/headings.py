"""Headings of an application: what the portal knows already and from where, and what it asks."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _


class Source(models.TextChoices):
    """Where a prefilled heading comes from."""

    REGISTER = "register", _("National Register")
    HIRING = "hiring", _("your employer's declaration")
    RISK = "risk", _("your employer's declaration of a social risk")
    WAGES = "wages", _("your employer's declaration of wages")
    COUNTED = "counted", _("counted from your employers' declarations")
    DECISION = "decision", _("a decision on another right of yours")
    STATUS = "status", _("what an institution reported")
    ACCOUNT = "account", _("the account that you gave us")


class Kind(models.TextChoices):
    """How the value of a heading is written."""

    TEXT = "text"
    DATE = "date"
    MONTH = "month"
    CAUSE = "cause"
    INSS = "inss"
    ENTERPRISE = "enterprise"
    DAYS = "days"
    EUROS = "euros"
    WORKER_TYPE = "worker_type"
    JOINT_COMMITTEE = "joint_committee"
    MEMBERS = "members"
    COUNT = "count"
    HOURS = "hours"
    REGION = "region"
    STATUSES = "statuses"
    IBAN = "iban"


@dataclass(frozen=True)
class Heading:
    """A heading that is filled in from an authentic source; corrected there, never here."""

    key: str
    group: str
    label: Any
    kind: Kind
    source: Source


@dataclass(frozen=True)
class Filled:
    """A heading with its value, as a page shows it."""

    heading: Heading
    value: Any
    detail: str
    as_of: date


Entry = dict[str, Any]
Known = dict[str, Entry]


def entry(value: Any, as_of: date, detail: str = "") -> Entry:
    """Return a known value as an application keeps it; `detail` names the source exactly."""
    if isinstance(value, date):
        value = value.isoformat()
    return {"value": value, "as_of": as_of.isoformat(), "detail": detail}


def filled(headings: tuple[Heading, ...], known: Known) -> list[Filled]:
    """Return the headings with what the application knows, in their order."""
    return [
        Filled(
            heading,
            date.fromisoformat(kept["value"])
            if heading.kind in (Kind.DATE, Kind.MONTH) and kept["value"]
            else kept["value"],
            kept["detail"],
            date.fromisoformat(kept["as_of"]),
        )
        for heading in headings
        if (kept := known.get(heading.key))
    ]
