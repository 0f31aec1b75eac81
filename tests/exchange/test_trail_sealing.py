"""Rows are sealed once, none is passed over, and the log is signed."""

from __future__ import annotations

from pathlib import Path

import pytest

from portal.exchange.trail import log
from portal.exchange.trail.models import Block
from portal.exchange.trail.sealing import seal_all

pytestmark = pytest.mark.django_db


def test_it_seals(notes: Path) -> None:
    assert seal_all() > 10
    assert seal_all() == 0
    blocks = Block.objects.order_by("number")
    assert [block.number for block in blocks] == list(range(log.size()))
