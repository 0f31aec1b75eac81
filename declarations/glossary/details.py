"""What a code list says of a code beside its name, in words: where it may stand, what it asks."""

from __future__ import annotations

from typing import Any, Final

from django.utils.translation import gettext_lazy as _

from declarations.glossary.model import Code

# By the key of a rule in the data; a key that is not here has pages of its own.
RULES: Final = {
    "kind": _("For"),
    "work": _("Work"),
    "presence": _("Stands in"),
    "sector": _("Sector"),
    "type": _("Type"),
    "classes": _("Employer categories"),
    "workers": _("Number of workers"),
    "age": _("Age"),
    "committee": _("Joint committee"),
    "level": _("Asked for"),
    "regions": _("Regions"),
    "basis": _("Basis"),
    "amount": _("Amount"),
    "right_date": _("First day of the right"),
    "months": _("Months of management costs"),
    "replaced": _("Person replaced"),
    "applicant": _("Person who opened the right"),
    "certificate": _("Certificate"),
    "detail": _("Details"),
}
VALUES: Final = {
    "ordinary": _("an ordinary contribution"),
    "supplementary": _("a supplementary contribution"),
    "unrelated": _("a contribution that belongs to no person"),
    "fedris": _("an accident or an occupational disease"),
    "early_retirement": _("unemployment with company supplement"),
    "complementary_indemnity": _("a supplement to a benefit"),
    "complementary_personal": _("the worker's part of a supplement"),
    "dismissed_statutory": _("dismissed officials"),
    "statutory_pension": _("officials with a public pension contribution only"),
    "student": _("students"),
    "trainee": _("trainees"),
    "manual": _("manual"),
    "intellectual": _("white-collar"),
    "private": _("private"),
    "public": _("public"),
    "record": _("in the worker line"),
    "occupation": _("in an occupation"),
    "flanders": _("Flanders"),
    "brussels": _("Brussels"),
    "wallonia": _("Wallonia"),
    "german": _("German-speaking Community"),
    "required": _("needed"),
    "optional": _("if known"),
    "allowed": _("possible"),
}
PRESENCE: Final = {
    1: _("the worker line only"),
    2: _("its contributions only"),
    3: _("the worker line and its contributions"),
    4: _("contributions that belong to no person"),
    5: _("its contributions only"),
}


def details(code: Code) -> list[str]:
    """Every rule of a code, as "Label: value"; none is said of what is left out."""
    rules = code.rules or {}
    known = ((RULES[key], rules[key], key) for key in RULES if key in rules)
    return [f"{label}: {_value(value, key)}" for label, value, key in known if value != "forbidden"]


def _value(value: Any, key: str) -> str:
    if key == "presence":
        return str(PRESENCE[value])
    if isinstance(value, list):
        return ", ".join(_value(each, key) for each in value)
    return str(VALUES.get(value, value))
