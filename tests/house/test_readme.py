"""The README says what stands: the cast with its sign-ins, and the commands."""

import re
from pathlib import Path

import pytest
from django.conf import settings

from casework.demo.building import CAST

README = Path(settings.BASE_DIR, "README.md").read_text()


@pytest.mark.parametrize("email", CAST["accounts"])
def test_each_sign_in_of_the_cast_is_named(email: str) -> None:
    first, last = CAST["persons"][CAST["accounts"][email]["person"]]["name"]
    assert f"`{email}`" in README
    assert f"{first} {last}" in README


def test_the_password_is_named() -> None:
    assert f"`{CAST['password']}`" in README


@pytest.mark.parametrize("client", ["payroll-software", "welfare-software"])
def test_the_commands_use_a_secret_that_works(client: str) -> None:
    assert f"{client}:{CAST['applications'][client]['secret']}" in README


def test_each_target_of_make_stands() -> None:
    makefile = Path(settings.BASE_DIR, "Makefile").read_text()
    for target in re.findall(r"^make (\w+)", README, re.MULTILINE):
        assert re.search(rf"^{target}:", makefile, re.MULTILINE), target
