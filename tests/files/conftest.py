"""The applications and the people of the cast who send files."""

from tests.api.conftest import application, cast, payroll, quick_secrets
from tests.hiring.conftest import colette, lucas, nora

__all__ = ["application", "cast", "colette", "lucas", "nora", "payroll", "quick_secrets"]
