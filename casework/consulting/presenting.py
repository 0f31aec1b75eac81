"""How questions to institutions and their answers read in a case."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any, Final

from django.utils.formats import number_format
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from benefits.decisions.presenting import measured, scheme_title
from benefits.schemes import SCHEMES
from casework.cases.models import Case
from casework.consulting.models import CaseConsultation
from declarations.channels.presenting import worker_type_words
from portal.directory.qualities import quality_label
from portal.exchange.network.blocks import BLOCKS
from portal.exchange.network.outcomes import description_of

LABELS: Final[Mapping[str, str | Promise]] = {
    "ssin": _("National number"),
    "first_name": _("First name"),
    "last_name": _("Last name"),
    "birth_date": _("Date of birth"),
    "died_on": _("Date of death"),
    "language": _("Language"),
    "street": _("Street"),
    "house_number": _("House number"),
    "box": _("Box"),
    "postal_code": _("Postal code"),
    "city": _("Municipality"),
    "since": _("First day"),
    "until": _("Last day"),
    "starts": _("First day"),
    "ends": _("Last day"),
    "on": _("As on"),
    "role": _("Role"),
    "members": _("The others"),
    "period_id": _("Dimona period"),
    "enterprise_number": _("Enterprise number"),
    "employer": _("Employer"),
    "worker_type": _("Kind of work"),
    "joint_commission_number": _("Joint committee"),
    "quarter": _("Quarter"),
    "days": _("Days"),
    "hours": _("Hours"),
    "pay": _("Gross pay"),
    "status": _("Status"),
    "right": _("Right"),
    "amount": _("Amount"),
    "amount_unit": _("Amount for each"),
    "decided_on": _("Decided"),
    "applies": _("Applies"),
    "through": _("Through whom"),
}
THROUGH: Final[Mapping[str, str | Promise]] = {
    "customer": _("the person"),
    "household": _("somebody of the household"),
}
DAYS: Final = {"birth_date", "died_on", "since", "until", "starts", "ends", "on", "decided_on"}
CENTS: Final = {"pay", "amount"}
HUNDREDTHS: Final = {"days", "hours"}


def asked_of_network(case: Case) -> list[dict[str, Any]]:
    """Return what was asked for a case, the latest first, with the answer as rows of a table."""
    asked = CaseConsultation.objects.filter(case=case).select_related("asked_by__person")
    return [
        {
            "asked": each,
            "contains": str(BLOCKS[each.block].contains),
            "quality": quality_label(each.quality),
            "outcome": description_of(each.code),
            **_table(each.content),
        }
        for each in asked
    ]


def _table(content: list[dict[str, Any]] | None) -> dict[str, Any]:
    if not content:
        return {"rows": []}
    # As the labels stand: the database keeps no order.
    names = sorted(content[0], key=list(LABELS).index)
    head = [{"label": str(LABELS[name])} for name in names]
    return {
        "head": head,
        "rows": [[_written(name, row.get(name)) for name in names] for row in content],
    }


def _written(name: str, value: Any) -> str:
    if value in (None, ""):
        return "–"
    if isinstance(value, list):
        parts = (", ".join(_written(key, each[key]) for key in each) for each in value)
        return "; ".join(parts) or "–"
    if name in DAYS:
        return measured(value, "date")
    if name in CENTS:
        return measured(value, "cents")
    if name in HUNDREDTHS:
        return number_format(Decimal(value) / 100)
    if name == "worker_type":
        return worker_type_words(value)
    if name == "through":
        return str(THROUGH[value])
    if isinstance(value, bool):
        return gettext("Yes") if value else gettext("No")
    return scheme_title(value) if name == "right" and value in SCHEMES else str(value)
