"""Finding the borders of forms and persons, and drawing numbers for what is stored."""

from __future__ import annotations

import re

import numpy as np
import pytest
from django.db import connection

from declarations.wages.projecting import RUN
from declarations.wages.scanning import STRETCH, places

NUMBERS = "wages_version_sequence"
TAGS = (b"<Form>", b"</Form>", b"<NaturalPerson>", b"<NaturalPersonUpdate>")


def found(data: bytes, tag: bytes) -> list[int]:
    """Where the compiled search finds a tag."""
    return [int(at) for at in places(*(np.frombuffer(text, np.uint8) for text in (data, tag)))]


@pytest.mark.parametrize("tag", TAGS)
def test_a_tag_is_found_wherever_it_stands(tag: bytes) -> None:
    chance = np.random.default_rng(2024)
    parts = [*TAGS, b"<Form", b"Form>", b"<Fo>", b"<", b"x" * (STRETCH - 1), b"<FormNext>", b" "]
    for _ in range(200):
        data = b"".join(chance.choice(np.array(parts, object), chance.integers(0, 40)))
        assert found(data, tag) == [each.start() for each in re.finditer(tag, data)]


@pytest.mark.parametrize("offset", range(-7, 2))
def test_a_tag_is_found_across_two_stretches(offset: int) -> None:
    before = b"." * (STRETCH + offset)
    assert found(before + b"<Form>", b"<Form>") == [len(before)]


@pytest.mark.django_db
def test_numbers_of_versions_are_drawn_in_runs_as_long_as_their_sequence_counts() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT increment_by FROM pg_sequences WHERE sequencename = %s", [NUMBERS])
        assert cursor.fetchone() == (RUN,)
