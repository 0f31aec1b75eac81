"""The benches of hiring run to their end. How fast anything is, is not asserted here."""

from __future__ import annotations

import pytest

from declarations.hiring import bench
from portal.pages.bench import BENCHES

SIZES = {"ROUNDS": 1, "SINGLE": 8, "FIRST": 8, "CALL": 60, "WORKERS": 600, "FILES": (60, 6)}


@pytest.mark.django_db(transaction=True)
def test_each_bench_of_hiring_finds_a_ratio(monkeypatch: pytest.MonkeyPatch) -> None:
    for name, size in SIZES.items():
        monkeypatch.setattr(bench, name, size)
    bench._sender_in.cache_clear()
    names = [name for name in BENCHES if name.startswith("hiring-")]
    ratios = {name: BENCHES[name]().line(name)["ratio"] for name in sorted(names, reverse=True)}
    bench._sender_in.cache_clear()
    assert len(ratios) == 5
    assert min(ratios.values()) > 0
