"""Checking a file of any kind and size without sending it: which reader takes it."""

from __future__ import annotations

from datetime import date
from typing import BinaryIO

from declarations.channels.safe_xml import MAX_BYTES
from declarations.channels.streaming import root_of
from declarations.channels.verifying import Check, check_file
from declarations.glossary.catalog import glossaries
from declarations.social_risk.checking import check_risks, roots
from declarations.social_risk.reading import MAX_BYTES as MAX_RISKS
from declarations.wages.trying import try_wages
from declarations.wages.verifying import FLOWS


def check(file: BinaryIO, *, on: date | None = None) -> Check:
    """Check a file of any flow that the information model knows. Never raises for what it holds.

    Quarterly wages are read as they go by, in little memory, and so is what is nothing that we
    know. `on` is the day on which it would be received, see `check_file`.
    """
    held = {model.root for model in glossaries()} - set(FLOWS)
    root = root_of(file)
    if root in roots():
        return check_risks(file.read(MAX_RISKS + 1))
    if root in held:
        return check_file(file.read(MAX_BYTES + 1), on=on)
    return try_wages(file, on)
