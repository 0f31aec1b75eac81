"""Each sector's story told by API and by file: the same decision, letter and payment."""

from pathlib import Path
from typing import Any

import pytest

from casework.demo.building import Cast
from tests.api.conftest import Application, application, payroll, quick_secrets
from tests.social_risk.stories import STORIES, check_end
from tests.social_risk.telling import ByApi, ByFile, live

__all__ = ["application", "payroll", "quick_secrets"]
pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def orders(tmp_path: Path, settings: Any) -> None:
    """Keep the orders of a test in its own folder."""
    settings.PAYMENTS_PATH = tmp_path / "payments"


@pytest.mark.parametrize("name", STORIES)
def test_by_api(cast: Cast, payroll: Application, name: str) -> None:
    live(cast, STORIES[name], ByApi(cast, payroll))
    check_end(cast, STORIES[name])


@pytest.mark.parametrize("name", STORIES)
def test_by_file(cast: Cast, name: str) -> None:
    live(cast, STORIES[name], ByFile(cast))
    check_end(cast, STORIES[name])
