"""Every official anomaly of the quarterly declaration is given, or it is said why not."""

from pathlib import Path

import yaml

from declarations.glossary.catalog import glossary
from declarations.wages.layout import layout_of
from declarations.wages.rules import RULES, Rule, fields

LEFT = yaml.safe_load(Path(__file__).with_name("anomalies_left.yaml").read_text("utf-8"))
MODEL = glossary("dmfa", "2023/1")
OFFICIAL = {listed for element in MODEL.elements.values() for listed in element.listed}
# What annex 30 has for any message, and this one needs: the glossary does not list it for a field.
OUR_OWN = {"00024-070", "00024-269", "00046-022"}


def code(rule: Rule) -> str:
    """The code that a rule gives in an original; "" when it is one of amendments only."""
    layout = layout_of(MODEL)
    place = layout.places.get(rule.missing or rule.block)
    if place is None or (rule.zone and rule.zone not in MODEL.zones):
        return ""
    if rule.zone and rule.zone not in layout.nodes[place].kinds:
        return ""
    element = MODEL.zones[rule.zone] if rule.zone else layout.nodes[place].block
    return f"{element.number}-{rule.problem}"


GIVEN = {code(rule) for rule in (*RULES, *fields.rules_of(MODEL))} - {""}


def reason(official: str) -> str:
    """Why an anomaly is left; "" when that is nowhere said."""
    problem = official.rpartition("-")[2]
    return LEFT["fields"].get(official) or LEFT["problems"].get(problem, "")


def test_every_official_anomaly_is_given_or_explained() -> None:
    unexplained = {official for official in OFFICIAL - GIVEN if not reason(official)}
    assert unexplained == set()
    assert {reason(official) for official in OFFICIAL - GIVEN} <= set(LEFT["reasons"])


def test_no_explanation_is_left_over() -> None:
    left = {official.rpartition("-")[2] for official in OFFICIAL - GIVEN}
    assert set(LEFT["problems"]) - left == set()
    assert set(LEFT["fields"]) & GIVEN == set()


def test_what_is_given_is_official_or_known_to_be_ours() -> None:
    # Amendments enter rules about the same fields.
    amending = glossary("dmfa_update", "2023/1").elements.values()
    official = OFFICIAL | {listed for element in amending for listed in element.listed}
    assert GIVEN - official == OUR_OWN
